/// Text of others as a terminal may show it: nothing in it moves the cursor, changes colours or the order of reading
/// (CWE-150; the bidi marks of CVE-2021-42574).
enum SafeText {
    /// Whether a scalar is shown escaped: control and format characters, line and paragraph separators.
    ///
    /// The joiners are kept, because scripts and emoji need them, and so are the visible signs among the format characters.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        case .format:
            switch scalar.value {
            case 0x200C, 0x200D, 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2: false
            default: true
            }
        default: false
        }
    }

    /// On one line: white space runs become one space, the rest of what is unsafe is escaped.
    static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            if isBlank(scalar) {
                if !isAfterSpace { result.append(" ") }
                isAfterSpace = true
                continue
            }
            isAfterSpace = false
            append(scalar, to: &result)
        }
        if result.last == " " { result.removeLast() }
        return String(result)
    }

    /// Line breaks are kept (CR LF counts as one), a tab becomes four spaces, the rest of what is unsafe is escaped.
    static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var current = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\n":
                lines.append(String(current))
                current = String.UnicodeScalarView()
            case "\r" where scalars.first == "\n": break
            case "\t": current.append(contentsOf: "    ".unicodeScalars)
            default: append(scalar, to: &current)
            }
        }
        if !current.isEmpty || lines.isEmpty { lines.append(String(current)) }
        return lines
    }

    /// JSON text with what is unsafe in its strings written as `\u` escapes, which changes no value. Line breaks between
    /// values are kept.
    static func json(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalar != "\n", isUnsafe(scalar) else {
                result.append(scalar)
                continue
            }
            for unit in Character(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
        return String(result)
    }

    /// `\u{1b}`: what stands for an unsafe scalar.
    static func escaped(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        if isUnsafe(scalar) {
            result.append(contentsOf: escaped(scalar).unicodeScalars)
        } else {
            result.append(scalar)
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t"
    }
}
