extension JSON {
    /// Parses exactly one JSON text (RFC 8259) in one pass.
    ///
    /// Stricter than the RFC demands where it leaves a choice: no byte order mark, no duplicate keys, no lone surrogates,
    /// no number that would change its value (integers outside `Int64` are taken only when a `Double` holds them exactly,
    /// overflow is refused, underflow gives zero). `\u0000` is legal and kept.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8; contiguous storage is read in place.
    ///   - maximumDepth: how deep arrays and objects may nest; at most 512, because the parser recurses.
    package init(parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 64) throws(JSONSyntaxError) {
        let read = { (buffer: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONSyntaxError> in
            var parser = JSONParser(bytes: buffer, maximumDepth: min(max(maximumDepth, 0), 512))
            do throws(JSONSyntaxError) {
                return .success(try parser.parseText())
            } catch {
                return .failure(error)
            }
        }
        let result = bytes.withContiguousStorageIfAvailable(read) ?? Array(bytes).withUnsafeBufferPointer(read)
        self = try result.get()
    }

    /// Parses the text of a string; see ``init(parsing:maximumDepth:)``.
    package init(parsing text: String, maximumDepth: Int = 64) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8, maximumDepth: maximumDepth)
    }
}

/// A recursive descent over bytes; the depth of the recursion is bounded.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var position = 0
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// The byte at the position; nil at the end.
    @inline(__always)
    var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    mutating func parseText() throws(JSONSyntaxError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            throw error(.byteOrderMark)
        }
        skipWhitespace()
        guard current != nil else { throw error(.emptyInput) }
        let value = try parseValue()
        skipWhitespace()
        guard current == nil else { throw error(.trailingContent) }
        return value
    }

    func error(_ kind: JSONSyntaxError.Kind, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(kind, at: offset ?? position, in: bytes)
    }

    /// The error for a byte, or an end, that the grammar does not allow here.
    func unexpected(expected: String) -> JSONSyntaxError {
        guard let byte = current else { return error(.unexpectedEnd(expected: expected)) }
        guard byte < 0x80 || validSequenceLength(at: position) != nil else { return error(.invalidUTF8) }
        return error(.unexpectedByte(byte, expected: expected))
    }

    @inline(__always)
    private mutating func skipWhitespace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func parseValue() throws(JSONSyntaxError) -> JSON {
        guard let byte = current else { throw unexpected(expected: "a value") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONSyntaxError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONSyntaxError) in try parser.parseArray() }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        case UInt8(ascii: "t"): return try parseLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return try parseLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return try parseLiteral("null", .null)
        case UInt8(ascii: "+"), UInt8(ascii: "."):
            throw error(.invalidNumber(expected: "a digit or a minus sign first"))
        default: throw unexpected(expected: "a value")
        }
    }

    private mutating func parseLiteral(_ text: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard current == text.utf8Start[index] else { throw unexpected(expected: "`\(text)`") }
            position += 1
        }
        return value
    }

    private mutating func nested(
        _ parse: (inout JSONParser) throws(JSONSyntaxError) -> JSON
    ) throws(JSONSyntaxError) -> JSON {
        guard depth < maximumDepth else { throw error(.tooDeep(maximum: maximumDepth)) }
        depth += 1
        position += 1
        skipWhitespace()
        let value = try parse(&self)
        depth -= 1
        return value
    }

    private mutating func parseArray() throws(JSONSyntaxError) -> JSON {
        var elements: [JSON] = []
        if current == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            elements.append(try parseValue())
            if try separator(closing: UInt8(ascii: "]"), expected: "`,` or `]`") {
                return .array(elements)
            }
        }
    }

    private mutating func parseObject() throws(JSONSyntaxError) -> JSON {
        var object = JSONObject()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object(object)
        }
        while true {
            guard current == UInt8(ascii: "\"") else { throw unexpected(expected: "a key in double quotes") }
            let start = position
            let key = try parseString()
            skipWhitespace()
            guard current == UInt8(ascii: ":") else { throw unexpected(expected: "`:`") }
            position += 1
            skipWhitespace()
            let value = try parseValue()
            guard object.append(key, value) else { throw error(.duplicateKey(key), at: start) }
            if try separator(closing: UInt8(ascii: "}"), expected: "`,` or `}`") {
                return .object(object)
            }
        }
    }

    /// Takes a comma, or the closing byte, with the white space around it; says whether it was the closing byte.
    private mutating func separator(closing: UInt8, expected: String) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        guard let byte = current, byte == closing || byte == UInt8(ascii: ",") else { throw unexpected(expected: expected) }
        position += 1
        guard byte != closing else { return true }
        skipWhitespace()
        return false
    }
}
