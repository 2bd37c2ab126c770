extension JSONParser {
    /// Parses a number; the position is at its minus sign or first digit.
    mutating func parseNumber() throws(JSONSyntaxError) -> JSON {
        let start = position
        let isNegative = current == UInt8(ascii: "-")
        if isNegative {
            position += 1
        }
        let firstDigit = position
        let integer = try parseIntegerPart(isNegative: isNegative)
        let integerEnd = position
        if current == UInt8(ascii: ".") {
            position += 1
            try skipDigits(expected: "a digit after the decimal point")
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits(expected: "a digit in the exponent")
        }
        if position == integerEnd {
            if let integer {
                return .integer(integer)
            }
            guard isExactDouble(firstDigit..<integerEnd) else { throw outOfRange(from: start) }
        }
        guard let number = Double(text(from: start)), number.isFinite else { throw outOfRange(from: start) }
        return .number(number)
    }

    private func outOfRange(from start: Int) -> JSONSyntaxError {
        let shown = text(from: start)
        return error(.numberOutOfRange(shown.utf8.count > 40 ? shown.prefix(37) + "..." : shown), at: start)
    }

    /// The value of the digits before point and exponent; nil when it is outside `Int64`.
    private mutating func parseIntegerPart(isNegative: Bool) throws(JSONSyntaxError) -> Int64? {
        let start = position
        var value: Int64? = 0
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            value = value.flatMap { Self.append(digit: Int64(byte - UInt8(ascii: "0")), to: $0, isNegative: isNegative) }
            position += 1
        }
        guard position > start else {
            throw current == nil ? unexpected(expected: "a digit") : error(.invalidNumber(expected: "a digit after the minus sign"))
        }
        if bytes[start] == UInt8(ascii: "0"), position - start > 1 {
            throw error(.invalidNumber(expected: "no leading zero"), at: start)
        }
        return value
    }

    @inline(__always)
    private static func append(digit: Int64, to value: Int64, isNegative: Bool) -> Int64? {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
        return overflow || carry ? nil : sum
    }

    private mutating func skipDigits(expected: String) throws(JSONSyntaxError) {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            position += 1
        }
        guard position == start else { return }
        throw current == nil ? unexpected(expected: expected) : error(.invalidNumber(expected: expected))
    }

    /// Whether a `Double` holds a whole number exactly: 53 significant bits, and fewer than 1025 bits in all.
    private func isExactDouble(_ digits: Range<Int>) -> Bool {
        guard digits.count <= 309 else { return false }
        var limbs: [UInt32] = []
        for index in digits {
            var carry = UInt64(bytes[index] - UInt8(ascii: "0"))
            for limb in limbs.indices {
                let product = UInt64(limbs[limb]) * 10 + carry
                limbs[limb] = UInt32(truncatingIfNeeded: product)
                carry = product >> 32
            }
            if carry > 0 {
                limbs.append(UInt32(carry))
            }
        }
        guard let highest = limbs.last, let lowest = limbs.firstIndex(where: { $0 != 0 }) else { return true }
        let bitCount = limbs.count * 32 - highest.leadingZeroBitCount
        let trailingZeros = lowest * 32 + limbs[lowest].trailingZeroBitCount
        return bitCount <= 1024 && bitCount - trailingZeros <= 53
    }
}
