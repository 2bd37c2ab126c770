/// A length of time as settings and flags write it: `500ms`, `30s`, `1h 30m`, `2 days`, `PT5M`.
///
/// Elapsed time: a day has 24 hours and a week 7 days; months and years are refused. Resolution is a millisecond.
public struct HumanDuration: Hashable, Sendable, CustomStringConvertible {
    public var duration: Duration

    public init(_ duration: Duration) {
        self.duration = duration
    }

    /// - Throws: ``TimeError`` with `empty`, `tooLong`, `bareNumber`, `badDuration` or `outOfRange` (more
    ///   than some ten thousand years).
    public init(parsing text: String) throws(TimeError) {
        try TimePhrase.checkLength(text)
        var parser = PhraseParser(text)
        guard let first = parser.tokens.first else {
            throw TimeError(.empty, value: "", message: "a duration is missing; write for example 30s, 5m or 1h 30m")
        }
        if parser.tokens.count == 1, first.number != nil {
            throw parser.error(
                .bareNumber, nil, "\(shown(first.text)) has no unit; \(UnitSet.elapsed.remedy)", hint: "\(first.text)s, \(first.text)m")
        }
        if first.isSymbol("-") {
            throw parser.error(.badDuration, nil, "\(shown(parser.trimmed)) is negative; a duration counts forward")
        }
        let parsed = try parser.duration(.elapsed)
        guard parsed.months == 0 else {
            throw parser.error(
                .badDuration, nil, "\(shown(parser.trimmed)) has months or years, which have no fixed length; \(UnitSet.elapsed.remedy)",
                unit: parser.trimmed)
        }
        guard let milliseconds = parsed.elapsedMilliseconds else { throw parser.durationOutOfRange() }
        duration = .milliseconds(milliseconds)
    }

    /// The duration of a text; see ``init(parsing:)``.
    public static func parse(_ text: String) throws(TimeError) -> Duration {
        try HumanDuration(parsing: text).duration
    }

    /// The two largest units, the rest dropped: `250ms`, `3m 12s`, `1h 05m`, `2d 3h`; see ``description``.
    public static func format(_ duration: Duration) -> String {
        HumanDuration(duration).description
    }

    /// The two largest units, the rest dropped: `250ms`, `3m 12s`, `1h 05m`, `2d 3h`; `0s` for less than a millisecond.
    ///
    /// Minutes and seconds after another unit have two digits. A part that is zero is left out. For durations that are
    /// not negative the text can be parsed again.
    public var description: String {
        let total = duration.wholeMilliseconds
        guard total != 0 else { return "0s" }
        let size = Int64(total.magnitude)
        let parts = [
            (size / 86_400_000, "d", 1), (size / 3_600_000 % 24, "h", 1), (size / 60_000 % 60, "m", 2), (size / 1000 % 60, "s", 2),
            (size % 1000, "ms", 1),
        ]
        let largest = parts.firstIndex { $0.0 > 0 } ?? 4
        var text = "\(total < 0 ? "-" : "")\(parts[largest].0)\(parts[largest].1)"
        if largest + 1 < parts.count, parts[largest + 1].0 > 0 {
            let (value, unit, width) = parts[largest + 1]
            text += " \(padded(value, width))\(unit)"
        }
        return text
    }
}
