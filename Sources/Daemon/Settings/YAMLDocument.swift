import Yams

/// One YAML document as nodes with their lines; JSON is YAML too.
enum YAMLDocument {
    /// The root; nil for an empty document, or one of comments.
    static func root(of file: ConfigurationText) throws(SettingsIssue) -> Node? {
        try AliasGuard.check(file)
        do {
            return try Parser(yaml: file.text, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw issue(error, in: file)
        } catch {
            throw SettingsIssue(file: file.name, expected: "YAML", value: "what cannot be read as such")
        }
    }

    /// The parser's error with its line. The file's text, which Yams attaches, is left out: it may hold secrets.
    private static func issue(_ error: YamlError, in file: ConfigurationText) -> SettingsIssue {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let around = context.map { " \($0.text) (line \($0.mark.line))" } ?? ""
            return SettingsIssue(
                file: file.name, line: mark.line, expected: "YAML", value: problem + around,
                hint: remedy(problem, line(mark.line, of: file)))
        case .composer(_, let problem, let mark, _):
            return SettingsIssue(file: file.name, line: mark.line, expected: "one YAML document", value: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return duplicate(duplicates.first ?? "", context.mark, in: file)
        case .reader(let problem, _, _, _):
            return SettingsIssue(file: file.name, expected: "UTF-8 text", value: problem)
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return SettingsIssue(file: file.name, expected: "YAML", value: "what cannot be read as such")
        }
    }

    private static func remedy(_ problem: String, _ line: Substring) -> String? {
        if line.contains("\t") { return "indent with spaces; there is a tab in this line" }
        if problem.contains("mapping values are not allowed") { return "a value that holds \": \" must be in quotes" }
        if line.contains("cron:") { return "put the expression in quotes: cron: \"*/5 * * * *\"" }
        if problem.contains("cannot start any token") { return "put the value in quotes" }
        return nil
    }

    /// Yams tells the first place of a key that is there twice; the second one is looked for in the same column.
    private static func duplicate(_ key: String, _ first: Mark, in file: ConfigurationText) -> SettingsIssue {
        let lines = lines(of: file)
        let again = lines.indices.dropFirst(first.line).first { index in
            let place = lines[index].unicodeScalars.dropFirst(first.column - 1)
            let bare = String(String.UnicodeScalarView(place)).drop { $0 == "\"" || $0 == "'" }
            guard bare.hasPrefix(key) else { return false }
            let rest = bare.dropFirst(key.count).drop { $0 == "\"" || $0 == "'" || $0 == " " }
            return rest.first == ":"
        }
        return SettingsIssue(
            .file(file.name, line: again.map { $0 + 1 } ?? first.line), key: key, expected: "every key once",
            value: "it again (first in line \(first.line))", hint: "remove one of them")
    }

    private static func line(_ number: Int, of file: ConfigurationText) -> Substring {
        let lines = lines(of: file)
        return lines.indices.contains(number - 1) ? lines[number - 1] : ""
    }

    private static func lines(of file: ConfigurationText) -> [Substring] {
        file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }
}
