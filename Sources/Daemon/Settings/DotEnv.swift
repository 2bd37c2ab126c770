/// The variables of a `.env` file: `NAME=value`, with `export` before it or not, `#` comments, and quotes.
///
/// Within single quotes nothing is special; within double ones `\n`, `\t`, `\"`, `\\` and `\$`. Nothing is expanded.
struct DotEnv {
    struct Entry: Hashable {
        var value: String
        var line: Int
    }

    private(set) var entries: [String: Entry] = [:]
    private(set) var issues: [SettingsIssue] = []

    /// Of a name that is there twice the last one counts, as shells do it.
    init(parsing text: String, name: String = ".env") {
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var line = raw.drop(while: Self.isBlank)
            guard let first = line.first, first != "#" else { continue }
            if line.hasPrefix("export"), line.dropFirst(6).first.map(Self.isBlank) == true {
                line = line.dropFirst(6).drop(while: Self.isBlank)
            }
            let key = line.prefix { $0 != "=" }
            let trimmed = String(key.reversed().drop(while: Self.isBlank).reversed())
            guard key.endIndex != line.endIndex, Self.isName(trimmed) else {
                issues.append(SettingsIssue(file: name, line: index + 1, expected: "NAME=value or a comment"))
                continue
            }
            guard let value = Self.value(line[line.index(after: key.endIndex)...]) else {
                issues.append(
                    SettingsIssue(.file(name, line: index + 1), key: trimmed, expected: "a closing quote and nothing after it"))
                continue
            }
            entries[trimmed] = Entry(value: value, line: index + 1)
        }
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
    }

    /// The value after the equals sign; nil where a quote is not closed.
    private static func value(_ text: Substring) -> String? {
        let body = text.drop(while: isBlank)
        guard let quote = body.first, quote == "\"" || quote == "'" else {
            return unquoted(body)
        }
        var result = ""
        var index = body.index(after: body.startIndex)
        while index < body.endIndex {
            let character = body[index]
            index = body.index(after: index)
            if character == quote {
                let rest = body[index...].drop(while: isBlank)
                return rest.isEmpty || rest.first == "#" ? result : nil
            }
            guard character == "\\", quote == "\"", index < body.endIndex else {
                result.append(character)
                continue
            }
            let escaped = body[index]
            index = body.index(after: index)
            switch escaped {
            case "n": result.append("\n")
            case "t": result.append("\t")
            case "\"", "\\", "$": result.append(escaped)
            default: result += "\\\(escaped)"
            }
        }
        return nil
    }

    /// Up to a comment, which begins with a blank and `#`.
    private static func unquoted(_ body: Substring) -> String {
        var result = ""
        var blanks = ""
        for character in body {
            if isBlank(character) {
                blanks.append(character)
            } else if character == "#", !blanks.isEmpty || result.isEmpty {
                break
            } else {
                result += blanks + String(character)
                blanks = ""
            }
        }
        return result
    }
}
