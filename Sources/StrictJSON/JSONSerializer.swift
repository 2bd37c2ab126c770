extension JSON {
    /// The JSON text: order kept, nothing escaped that need not be, doubles in their shortest form that reads back the same.
    ///
    /// Infinities and NaN have no JSON form and become `null`. The text is the same on every machine.
    /// - Parameter pretty: one member or element per line, indented by two spaces.
    package func serialized(pretty: Bool = false) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        appendBytes(to: &bytes, pretty: pretty)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the JSON text as UTF-8; see ``serialized(pretty:)``.
    package func appendBytes(to bytes: inout [UInt8], pretty: Bool = false) {
        append(to: &bytes, indentation: pretty ? 0 : nil)
    }

    private func append(to bytes: inout [UInt8], indentation: Int?) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): Self.append(value, to: &bytes)
        case .number(let value): bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): Self.append(value, to: &bytes)
        case .array(let elements):
            Self.appendList(elements, brackets: ("[", "]"), to: &bytes, indentation: indentation) { element, inner, bytes in
                element.append(to: &bytes, indentation: inner)
            }
        case .object(let members):
            Self.appendList(members, brackets: ("{", "}"), to: &bytes, indentation: indentation) { member, inner, bytes in
                Self.append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if inner != nil {
                    bytes.append(UInt8(ascii: " "))
                }
                member.value.append(to: &bytes, indentation: inner)
            }
        }
    }

    private static func appendList<List: RandomAccessCollection>(
        _ list: List, brackets: (String, String), to bytes: inout [UInt8], indentation: Int?,
        append: (List.Element, Int?, inout [UInt8]) -> Void
    ) {
        let inner = indentation.map { $0 + 2 }
        bytes.append(contentsOf: brackets.0.utf8)
        var isFirst = true
        for element in list {
            if !isFirst {
                bytes.append(UInt8(ascii: ","))
            }
            isFirst = false
            appendLineBreak(to: &bytes, indentation: inner)
            append(element, inner, &bytes)
        }
        if !isFirst {
            appendLineBreak(to: &bytes, indentation: indentation)
        }
        bytes.append(contentsOf: brackets.1.utf8)
    }

    private static func appendLineBreak(to bytes: inout [UInt8], indentation: Int?) {
        guard let indentation else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indentation))
    }

    static func append(_ number: Int64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(number).utf8)
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var start = 0
            for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: utf8[start..<index])
                appendEscape(of: byte, to: &bytes)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x00..<0x20:
            bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        default: bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The JSON text on one line.
    package var description: String {
        serialized()
    }
}
