/// A text that may hold references to secrets: `Bearer ${env:TOKEN}`.
package struct SecretText: Hashable, Sendable {
    /// Where a secret is kept.
    package enum Reference: Hashable, Sendable, CustomStringConvertible {
        /// A variable of the daemon's environment.
        case variable(String)
        /// A file; its path is absolute or begins with `~/`.
        case file(String)

        /// As it is written.
        package var description: String {
            switch self {
            case .variable(let name): "${env:\(name)}"
            case .file(let path): "${file:\(path)}"
            }
        }
    }

    package enum Part: Hashable, Sendable {
        case text(String)
        case reference(Reference)
    }

    package let parts: [Part]

    package var references: [Reference] {
        parts.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// The reference, where the text is one and nothing else.
    package var onlyReference: Reference? {
        if parts.count == 1, case .reference(let reference) = parts[0] { reference } else { nil }
    }

    /// - Throws: what is wrong, going on after the text's name.
    package init(_ text: String) throws(SecretTextFault) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "${") {
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            guard let close = rest[open.upperBound...].firstIndex(of: "}") else {
                throw SecretTextFault("has a ${ without its }; a reference is ${env:NAME} or ${file:/PATH}")
            }
            parts.append(.reference(try Self.reference(rest[open.upperBound..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    private static func reference(_ text: Substring) throws(SecretTextFault) -> Reference {
        if text.hasPrefix("env:") {
            let name = text.dropFirst(4)
            let isName = name.first?.isNumber == false && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            guard isName else { throw SecretTextFault("has ${\(text)}, which names no variable; write ${env:NAME}") }
            return .variable(String(name))
        }
        if text.hasPrefix("file:") {
            let path = text.dropFirst(5)
            guard path.hasPrefix("/") || path.hasPrefix("~/"), !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw SecretTextFault("has ${\(text)}, whose path is not absolute; it begins with / or ~/")
            }
            return .file(String(path))
        }
        throw SecretTextFault("has ${\(text)}, which is no reference; there are ${env:NAME} and ${file:/PATH}")
    }
}

/// What is wrong with a text that holds references, going on after its name.
package struct SecretTextFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
