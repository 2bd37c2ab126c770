/// Goes through the tags of a template before Mustache reads it, and refuses what a hook's template may not have: partials and inheritance
/// (there are no other templates), other delimiters, pragmas and functions (none of these is needed to put values into a text).
struct TemplateScan {
    /// Sections within sections.
    static let deepest = 16

    private static let sections: Set<Character> = ["#", "^", "/"]

    /// Whether there is a tag at all.
    private(set) var hasTags = false
    private var open: [Substring] = []

    /// - Throws: what is wrong, going on after the text's name.
    init(_ text: String) throws(TemplateFault) {
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            hasTags = true
            rest = rest[start.upperBound...]
            let isUnescaped = rest.first == "{"
            let end = isUnescaped ? "}}}" : "}}"
            guard let close = rest.firstRange(of: end) else {
                throw TemplateFault("has a {{ without its }}, in line \(Self.line(of: start.lowerBound, in: text))")
            }
            let inner = isUnescaped ? rest.dropFirst()[..<close.lowerBound] : rest[..<close.lowerBound]
            do throws(TemplateFault) {
                try take(inner, isUnescaped)
            } catch {
                throw TemplateFault("\(error.sentence), in line \(Self.line(of: start.lowerBound, in: text))")
            }
            rest = rest[close.upperBound...]
        }
        if let name = open.last { throw TemplateFault("has a {{#\(Self.shown(name))}} without its {{/\(Self.shown(name))}}") }
    }

    private mutating func take(_ inner: Substring, _ isUnescaped: Bool) throws(TemplateFault) {
        guard let kind = inner.first, !isUnescaped else { return try Self.check(name: inner) }
        if kind == "!" { return }
        guard Self.sections.contains(kind) || kind == "&" else { return try Self.check(name: inner) }
        let name = Self.trimmed(inner.dropFirst())
        try Self.check(name: name)
        switch kind {
        case "#", "^":
            open.append(name)
            guard open.count <= Self.deepest else { throw TemplateFault("has sections more than \(Self.deepest) deep") }
        case "/":
            guard let last = open.popLast() else { throw TemplateFault("has a {{/\(Self.shown(name))}} that ends nothing") }
            guard last == name else {
                throw TemplateFault("has a {{/\(Self.shown(name))}} where {{/\(Self.shown(last))}} has to come first")
            }
        default: break
        }
    }

    /// `.`, or names with dots between them.
    private static func check(name text: Substring) throws(TemplateFault) {
        let name = trimmed(text)
        if name == "." { return }
        let parts = (name.first == "." ? name.dropFirst() : name).split(separator: ".", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        }
        guard isName else {
            throw TemplateFault(
                "has {{\(shown(text))}}, which is no value; write {{name}}, {{a.b}}, {{#list}}...{{/list}}, {{^nothing}}...{{/nothing}} or "
                    + "{{.}}, with letters, digits, `_` and `-`")
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return text
    }

    private static func shown(_ text: Substring) -> String { String(text.prefix(60)) }

    private static func line(of index: String.Index, in text: String) -> Int { text[..<index].count { $0.isNewline } + 1 }
}

/// What is wrong with a template, going on after its name.
struct TemplateFault: Error, Hashable {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
