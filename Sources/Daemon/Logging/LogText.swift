/// Texts that come from outside, made safe to print: whatever is in them, they stay on one line and move no cursor.
package enum LogText {
    /// The text with every character that could end a line, command a terminal or reorder what is shown written as
    /// `\n`, `\t`, `\r` or `\u{1B}`. Characters that are only seen, emoji and other scripts included, stay.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHostile) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isHostile(scalar) else {
                result.append(scalar)
                continue
            }
            switch scalar {
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            default: result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            }
        }
        return String(result)
    }

    /// In quotes, on one line, and no longer than a line.
    package static func quoted(_ text: String) -> String {
        let cut = text.unicodeScalars.prefix(81)
        let shown = cut.count > 80 ? String(String.UnicodeScalarView(cut.prefix(79))) + "…" : text
        return "\"" + escaped(shown) + "\""
    }

    /// C0 and C1 controls, DEL, line and paragraph separators, and all that sets the direction of writing (UAX 9), also
    /// the invisible tag characters that hide text from people.
    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA0: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }
}
