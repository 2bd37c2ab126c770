/// The number of a pulse: positive, given by the store, never used again.
package struct PulseID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var value: Int64

    package init(_ value: Int64) { self.value = value }

    package var description: String { String(value) }

    package static func < (a: PulseID, b: PulseID) -> Bool { a.value < b.value }
}

/// One life of one daemon. Every claim names it as its owner; a host name is never an owner, because hosts are used again.
package struct BootID: Hashable, Sendable, CustomStringConvertible {
    package var text: String

    package init(_ text: String) { self.text = text }

    /// 96 random bits as 24 hexadecimal digits.
    package static func random(using generator: inout some RandomNumberGenerator) -> BootID {
        let digits = Array("0123456789abcdef")
        return BootID(String((0..<24).map { _ in digits[Int.random(in: 0..<16, using: &generator)] }))
    }

    package var description: String { text }
}

/// One execution of one pulse. Every change of state names it, so that a stale worker's write changes nothing.
package struct RunKey: Hashable, Sendable, CustomStringConvertible {
    package var pulse: PulseID
    /// Counts from 1 within the pulse; lost and given back attempts have numbers too.
    package var attempt: Int

    package init(pulse: PulseID, attempt: Int) {
        self.pulse = pulse
        self.attempt = attempt
    }

    package var description: String { "\(pulse)/\(attempt)" }
}
