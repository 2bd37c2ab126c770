import Pulses
import Recurrence
import Yams

/// Reads one pool of the file: a number, which is its capacity, or a map of limits.
struct PoolDecoder {
    let name: String
    let zones: any ZoneSource
    private(set) var issues: [SettingsIssue] = []

    static let remedyForZero = "to hold work back, pause it instead: `upbeat pause NAME`, or `upbeat pause --all`"

    private static let keys = ["capacity", "rate", "daily", "zone"]
    private static let capacities: ClosedRange<Int64> = 1...10_000
    private static let days: ClosedRange<Int64> = 1...1_000_000
    private static let expected = "a number of runs at once, or a map with capacity, rate or daily"

    init(name: String, zones: any ZoneSource) {
        self.name = name
        self.zones = zones
    }

    /// What the pool allows, its zone empty where it names none; nil after issues.
    mutating func decode(_ node: Node, file: String, line: Int) -> PoolLimits? {
        let key = "pools.\(name)"
        if let text = node.text {
            guard let capacity = Self.number(text, Self.capacities) else {
                refuse(file, node.line, key, Self.range("a number of runs at once", Self.capacities), node.shown, Self.hint(text))
                return nil
            }
            return PoolLimits(capacity: capacity, zone: "")
        }
        var reader = NodeReader(node, file: file, path: key, line: line, known: Self.keys, expected: Self.expected)
        let limits = PoolLimits(
            capacity: Self.number("capacity", Self.capacities, &reader), rate: Self.rate(&reader),
            daily: Self.number("daily", Self.days, &reader), zone: zone(&reader))
        issues += reader.issues
        if issues.isEmpty, limits.capacity == nil, limits.rate == nil, limits.daily == nil {
            refuse(file, line, key, "at least one limit: capacity, rate or daily", nil, "as in \(name): 1, which lets one run at once")
        }
        return issues.isEmpty ? limits : nil
    }

    private static func number(_ key: String, _ range: ClosedRange<Int64>, _ reader: inout NodeReader) -> Int? {
        let expected = Self.range("a number", range)
        guard let text = reader.text(key, expected: expected) else { return nil }
        if let number = number(text, range) { return number }
        reader.refuse(key, expected: expected, value: LogText.quoted(text), hint: hint(text))
        return nil
    }

    private static func rate(_ reader: inout NodeReader) -> PoolLimits.Rate? {
        guard let text = reader.text("rate", expected: RateText.example) else { return nil }
        do throws(RateText.Fault) {
            return try RateText.parse(text)
        } catch {
            reader.refuse("rate", expected: error.expected, value: LogText.quoted(text), hint: error.hint)
            return nil
        }
    }

    private func zone(_ reader: inout NodeReader) -> String {
        guard let text = reader.text("zone", expected: SettingKind.zone.expectation) else { return "" }
        do throws(TimeError) {
            return try zones.zone(named: text).identifier
        } catch {
            reader.refuse("zone", expected: SettingKind.zone.expectation, value: LogText.quoted(text), hint: error.hint)
            return ""
        }
    }

    private static func number(_ text: String, _ range: ClosedRange<Int64>) -> Int? {
        Int64(text).flatMap { range.contains($0) ? Int($0) : nil }
    }

    private static func range(_ what: String, _ range: ClosedRange<Int64>) -> String {
        "\(what) from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func hint(_ text: String) -> String? { Int64(text) == 0 ? remedyForZero : nil }

    private mutating func refuse(_ file: String, _ line: Int, _ key: String, _ expected: String, _ value: String?, _ hint: String?) {
        issues.append(SettingsIssue(.file(file, line: line), key: key, expected: expected, value: value, hint: hint))
    }
}
