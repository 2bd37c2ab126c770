/// How one agent's command line is called.
package struct Runner: Hashable, Sendable {
    package var name: String
    /// The program, then its arguments. `{prompt}`, `{prompt_file}` and `{session}` are replaced inside an argument.
    package var command: [String]
    /// Arguments that are put in place of the argument `{session_arguments}` where the pulse has a session, and left out where not.
    package var sessionArguments: [String]
    /// How the prompt reaches the agent.
    package var delivery: Delivery
    /// Names of variables of the daemon's environment that it gets beside the common ones; a trailing `*` matches a prefix.
    package var environment: [String]
    /// The runner answers by itself: no program is started.
    package var isBuiltIn: Bool

    package enum Delivery: String, CaseIterable, Sendable {
        /// Inside an argument; by a file where it is too long for one.
        case argument
        case stdin
        case file
    }

    package init(
        name: String, command: [String], sessionArguments: [String] = [], delivery: Delivery, environment: [String] = [],
        isBuiltIn: Bool = false
    ) {
        self.name = name
        self.command = command
        self.sessionArguments = sessionArguments
        self.delivery = delivery
        self.environment = environment
        self.isBuiltIn = isBuiltIn
    }

    /// The program's name or path; nil for the built-in runner.
    package var program: String? { isBuiltIn ? nil : command.first }
}

extension Runner {
    /// The placeholder that stands for the session's arguments.
    package static let sessionPlaceholder = "{session_arguments}"

    /// The name that means: whichever is found first when the pulse runs.
    package static let undecided = "default"

    /// The agents Upbeat knows, in the order in which the default is looked for.
    package static let presets: [Runner] = [
        // spec/sources.md R4: `hapi run [--resume SESSION] --text PROMPT`.
        Runner(
            name: "hapi", command: ["hapi", "run", sessionPlaceholder, "--text", "{prompt}"],
            sessionArguments: ["--resume", "{session}"], delivery: .argument,
            environment: ["ANTHROPIC_*", "CLAUDE_*", "HAPI_*"]),
        Runner(
            name: "claude", command: ["claude", "-p", sessionPlaceholder], sessionArguments: ["--resume", "{session}"],
            delivery: .stdin, environment: ["ANTHROPIC_*", "CLAUDE_*"]),
        Runner(
            name: "codex", command: ["codex", "exec", sessionPlaceholder, "-"], sessionArguments: ["resume", "{session}"],
            delivery: .stdin, environment: ["OPENAI_*", "CODEX_*"]),
        Runner(
            name: "gemini", command: ["gemini", sessionPlaceholder], sessionArguments: ["--resume", "{session}"],
            delivery: .stdin, environment: ["GEMINI_*", "GOOGLE_*"]),
        Runner(
            name: "goose", command: ["goose", "run", sessionPlaceholder, "--instructions", "-"],
            sessionArguments: ["--resume", "--session-id", "{session}"], delivery: .stdin, environment: ["GOOSE_*"]),
        Runner(
            name: "opencode", command: ["opencode", "run", sessionPlaceholder, "--", "{prompt}"],
            sessionArguments: ["--session", "{session}"], delivery: .argument,
            environment: ["ANTHROPIC_*", "OPENAI_*", "GEMINI_*", "GOOGLE_*", "OPENCODE_*"]),
        echo,
    ]

    /// Says the prompt back. For trying things out; never the default.
    package static let echo = Runner(name: "echo", command: [], delivery: .argument, isBuiltIn: true)
}

/// The runners there are: the presets, replaced and joined by those of the file.
package struct RunnerCatalogue: Hashable, Sendable {
    package private(set) var runners: [Runner]
    /// The name the file gives as the default; nil means the first one that is installed.
    package var preferred: String?

    package init(declared: [Runner] = [], preferred: String? = nil) {
        let names = Set(declared.map(\.name))
        runners = declared + Runner.presets.filter { !names.contains($0.name) }
        self.preferred = preferred
    }

    package subscript(name: String) -> Runner? { runners.first { $0.name == name } }

    package var names: [String] { runners.map(\.name) }

    /// The default by DESIGN.md's small decisions: the preferred one, else the first that is installed; nil if none is.
    package func resolveDefault(isInstalled: (Runner) -> Bool) -> Runner? {
        if let preferred { return self[preferred] }
        return runners.first { !$0.isBuiltIn && isInstalled($0) }
    }
}

extension RunnerCatalogue {
    /// Where a runner came from, in a word.
    package func origin(of runner: Runner) -> String {
        if Runner.presets.contains(runner) { return "preset" }
        let preset = Runner.presets.first { $0.name == runner.name }
        return preset?.command.dropFirst() == runner.command.dropFirst() ? "preset, with another program" : "file"
    }
}
