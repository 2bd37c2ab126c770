import Pulses

/// A runner's command line for one prompt: what is put where.
struct RunnerCall: Hashable {
    /// The program, then its arguments.
    var arguments: [String]
    /// What the child reads on its standard input; nil for nothing.
    var input: [UInt8]?
    /// What must lie in the prompt file before the child starts; nil for no file.
    var fileContent: [UInt8]?

    /// The longest argument Linux takes, its end mark included, is 131,072 bytes (execve(2), MAX_ARG_STRLEN); the rest of an argument
    /// in which the prompt is put has some room too.
    static let longestArgument = 131_072 - 4096

    /// Fills the runner's template (DESIGN.md, small decisions: a prompt that is too long for an argument goes into a file that the
    /// argument names).
    ///
    /// - Parameter text: what the agent is to read.
    init(_ runner: Runner, _ prompt: Prompt, text: String, promptFile: String) {
        var inline = text
        switch runner.delivery {
        case .stdin: input = Array(text.utf8)
        case .file: fileContent = Array(text.utf8)
        case .argument where text.utf8.count > Self.longestArgument:
            fileContent = Array(text.utf8)
            inline = "Your instructions are in the file \(promptFile). Read all of it and follow it."
        case .argument: break
        }
        func fill(_ template: String) -> String {
            template.replacingPlaceholders([
                "{prompt}": inline, "{prompt_file}": promptFile, "{session}": prompt.session ?? "",
            ])
        }
        arguments = runner.command.flatMap { template -> [String] in
            guard template == Runner.sessionPlaceholder else { return [fill(template)] }
            return prompt.session == nil ? [] : runner.sessionArguments.map(fill)
        }
    }
}

extension String {
    /// Replaces each placeholder in one pass, so that a prompt that itself holds `{session}` stays as it is.
    fileprivate func replacingPlaceholders(_ values: [String: String]) -> String {
        var result = ""
        var rest = self[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            if let (name, value) = values.first(where: { rest.hasPrefix($0.key) }) {
                result += value
                rest = rest.dropFirst(name.count)
            } else {
                result += "{"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}
