import Recurrence

/// An interval as people give it: the length alone.
package struct EveryText: Hashable, Sendable {
    /// Without the word `every`.
    package var length: String

    private static let word = "every "

    /// Nil for a rule that is not kept as an interval.
    package init?(_ rule: String) {
        guard rule.hasPrefix(Self.word) else { return nil }
        length = String(rule.dropFirst(Self.word.count))
    }

    /// The rule for a length, and how many characters it begins with that nobody wrote.
    static func rule(_ text: String) -> (text: String, added: Int) {
        let lower = text.lowercased()
        let isISO = lower.hasPrefix("p") && lower.dropFirst().first.map { $0 == "t" || $0.isNumber } == true
        if isISO || lower.hasPrefix("@") || lower.hasPrefix("every") { return (text, 0) }
        return (word + text, word.count)
    }

    /// The rule as it is kept: whatever the form it came in, one that is read back as a length.
    static func kept(_ text: String, _ rule: RecurrenceRule) -> String {
        text.hasPrefix(word) ? text : String(rule.description.drop { $0 == "@" })
    }
}
