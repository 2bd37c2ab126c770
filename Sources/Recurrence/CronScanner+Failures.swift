extension CronScanner {
    func failure(_ code: TimeError.Code, _ range: Range<Int>) -> CronFailure {
        CronFailure(code: code, field: field, range: range)
    }

    /// A failure about all of the item from a position on.
    func failure(_ code: TimeError.Code, from start: Int) -> CronFailure {
        var rest = self
        while !rest.isAtItemEnd {
            rest.position += 1
        }
        return failure(code, start..<max(rest.position, start + 1))
    }

    /// The failure of a comma with nothing before or behind it, or of a lone `+`.
    func missingItem(_ position: Int) -> CronFailure {
        let isComma = position < end && bytes[position] == UInt8(ascii: ",")
        return failure(.emptyItem, isComma ? position..<position + 1 : position - 1..<position)
    }

    /// The failure of what stands behind a complete item that begins at `start`.
    func leftover(_ kind: CronSyntax.Kind, _ step: Int?, _ start: Int) -> CronFailure {
        switch current {
        case UInt8(ascii: "/"): failure(.badStep, from: position)
        case _ where step != nil && (current == UInt8(ascii: "-") || current.isLetter): failure(.badStep, from: start)
        case UInt8(ascii: "-"):
            switch kind {
            case .last, .lastWorkday, .workday, .lastWeekday: failure(.badModifier, from: start)
            case .nth: failure(.badNth, from: start)
            default: failure(.badRange, from: start)
            }
        case UInt8(ascii: "#"): field == .dayOfWeek ? failure(.badNth, from: start) : failure(.misplacedSpecial, position..<position + 1)
        case UInt8(ascii: "L"), UInt8(ascii: "l"), UInt8(ascii: "W"), UInt8(ascii: "w"):
            field.isDay ? failure(.badModifier, from: start) : failure(.misplacedSpecial, position..<position + 1)
        default: failure(.badChar, position..<position + max(1, bytes[position..<end].prefix(while: \.isLetter).count))
        }
    }
}
