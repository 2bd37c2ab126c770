import StrictJSON

/// Where the parts of a JSON text stand. The text must be JSON: it is looked through, not judged.
struct JSONSpan {
    struct Member {
        var key: String
        /// Where the key begins, and where it ends.
        var start: Int
        var keyEnd: Int
        var value: Range<Int>
    }

    struct Object {
        /// Where `{` and `}` stand.
        var open: Int
        var close: Int
        var members: [Member]
    }

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where the text's one value begins.
    var start: Int { afterWhitespace(0) }

    /// The object that begins there.
    func object(at open: Int) -> Object {
        var members: [Member] = []
        var position = afterWhitespace(open + 1)
        while position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            let start = position
            let keyEnd = end(ofString: start)
            let valueStart = afterWhitespace(afterWhitespace(keyEnd) + 1)
            let value = valueStart..<end(ofValue: valueStart)
            members.append(Member(key: text(start..<keyEnd), start: start, keyEnd: keyEnd, value: value))
            position = afterWhitespace(value.upperBound)
            guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
            position = afterWhitespace(position + 1)
        }
        return Object(open: open, close: min(position, bytes.count), members: members)
    }

    /// The white space that ends there.
    func whitespace(before position: Int) -> [UInt8] {
        var start = position
        while start > 0, isWhitespace(bytes[start - 1]) { start -= 1 }
        return Array(bytes[start..<position])
    }

    /// The white space at the beginning of the line.
    func indentation(ofLineAt position: Int) -> [UInt8] {
        let start = bytes[..<position].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Array(bytes[start..<position].prefix { $0 == 0x20 || $0 == 0x09 })
    }

    private func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private func afterWhitespace(_ position: Int) -> Int {
        var position = position
        while position < bytes.count, isWhitespace(bytes[position]) { position += 1 }
        return position
    }

    /// Past the closing quote.
    private func end(ofString start: Int) -> Int {
        var position = start + 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position + 1, bytes.count)
    }

    private func end(ofValue start: Int) -> Int {
        var position = start
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = end(ofString: position)
                if depth == 0 { return position }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The end of what holds a number or a word.
                if depth == 0 { return position }
                depth -= 1
                if depth == 0 { return position + 1 }
            case UInt8(ascii: ",") where depth == 0: return position
            case let byte where depth == 0 && isWhitespace(byte): return position
            default: break
            }
            position += 1
        }
        return position
    }

    private func text(_ range: Range<Int>) -> String {
        (try? JSON(parsing: bytes[range]))?.stringValue ?? ""
    }
}
