import StrictJSON
import Yams

/// Reads the keys of one map of a file, and collects what is wrong with them.
struct NodeReader {
    let file: String
    /// The dotted name of the map: `schedules.backup`.
    let path: String
    private let values: [String: Node]
    /// Of each key.
    let lines: [String: Int]
    private(set) var issues: [SettingsIssue] = []

    /// - Parameter line: of the map's name.
    init(_ node: Node, file: String, path: String, line: Int, known: [String], expected: String) {
        self.file = file
        self.path = path
        var (values, lines, issues): ([String: Node], [String: Int], [SettingsIssue]) = ([:], [:], [])
        func add(_ line: Int, _ key: String?, expected: String, value: String? = nil, hint: String? = nil) {
            let full = [path, key ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
            issues.append(
                SettingsIssue(.file(file, line: line), key: full.isEmpty ? nil : full, expected: expected, value: value, hint: hint))
        }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let name = key.scalar?.string, known.contains(name) else {
                    let name = key.scalar?.string ?? "?"
                    let hint = nearest(name, in: known).map { "did you mean \($0)?" } ?? "known here: " + known.joined(separator: ", ")
                    add(key.line, name, expected: "a known key", hint: hint)
                    continue
                }
                guard !value.isNothing else { continue }
                values[name] = value
                lines[name] = value.line
            }
        default:
            if !node.isNothing { add(node.line, nil, expected: expected, value: node.shown) }
        }
        (self.values, self.lines, self.issues) = (values, lines, issues)
    }

    func has(_ key: String) -> Bool { values[key] != nil }

    func node(_ key: String) -> Node? { values[key] }

    mutating func text(_ key: String, expected: String = "a text") -> String? {
        guard let node = values[key] else { return nil }
        guard let text = node.text else {
            refuse(key, node, expected)
            return nil
        }
        return text
    }

    /// A list, or one text in its place.
    mutating func texts(_ key: String) -> [String]? {
        guard let node = values[key] else { return nil }
        let items: [Node]
        if case .sequence(let sequence) = node { items = Array(sequence) } else { items = [node] }
        var texts: [String] = []
        for item in items {
            if let text = item.text { texts.append(text) } else { refuse(key, item, "a text") }
        }
        return texts
    }

    mutating func integer(_ key: String) -> Int64? {
        guard let node = values[key] else { return nil }
        guard let text = node.text, let number = Int64(text) else {
            refuse(key, node, "a whole number")
            return nil
        }
        return number
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let node = values[key] else { return nil }
        switch node.text?.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            refuse(key, node, "true or false")
            return nil
        }
    }

    /// Names with texts.
    mutating func map(_ key: String) -> [String: String]? {
        guard let node = values[key] else { return nil }
        guard case .mapping(let mapping) = node else {
            refuse(key, node, "names with values")
            return nil
        }
        var map: [String: String] = [:]
        for (name, value) in mapping {
            // An empty value is written "".
            guard let name = name.scalar?.string, let text = value.text else {
                refuse(key, value, "a text")
                continue
            }
            map[name] = text
        }
        return map
    }

    /// A program and its arguments: a list, or one text that is split at blanks, since no shell reads it.
    mutating func command(_ key: String) -> [String]? {
        guard let node = values[key] else { return nil }
        if case .sequence = node { return texts(key) }
        guard let text = node.text else {
            refuse(key, node, "the program and its arguments")
            return nil
        }
        let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !parts.contains(where: RunnerDecoder.wantsShell) else {
            refuse(
                key, node, "the program and its arguments without quotes and shell signs",
                hint: "no shell reads it; write a list, one argument each: [program, \"first argument\"]")
            return nil
        }
        return parts
    }

    /// The map below a key.
    func inner(_ key: String, known: [String], expected: String) -> NodeReader? {
        values[key].map { node in
            NodeReader(node, file: file, path: full(key), line: lines[key] ?? 1, known: known, expected: expected)
        }
    }

    func isList(_ key: String) -> Bool { if case .sequence = values[key] { true } else { false } }

    /// The text of a key, where it holds one and no list or map.
    func plain(_ key: String) -> String? { values[key]?.text }

    /// A value of any kind, as JSON knows it.
    mutating func json(_ key: String) -> JSON? {
        guard let node = values[key] else { return nil }
        guard let value = node.json else {
            refuse(key, node, "values that JSON knows, with texts as keys")
            return nil
        }
        return value
    }

    /// Takes over what was wrong in an inner map.
    mutating func take(_ inner: [SettingsIssue]) { issues += inner }

    mutating func refuse(_ key: String, expected: String, value: String? = nil, hint: String? = nil) {
        issues.append(
            SettingsIssue(
                .file(file, line: lines[key] ?? 1), key: full(key), expected: expected, value: value, hint: hint))
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private mutating func refuse(_ key: String, _ node: Node, _ expected: String, hint: String? = nil) {
        issues.append(
            SettingsIssue(.file(file, line: node.line), key: full(key), expected: expected, value: node.shown, hint: hint))
    }
}
