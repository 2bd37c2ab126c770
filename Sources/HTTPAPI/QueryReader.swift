import Recurrence
import StrictJSON
import WireModel

/// Reads the parameters of a query and collects what is wrong with them.
struct QueryReader {
    enum Manner {
        /// Unknown and repeated parameters are errors.
        case strict
        /// Unknown ones are ignored, of repeated ones the last counts: what Reeve's routes did.
        case lenient
    }

    /// Errors that are told at most.
    private static let mostErrors = 20

    private var values: [String: String] = [:]
    private(set) var errors: [Problem.Field] = []

    init(_ query: String?, known: [String], manner: Manner = .strict) {
        for pair in (query ?? "").split(separator: "&") {
            guard errors.count < Self.mostErrors else {
                errors.append(Problem.Field(pointer: "", detail: "what follows was not looked at"))
                break
            }
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1] : ""
            guard let name = Self.decoded(parts.first ?? ""), let text = Self.decoded(value) else {
                errors.append(Problem.Field(pointer: "", detail: "the query is not percent-encoded UTF-8"))
                continue
            }
            if !known.contains(name) {
                guard manner == .strict else { continue }
                let hint = nearest(name, in: known).map { "; did you mean \($0)?" } ?? ""
                let list = known.isEmpty ? "there are none here" : "there are \(known.joined(separator: ", "))"
                fail(name, "unknown parameter; \(list)\(hint)")
            } else if manner == .strict, values[name] != nil {
                fail(name, "given more than once")
            }
            values[name] = text
        }
    }

    mutating func fail(_ name: String, _ detail: String) {
        errors.append(Problem.Field(pointer: String(name.prefix(80)), detail: detail))
    }

    func text(_ name: String) -> String? { values[name] }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>, default standard: Int64) -> Int64 {
        guard let text = values[name] else { return standard }
        guard let number = Self.number(text) else {
            fail(name, "not a whole number; \(range.lowerBound) to \(range.upperBound) are allowed")
            return standard
        }
        guard range.contains(number) else {
            fail(name, "\(number) is out of range; \(range.lowerBound) to \(range.upperBound) are allowed")
            return standard
        }
        return number
    }

    mutating func choice(_ name: String, of allowed: [String], default standard: String) -> String {
        guard let text = values[name] else { return standard }
        if !allowed.contains(text) { fail(name, "not known; there are \(allowed.joined(separator: ", "))") }
        return text
    }

    /// A time with its offset (RFC 3339); nil where none is given.
    mutating func instant(_ name: String) -> Instant? {
        guard let text = values[name] else { return nil }
        // In a query `+` is a space, unless it was encoded.
        guard let instant = Instant(rfc3339: text) ?? Instant(rfc3339: text.replacing(" ", with: "+")) else {
            fail(name, "not a time with an offset, such as 2026-01-20T09:00:00Z")
            return nil
        }
        return instant
    }

    mutating func duration(_ name: String, in range: ClosedRange<Duration>, default standard: Duration) -> Duration {
        guard let text = values[name] else { return standard }
        do throws(TimeError) {
            let duration = try HumanDuration.parse(text)
            guard range.contains(duration) else {
                let bounds = [range.lowerBound, range.upperBound].map(HumanDuration.format)
                fail(name, "\(HumanDuration.format(duration)) is out of range; \(bounds[0]) to \(bounds[1]) are allowed")
                return standard
            }
            return duration
        } catch {
            fail(name, error.description)
            return standard
        }
    }

    func finish() throws(DoorError) {
        guard errors.isEmpty else { throw .fields(errors) }
    }

    /// Digits, with a minus in front or not; nothing else that `Int64` would take.
    static func number(_ text: some StringProtocol) -> Int64? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// Percent-decoded, with `+` for a space; nil where that is no UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
