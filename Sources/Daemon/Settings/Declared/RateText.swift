import Pulses
import StrictJSON

/// How a rate is written: `10/minute`, `10 per minute`, `2/s`.
enum RateText {
    static let example = "a rate such as 10/minute"
    static let counts = 1...10_000

    /// What is wrong with a text, to be read after the word `expected`.
    struct Fault: Error {
        var expected = RateText.example
        var hint: String?
    }

    private static let units: [(name: String, others: Set<String>, window: Duration)] = [
        ("second", ["seconds", "sec", "secs", "s"], .seconds(1)), ("minute", ["minutes", "min", "mins", "m"], .seconds(60)),
        ("hour", ["hours", "hr", "hrs", "h"], .seconds(3600)),
    ]

    static func parse(_ text: String) throws(Fault) -> PoolLimits.Rate {
        let parts = text.replacing("/", with: " per ").split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        guard parts.count == 3, parts[1] == "per" else { throw Fault(hint: "write how many, and in what: 10/minute") }
        let window = try window(parts[2])
        guard let count = Int(parts[0]), counts.contains(count) else {
            throw Fault(
                expected: "\(counts.lowerBound) to \(counts.upperBound) per second, minute or hour",
                hint: Int(parts[0]) == 0 ? PoolDecoder.remedyForZero : nil)
        }
        return PoolLimits.Rate(count: count, window: window)
    }

    private static func window(_ word: String) throws(Fault) -> Duration {
        if let unit = units.first(where: { $0.name == word || $0.others.contains(word) }) { return unit.window }
        let names = units.map(\.name)
        let hint = ["day", "days", "d"].contains(word) ? "runs of a day are limited by daily: 500" : nearest(word, in: names)
        throw Fault(
            expected: "a rate per " + names.joined(separator: ", "),
            hint: hint.map { names.contains($0) ? "did you mean \($0)?" : $0 })
    }
}
