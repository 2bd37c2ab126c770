import Pulses
import StrictJSON

/// A runner's command with its placeholders, and the rules between them.
struct RunnerTemplate {
    struct Word: Hashable {
        var text: String
        var line: Int
    }

    struct Words: Hashable {
        var words: [Word]
        var line: Int
    }

    struct Asked: Hashable {
        var delivery: Runner.Delivery
        var line: Int
    }

    struct Finding: Hashable {
        var line: Int
        var key: String
        var expected: String
        var value: String?
        var hint: String?
    }

    var command: Words
    var session: Words?
    /// What `prompt:` says, where it is there.
    var asked: Asked?

    static let placeholders = ["prompt", "session", "prompt_file", "session_arguments"]

    /// Everything that is wrong; empty for a template that can run.
    func findings() -> [Finding] {
        var findings: [Finding] = []
        for (index, word) in command.words.enumerated() {
            findings += check(word, "command", allowed: Self.placeholders)
            if index == 0, !Self.names(in: word.text).isEmpty {
                findings.append(
                    Finding(line: word.line, key: "command", expected: "a program without placeholders", value: LogText.quoted(word.text)))
            }
            if word.text.contains(Runner.sessionPlaceholder), word.text != Runner.sessionPlaceholder {
                findings.append(
                    Finding(
                        line: word.line, key: "command", expected: "\(Runner.sessionPlaceholder) as an argument of its own",
                        value: LogText.quoted(word.text)))
            }
        }
        for word in session?.words ?? [] { findings += check(word, "session", allowed: ["session"]) }
        if session == nil, let word = command.words.first(where: { $0.text == Runner.sessionPlaceholder }) {
            findings.append(
                Finding(
                    line: word.line, key: "command", expected: "session: with the arguments that \(Runner.sessionPlaceholder) stands for",
                    value: "none"))
        }
        return findings + deliveryFindings()
    }

    /// The runner of a template without findings. Session arguments that have no place go right after the program.
    func runner(name: String, environment: [String]) -> Runner {
        var arguments = command.words.map(\.text)
        if session != nil, !arguments.contains(Runner.sessionPlaceholder) { arguments.insert(Runner.sessionPlaceholder, at: 1) }
        return Runner(
            name: name, command: arguments, sessionArguments: session?.words.map(\.text) ?? [],
            delivery: implied ?? asked?.delivery ?? .stdin, environment: environment)
    }

    /// The delivery that the placeholders decide.
    private var implied: Runner.Delivery? {
        let names = command.words.flatMap { Self.names(in: $0.text) }
        if names.contains("prompt") { return .argument }
        return names.contains("prompt_file") ? .file : nil
    }

    private func deliveryFindings() -> [Finding] {
        let names = command.words.flatMap { Self.names(in: $0.text) }
        if names.contains("prompt"), names.contains("prompt_file") {
            return [Finding(line: command.line, key: "command", expected: "{prompt} or {prompt_file}", value: "both")]
        }
        guard let asked, asked.delivery != implied ?? .stdin else { return [] }
        switch (asked.delivery, implied) {
        case (.argument, nil):
            return [Finding(line: asked.line, key: "prompt", expected: "{prompt} in the command, for prompt: argument", value: "none")]
        case (.file, nil):
            return [Finding(line: asked.line, key: "prompt", expected: "{prompt_file} in the command, for prompt: file", value: "none")]
        default:
            let placeholder = implied == .argument ? "{prompt}" : "{prompt_file}"
            return [
                Finding(
                    line: asked.line, key: "prompt", expected: "\(implied?.rawValue ?? ""), because the command has \(placeholder)",
                    value: asked.delivery.rawValue, hint: "remove this line or the placeholder")
            ]
        }
    }

    private func check(_ word: Word, _ key: String, allowed: [String]) -> [Finding] {
        Self.names(in: word.text).filter { !allowed.contains($0) }.map { name in
            let near = nearest(name, in: allowed)
            let hint = near.map { "did you mean {\($0)}?" }
            let known = allowed.map { "{\($0)}" }.joined(separator: ", ")
            return Finding(
                line: word.line, key: key, expected: allowed.count == 1 ? known + " alone" : "one of " + known,
                value: LogText.quoted("{\(name)}"), hint: hint)
        }
    }

    /// The words in braces: `{prompt}`; braces around anything but letters and `_` are not placeholders.
    static func names(in text: String) -> [String] {
        var names: [String] = []
        for piece in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            guard let end = piece.firstIndex(of: "}") else { continue }
            let name = piece[..<end]
            if !name.isEmpty, name.unicodeScalars.allSatisfy({ $0 == "_" || ($0.isASCII && $0.properties.isAlphabetic) }) {
                names.append(String(name))
            }
        }
        return names
    }
}
