extension JSONParser {
    /// Parses a string; the position is at its opening quote.
    mutating func parseString() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        try skipPlainCharacters()
        if current == UInt8(ascii: "\"") {
            defer { position += 1 }
            return text(from: start)
        }
        return try parseEscapedString(from: start)
    }

    /// The text of validated bytes up to the position.
    func text(from start: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }

    private mutating func parseEscapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var decoded = Array(bytes[start..<position])
        while current == UInt8(ascii: "\\") {
            let scalar = try parseEscape()
            decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            let plain = position
            try skipPlainCharacters()
            decoded.append(contentsOf: bytes[plain..<position])
        }
        position += 1
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Moves to the next quote or backslash, and validates the UTF-8 on the way.
    private mutating func skipPlainCharacters() throws(JSONSyntaxError) {
        while true {
            guard let byte = current else { throw unexpected(expected: "a closing quote") }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                return
            case 0x00..<0x20:
                throw error(.controlCharacter(byte))
            case 0x20..<0x80:
                position += 1
            default:
                guard let length = validSequenceLength(at: position) else { throw error(.invalidUTF8) }
                position += length
            }
        }
    }

    /// The length of the multi-byte sequence at an offset, or nil when it is not well formed (Unicode 15, table 3-7).
    func validSequenceLength(at offset: Int) -> Int? {
        func byte(_ distance: Int) -> UInt8 {
            offset + distance < bytes.count ? bytes[offset + distance] : 0
        }
        func isContinuation(_ distance: Int) -> Bool {
            byte(distance) & 0xC0 == 0x80
        }
        let second = byte(1)
        switch byte(0) {
        case 0xC2...0xDF:
            return isContinuation(1) ? 2 : nil
        case 0xE0...0xEF:
            let lowest: UInt8 = byte(0) == 0xE0 ? 0xA0 : 0x80
            let highest: UInt8 = byte(0) == 0xED ? 0x9F : 0xBF
            return second >= lowest && second <= highest && isContinuation(2) ? 3 : nil
        case 0xF0...0xF4:
            let lowest: UInt8 = byte(0) == 0xF0 ? 0x90 : 0x80
            let highest: UInt8 = byte(0) == 0xF4 ? 0x8F : 0xBF
            return second >= lowest && second <= highest && isContinuation(2) && isContinuation(3) ? 4 : nil
        default:
            return nil
        }
    }

    private mutating func parseEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let byte = current else { throw unexpected(expected: "an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape(from: start)
        default: throw error(.invalidEscape, at: start)
        }
    }

    private mutating func parseUnicodeEscape(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try parseHexDigits(from: start)
        if let scalar = Unicode.Scalar(first) {
            return scalar
        }
        guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate, at: start) }
        let low = position
        position += 2
        let second = try parseHexDigits(from: low)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func parseHexDigits(from start: Int) throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current else { throw unexpected(expected: "four hexadecimal digits") }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw error(.invalidEscape, at: start)
            }
            position += 1
        }
        return value
    }
}
