/// Why some bytes are not JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: Hashable, Sendable {
        /// Nothing but white space.
        case emptyInput
        /// A byte order mark; RFC 8259 section 8.1 forbids to write one.
        case byteOrderMark
        /// A byte that no UTF-8 sequence may have there (RFC 3629 section 4): overlong, surrogate, truncated, beyond U+10FFFF.
        case invalidUTF8
        /// Another byte than the grammar allows.
        case unexpectedByte(UInt8, expected: String)
        /// The input stops in the middle.
        case unexpectedEnd(expected: String)
        /// A second member with the same key.
        case duplicateKey(String)
        /// Half of a surrogate pair in `\u` escapes.
        case loneSurrogate
        /// A backslash followed by something that is no escape.
        case invalidEscape
        /// A character below U+0020 in a string; it has to be escaped.
        case controlCharacter(UInt8)
        /// A number in a form that JSON does not have (`01`, `1.`, `.5`, `+1`, `NaN`).
        case invalidNumber(expected: String)
        /// A number that neither `Int64` nor, exactly, `Double` can hold; or one beyond the largest `Double`.
        case numberOutOfRange(String)
        /// Arrays and objects nested deeper than the limit.
        case tooDeep(maximum: Int)
        /// Something after the value.
        case trailingContent
    }

    package let kind: Kind
    /// Bytes before the error, from 0.
    package let offset: Int
    /// Line, from 1; lines end with LF.
    package let line: Int
    /// Unicode scalars on the line up to the error, from 1.
    package let column: Int

    /// One sentence that says what is wrong, where, and what was expected.
    package var description: String {
        "invalid JSON at line \(line), column \(column) (byte \(offset)): \(kind.sentence)"
    }

    init(_ kind: Kind, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.kind = kind
        self.offset = offset
        self.line = line
        self.column = column
    }
}

extension JSONSyntaxError.Kind {
    fileprivate var sentence: String {
        switch self {
        case .emptyInput:
            "the input is empty, expected a value"
        case .byteOrderMark:
            "the input begins with a byte order mark, expected UTF-8 without one"
        case .invalidUTF8:
            "the bytes are not UTF-8, expected a complete, shortest-form sequence"
        case .unexpectedByte(let byte, let expected):
            "found \(Self.show(byte)), expected \(expected)"
        case .unexpectedEnd(let expected):
            "the input ends, expected \(expected)"
        case .duplicateKey(let key):
            "the key \(JSON.string(String(key.prefix(80))).serialized()) appears twice, expected each key once"
        case .loneSurrogate:
            "the \\u escape is half of a surrogate pair, expected a high surrogate followed by a low one"
        case .invalidEscape:
            "the escape is unknown, expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits"
        case .controlCharacter(let byte):
            "\(Self.show(byte)) stands in a string, expected it to be escaped"
        case .invalidNumber(let expected):
            "the number is malformed, expected \(expected)"
        case .numberOutOfRange(let text):
            "the number \(text) is out of range, expected one that fits 64 bits"
        case .tooDeep(let maximum):
            "arrays and objects are nested too deep, expected at most \(maximum) levels"
        case .trailingContent:
            "something follows the value, expected the end of the input"
        }
    }

    private static func show(_ byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F {
            return "`\(Character(Unicode.Scalar(byte)))`"
        }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (byte < 0x10 ? "0" : "") + digits
    }
}
