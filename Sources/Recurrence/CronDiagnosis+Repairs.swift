extension CronDiagnosis {
    /// What to write instead of a text with too few or too many fields.
    var fieldCountHint: String? {
        if fields.count == 1 {
            return oneWordHint
        }
        if dialect != .upbeat, fields.count == 5 {
            return suggestion([replacingFields(with: ["0"] + fields)]).map { "the second comes first: \($0)" }
        }
        guard fields.count == 4, dialect == .upbeat else { return commandHint }
        let all = TimeField.cronFields(count: 5) ?? []
        for index in [4, 3, 2, 1, 0] {
            let candidate = replacingFields(with: fields[..<index] + [index == 0 ? "0" : "*"] + fields[index...])
            if isValid(candidate) {
                return "the \(all[index].title) is missing: did you mean `\(candidate)`?"
            }
        }
        return nil
    }

    private var oneWordHint: String? {
        let word = fields[0].lowercased()
        if word.hasPrefix("r"), let duration = fields[0].split(separator: "/").last(where: { $0.hasPrefix("P") || $0.hasPrefix("p") }) {
            return "did you mean `every \(duration)`?"
        }
        if (try? HumanDuration(parsing: word)) != nil {
            return "did you mean `every \(fields[0])`?"
        }
        let spaced = String(fields[0].map { ";_|".contains($0) ? " " : $0 })
        return suggestion([spaced, fields[0].replacing(",", with: " ")])
            ?? nearestName(word, in: CronMacro.names.map { String($0.dropFirst()) }).map { "did you mean `@\($0)`?" }
    }

    /// For lines of a crontab, with a command or a user behind the fields.
    var commandHint: String? {
        let count = dialect == .upbeat ? 5 : 6
        guard fields.count > count else { return nil }
        let fault = failure.code == .fieldCount ? "" : fieldText
        guard !fields.prefix(count).contains(fault) else { return nil }
        return suggestion([replacingFields(with: Array(fields.prefix(count)))]).map { "a schedule ends with its fields: \($0)" }
    }

    /// The text with another field in place of the wrong one.
    func replacingField(with field: String) -> String {
        var fields = fields
        guard let index = fields.firstIndex(of: fieldText) else { return text }
        fields[index] = field
        return replacingFields(with: fields)
    }

    /// What the text is with characters of a schedule in place of those that look like them.
    var badCharacterHint: String? {
        var repaired = ""
        for scalar in text.unicodeScalars {
            repaired += Self.lookalike(of: scalar) ?? String(scalar)
        }
        let base = item.filter { $0 != "*" }
        let candidates = [
            repaired, repaired.filter { $0 != "\\" }, text.replacing("..", with: "-"),
            replacingItem(with: "H(\(item.replacing("~", with: "-")))"),
            replacingItem(with: item.hasPrefix("*") && !base.allSatisfy(\.isNumber) || base.isEmpty ? "*" : "*/\(base)"),
            replacingItem(with: item.first?.isNumber == true ? String(item.prefix(while: \.isNumber)) : item),
        ]
        return suggestion(candidates)
            ?? Self.lookalike(of: value.unicodeScalars.first ?? " ").map {
                $0.isEmpty ? "leave it out" : $0 == " " ? "write a blank" : "did you mean \($0)?"
            }
    }

    /// The character of a schedule that another one looks like, or stands for in other places; empty for quotes and what
    /// cannot be seen.
    private static func lookalike(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x22, 0x27, 0x60, 0xB4, 0xAB, 0xBB, 0x2018...0x201F, 0x2039, 0x203A: ""
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: ""
        case 0x3B, 0x7C, 0x060C, 0x3001: ","
        case 0x2010...0x2015, 0x2212: "-"
        case 0x2044, 0x2215: "/"
        case 0x204E, 0x2217, 0x2731, 0x22C6, 0xD7: "*"
        case 0xFF01...0xFF5E: String(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
        case _ where scalar.properties.isWhitespace: " "
        case _ where !scalar.isASCII && scalar.properties.numericType == .decimal: String(Int(scalar.properties.numericValue ?? 0))
        default: nil
        }
    }
}
