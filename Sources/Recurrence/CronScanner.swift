/// Reads the items of a cron expression's fields, one after the other, from its bytes.
struct CronScanner {
    let bytes: [UInt8]
    let dialect: CronExpression.Dialect
    var position: Int
    /// Behind the last byte that is looked at.
    var end: Int
    var field = TimeField.minute

    /// The byte at the position; a blank at the end.
    var current: UInt8 { position < end ? bytes[position] : UInt8(ascii: " ") }

    var isAtFieldEnd: Bool { current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") }

    var isAtItemEnd: Bool { current == UInt8(ascii: ",") || isAtFieldEnd }

    mutating func skipBlanks() {
        while position < end, isAtFieldEnd {
            position += 1
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < end, current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Reads what stands between commas, and stops at the comma or blank behind it.
    mutating func item() throws(CronFailure) -> CronSyntax.Item {
        let start = position
        let kind = try kind()
        var step: Int?
        if current == UInt8(ascii: "/") {
            switch kind {
            case .all, .value, .range, .hashed: step = try self.step()
            default: throw failure(.badStep, from: position)
            }
        }
        guard isAtItemEnd else { throw leftover(kind, step, start) }
        return CronSyntax.Item(kind: kind, step: step, range: start..<position)
    }

    private mutating func kind() throws(CronFailure) -> CronSyntax.Kind {
        let start = position
        switch current {
        case UInt8(ascii: "*"):
            position += 1
            return .all
        case UInt8(ascii: "?"):
            guard field.isDay else { throw failure(.misplacedSpecial, start..<start + 1) }
            position += 1
            return .any
        case let byte where byte.isDigit: return try continued(try value(), start)
        case let byte where byte.isLetter: return try word()
        case UInt8(ascii: "-"): throw failure(.badRange, from: start)
        case UInt8(ascii: "/"): throw failure(.badStep, from: start)
        case UInt8(ascii: "#") where field == .dayOfWeek: throw failure(.badNth, from: start)
        case UInt8(ascii: "#"), UInt8(ascii: "+"): throw failure(.misplacedSpecial, start..<start + 1)
        case _ where isAtItemEnd: throw missingItem(start)
        default: throw failure(.badChar, start..<start + 1)
        }
    }

    /// What a value begins: itself, a range, or a weekday or date with its modifier.
    private mutating func continued(_ value: Int, _ start: Int) throws(CronFailure) -> CronSyntax.Kind {
        switch current {
        case UInt8(ascii: "-"):
            position += 1
            let last = try rangeEnd(start)
            guard value <= last || (field != .year && dialect != .rustCron) else { throw failure(.badRange, from: start) }
            return .range(value, last)
        case UInt8(ascii: "#"):
            guard field == .dayOfWeek else { throw failure(.misplacedSpecial, position..<position + 1) }
            return try nth(of: value)
        case UInt8(ascii: "W"), UInt8(ascii: "w"):
            guard field == .dayOfMonth else { throw failure(.misplacedSpecial, position..<position + 1) }
            position += 1
            return .workday(value)
        case UInt8(ascii: "L"), UInt8(ascii: "l"):
            guard field.isDay else { throw failure(.misplacedSpecial, position..<position + 1) }
            guard field == .dayOfWeek else { throw failure(.badModifier, from: start) }
            position += 1
            return .lastWeekday(value)
        default: return .value(value)
        }
    }

    /// Reads what stands behind `-`.
    private mutating func rangeEnd(_ start: Int) throws(CronFailure) -> Int {
        if current.isDigit {
            return try value()
        }
        let word = letters()
        guard word.count > 2 else { throw failure(.badRange, from: start) }
        if let number = CronName.number(of: word, in: field) {
            return number
        }
        let isLast = field == .dayOfWeek && word.last.isLetterL && CronName.number(of: word.dropLast(), in: field) != nil
        throw isLast ? failure(.badModifier, from: start) : failure(.unknownName, word.startIndex..<word.endIndex)
    }

    /// Reads `MON`, `FRIL`, `L`, `LW`, `L-3`, `H` and what goes on from them.
    private mutating func word() throws(CronFailure) -> CronSyntax.Kind {
        let word = letters()
        let range = word.startIndex..<word.endIndex
        if word.count <= 2 {
            switch (word.first.map { $0 | 0x20 }, word.dropFirst().first.map { $0 | 0x20 }) {
            case (UInt8(ascii: "h"), nil): return .hashed(try hashedRange())
            case (UInt8(ascii: "l"), nil) where field == .dayOfMonth: return try last(range.lowerBound)
            case (UInt8(ascii: "l"), UInt8(ascii: "w")) where field == .dayOfMonth: return .lastWorkday(0)
            case (UInt8(ascii: "l"), nil) where field == .dayOfWeek && current.isDigit: throw failure(.badModifier, from: range.lowerBound)
            case (UInt8(ascii: "l"), nil) where field == .dayOfWeek && dialect == .quartz && isAtItemEnd: return .value(6)
            case (UInt8(ascii: "w"), nil) where field == .dayOfMonth: throw failure(.badModifier, from: range.lowerBound)
            case (UInt8(ascii: "l"), nil), (UInt8(ascii: "l"), UInt8(ascii: "w")), (UInt8(ascii: "w"), nil):
                throw failure(.misplacedSpecial, range)
            default: throw failure(.unknownName, range)
            }
        }
        if let number = CronName.number(of: word, in: field) {
            return try continued(number, range.lowerBound)
        }
        if field == .dayOfWeek, word.last.isLetterL, let weekday = CronName.number(of: word.dropLast(), in: field) {
            return .lastWeekday(weekday)
        }
        throw failure(.unknownName, range)
    }

    /// Reads what stands behind `L` in the days of the month.
    private mutating func last(_ start: Int) throws(CronFailure) -> CronSyntax.Kind {
        guard !current.isDigit else { throw failure(.badModifier, from: start) }
        guard take("-") else { return .last(0) }
        let offsetStart = position
        guard let offset = number() else { throw failure(.badLastOffset, from: start) }
        guard (1...30).contains(offset) else { throw failure(.badLastOffset, offsetStart..<position) }
        return take("W") || take("w") ? .lastWorkday(offset) : .last(offset)
    }

    /// Reads `#2` or `#L`.
    private mutating func nth(of weekday: Int) throws(CronFailure) -> CronSyntax.Kind {
        let start = position
        position += 1
        if take("L") || take("l") {
            return .lastWeekday(weekday)
        }
        guard let nth = number() else { throw failure(.badNth, from: start) }
        guard (1...5).contains(nth) else { throw failure(.badNth, start + 1..<position) }
        return .nth(weekday: weekday, nth)
    }

    /// Reads `(a-b)` if it is there.
    private mutating func hashedRange() throws(CronFailure) -> ClosedRange<Int>? {
        let start = position
        guard take("(") else { return nil }
        guard let first = try boundOfHash(), take("-"), let last = try boundOfHash(), take(")"), first <= last else {
            throw failure(.badRange, from: start)
        }
        return first...last
    }

    private mutating func boundOfHash() throws(CronFailure) -> Int? {
        current.isDigit ? try value() : CronName.number(of: letters(), in: field)
    }

    private mutating func step() throws(CronFailure) -> Int {
        position += 1
        let start = position
        guard let step = number() else { throw failure(.badStep, from: isAtItemEnd ? start - 1 : start) }
        guard isAtItemEnd else { return step }
        guard step > 0 else { throw failure(.zeroStep, start..<position) }
        guard step <= field.longestStep ?? .max else { throw failure(.stepTooLarge, start..<position) }
        return step
    }

    /// Reads a number within the field's bounds; weekdays of other dialects become ours.
    private mutating func value() throws(CronFailure) -> Int {
        let start = position
        guard let number = number(), field.bounds(in: dialect).contains(number) else { throw failure(.outOfRange, start..<position) }
        return field == .dayOfWeek && dialect != .upbeat ? number - 1 : number
    }

    /// Reads digits; held below a hundred thousand, which is beyond every bound.
    private mutating func number() -> Int? {
        guard current.isDigit else { return nil }
        var number = 0
        repeat {
            number = min(number * 10 + Int(current & 0x0F), 99_999)
            position += 1
        } while current.isDigit
        return number
    }

    private mutating func letters() -> ArraySlice<UInt8> {
        let start = position
        while current.isLetter {
            position += 1
        }
        return bytes[start..<position]
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }

    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
}

extension UInt8? {
    var isLetterL: Bool { self == UInt8(ascii: "L") || self == UInt8(ascii: "l") }
}
