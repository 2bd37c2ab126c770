import Pulses
import StrictJSON
import Yams

/// Reads one runner of the file.
struct RunnerDecoder {
    let file: String
    let name: String
    var issues: [SettingsIssue] = []

    private static let known = ["command", "session", "prompt", "env"]

    init(file: String, name: String) {
        self.file = file
        self.name = name
    }

    /// The runner; nil after issues.
    mutating func decode(_ node: Node, nameLine: Int) -> Runner? {
        guard RunnerName.isValid(name), name != Runner.undecided else {
            let hint = name == Runner.undecided ? "this name stands for the default runner" : RunnerName.rule
            add(nameLine, nil, expected: "a runner's name", value: LogText.quoted(name), hint: hint)
            return nil
        }
        guard case .mapping(let mapping) = node else {
            add(node.line, nil, expected: "a map with command", value: node.shown)
            return nil
        }
        var command: RunnerTemplate.Words?
        var session: RunnerTemplate.Words?
        var delivery: RunnerTemplate.Asked?
        var environment: [String] = []
        for (key, value) in mapping {
            switch key.scalar?.string {
            case "command": command = words(value, "command")
            case "session": session = words(value, "session")
            case "prompt": delivery = self.delivery(value)
            case "env": environment = self.environment(value)
            case let other:
                let text = other ?? ""
                let hint =
                    nearest(text, in: Self.known).map { "did you mean \($0)?" } ?? "known here: " + Self.known.joined(separator: ", ")
                add(key.line, other ?? "?", expected: "a known key", hint: hint)
            }
        }
        guard let command else {
            if !mapping.keys.contains(where: { $0.scalar?.string == "command" }) {
                add(nameLine, "command", expected: "the program and its arguments", value: "nothing")
            }
            return nil
        }
        let template = RunnerTemplate(command: command, session: session, asked: delivery)
        let findings = template.findings()
        for finding in findings { add(finding.line, finding.key, expected: finding.expected, value: finding.value, hint: finding.hint) }
        guard issues.isEmpty else { return nil }
        return template.runner(name: name, environment: environment)
    }

    /// A list of texts, or one text that is split at blanks: no shell reads it.
    private mutating func words(_ node: Node, _ key: String) -> RunnerTemplate.Words? {
        let expected = key == "command" ? "the program and its arguments" : "a list of arguments"
        var words: [RunnerTemplate.Word] = []
        if case .sequence(let sequence) = node {
            for item in sequence {
                guard let text = item.text, !text.utf8.contains(0) else {
                    add(
                        item.line, key, expected: "a text", value: item.shown,
                        hint: "numbers and words that YAML knows need no quotes; an empty argument is \"\"")
                    return nil
                }
                words.append(RunnerTemplate.Word(text: text, line: item.line))
            }
        } else if let text = node.text, !text.utf8.contains(0) {
            let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !parts.contains(where: Self.wantsShell) else {
                add(
                    node.line, key, expected: expected + " without quotes and shell signs", value: LogText.quoted(text),
                    hint: "no shell reads it; write a list, one argument each: [program, \"first argument\"]")
                return nil
            }
            words = parts.map { RunnerTemplate.Word(text: $0, line: node.line) }
        } else {
            add(node.line, key, expected: expected, value: node.shown)
            return nil
        }
        guard let program = words.first, key != "command" || !program.text.isEmpty else {
            add(node.line, key, expected: expected, value: "nothing")
            return nil
        }
        return RunnerTemplate.Words(words: words, line: node.line)
    }

    /// Quotes and operators in a text that is only split mean that somebody expects a shell.
    static func wantsShell(_ word: String) -> Bool {
        word.contains("\"") || word.contains("'") || ["|", "||", "&", "&&", ";", ">", ">>", "<", "2>&1"].contains(word)
    }

    private mutating func delivery(_ node: Node) -> RunnerTemplate.Asked? {
        let names = Runner.Delivery.allCases.map(\.rawValue)
        guard let text = node.text, let delivery = Runner.Delivery(rawValue: text) else {
            let hint = node.text.flatMap { nearest($0, in: names) }.map { "did you mean \($0)?" }
            add(node.line, "prompt", expected: "one of " + names.joined(separator: ", "), value: node.shown, hint: hint)
            return nil
        }
        return RunnerTemplate.Asked(delivery: delivery, line: node.line)
    }

    private mutating func environment(_ node: Node) -> [String] {
        let items: [Node]
        if node.isNothing { return [] }
        if case .sequence(let sequence) = node { items = Array(sequence) } else { items = [node] }
        var names: [String] = []
        for item in items {
            guard let text = item.text, DotEnv.isName(text.hasSuffix("*") ? String(text.dropLast()) : text) else {
                add(
                    item.line, "env", expected: "a variable's name, such as MY_KEY or MY_*", value: item.shown,
                    hint: item.text?.contains("=") == true ? "values are not set here, only names that are passed on" : nil)
                continue
            }
            names.append(text)
        }
        return names
    }

    private mutating func add(_ line: Int, _ key: String?, expected: String, value: String? = nil, hint: String? = nil) {
        let full = ["runners", name, key].compactMap { $0 }.joined(separator: ".")
        issues.append(SettingsIssue(.file(file, line: line), key: full, expected: expected, value: value, hint: hint))
    }
}
