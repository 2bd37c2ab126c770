extension CronExpression {
    /// Whose cron a text is written for. It is never guessed: most texts mean something in each.
    public enum Dialect: String, Hashable, Sendable, CaseIterable {
        case upbeat
        /// The Rust crate `cron`: six or seven fields, weekdays 1 to 7 from Sunday, both day fields have to match, ranges
        /// do not wrap around, years end with 2100.
        case rustCron = "rust-cron"
        /// Quartz: six or seven fields, weekdays 1 to 7 from Sunday, `L` alone is a Saturday.
        case quartz
    }

    /// A valid expression in the language of this library, with one blank between its fields.
    static func canonical(_ text: String, _ dialect: Dialect) -> String {
        var fields = text.split(whereSeparator: { $0.isWhitespace }).map(String.init)
        let first = fields.firstIndex { !$0.contains("=") } ?? 0
        guard dialect != .upbeat, fields.count >= first + 6 else { return fields.joined(separator: " ") }
        let isRestricted = ![fields[first + 3], fields[first + 5]].contains { $0.hasPrefix("*") || $0.hasPrefix("?") || $0.hasPrefix("+") }
        fields[first + 5] = (isRestricted ? "+" : "") + weekdaysFromZero(fields[first + 5])
        return fields.joined(separator: " ")
    }

    /// Subtracts 1 from the weekdays of a field, but not from its steps and ordinals; `L` alone becomes Saturday.
    private static func weekdaysFromZero(_ field: String) -> String {
        let items = field.split(separator: ",").map { item in
            var result = item.hasPrefix("+") ? "+" : ""
            var rest = item.dropFirst(result.count)
            rest = rest.lowercased() == "l" ? "7" : rest
            while let character = rest.first {
                let digits = rest.prefix(while: \.isWholeNumber)
                if let number = Int(digits), result.last != "/", result.last != "#" {
                    result += String(number - 1)
                    rest = rest.dropFirst(digits.count)
                } else {
                    result += digits.isEmpty ? String(character) : String(digits)
                    rest = rest.dropFirst(max(digits.count, 1))
                }
            }
            return result
        }
        return items.joined(separator: ",")
    }
}
