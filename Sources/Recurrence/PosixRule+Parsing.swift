extension PosixRule {
    /// Parses a TZ string as RFC 9636 section 3.3.1 narrows POSIX down to: `EST5EDT,M3.2.0,M11.1.0`, `<+03>-3`.
    ///
    /// Returns nil for anything else, a daylight saving time without its dates included.
    ///
    /// - Parameter isExtended: whether changes may be at -167 to 167 hours, as in TZif files of version 3, instead of 0 to 24.
    init?(parsing text: some Sequence<UInt8>, isExtended: Bool) {
        var scanner = PosixRuleScanner(bytes: Array(text))
        guard scanner.takeName(), let standard = scanner.offset() else { return nil }
        self.standard = standard
        guard !scanner.isAtEnd else {
            saving = nil
            return
        }
        guard scanner.takeName(), let offset = scanner.current == UInt8(ascii: ",") ? standard + 3600 : scanner.offset(),
            let start = scanner.change(isExtended), let end = scanner.change(isExtended), scanner.isAtEnd
        else { return nil }
        saving = Saving(offset: offset, start: start, end: end)
    }
}

/// Reads the parts of a TZ string one after the other; nil and false mean that the part is not there or not valid.
private struct PosixRuleScanner {
    let bytes: [UInt8]
    var position = 0

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }
    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = current, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    /// Three or more letters; between `<` and `>` also digits and signs.
    mutating func takeName() -> Bool {
        let isQuoted = take("<")
        let name = bytes[position...].prefix { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
            default: false
            }
        }
        position += name.count
        return name.count >= 3 && (!isQuoted || take(">"))
    }

    /// Up to three digits.
    mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        position += digits.count
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(value) ? value : nil
    }

    /// `[+-]h[:m[:s]]` in seconds.
    mutating func clock(hours: ClosedRange<Int>, isSigned: Bool) -> Int64? {
        let isNegative = isSigned && take("-")
        _ = isSigned && !isNegative && take("+")
        guard let hour = number(hours) else { return nil }
        var seconds = hour * 3600
        for unit in [60, 1] where take(":") {
            guard let value = number(0...59) else { return nil }
            seconds += value * unit
        }
        return Int64(isNegative ? -seconds : seconds)
    }

    /// Seconds ahead of UTC; the text counts those behind.
    mutating func offset() -> Int64? {
        clock(hours: 0...24, isSigned: true).map { -$0 }
    }

    /// `,date[/time]`; without a time it is 02:00:00.
    mutating func change(_ isExtended: Bool) -> PosixRule.Change? {
        guard take(","), let day = day() else { return nil }
        guard take("/") else { return PosixRule.Change(day: day, time: 7200) }
        return clock(hours: isExtended ? 0...167 : 0...24, isSigned: isExtended).map { PosixRule.Change(day: day, time: $0) }
    }

    mutating func day() -> PosixRule.Day? {
        if take("J") {
            return number(1...365).map { .julian($0) }
        }
        guard take("M") else { return number(0...365).map { .ordinal($0) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."), let weekday = number(0...6) else { return nil }
        return .weekday(weekday, week: week, month: month)
    }
}
