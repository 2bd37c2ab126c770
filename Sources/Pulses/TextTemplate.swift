/// A text with places to fill in: `{{pulse}}`.
package struct TextTemplate: Hashable, Sendable {
    /// What can be filled in. None of the values needs quoting, in JSON or elsewhere.
    package enum Placeholder: String, CaseIterable, Sendable {
        /// The pulse's number.
        case pulse
        /// The number of the attempt, from 1.
        case attempt
        /// The schedule's name; nothing where there is none.
        case schedule
        /// When it was planned for.
        case scheduledAt = "scheduled_at"
        /// The schedule's own time; for a one-off the planned one.
        case nominalAt = "nominal_at"
    }

    private enum Part: Hashable {
        case text(String)
        case placeholder(Placeholder)
    }

    /// As it was written.
    package let text: String
    private let parts: [Part]

    /// - Throws: what is wrong, going on after the text's name.
    package init(_ text: String) throws(TextTemplateFault) {
        self.text = text
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            parts.append(.text(String(rest[..<open.lowerBound])))
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw TextTemplateFault("has a {{ without its }}; \(Self.known)")
            }
            guard let placeholder = Placeholder(rawValue: String(rest[open.upperBound..<close.lowerBound])) else {
                throw TextTemplateFault(
                    "has a placeholder that does not exist: \(rest[open.lowerBound..<close.upperBound].prefix(60)); \(Self.known)")
            }
            parts.append(.placeholder(placeholder))
            rest = rest[close.upperBound...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
    }

    private static let known = "there are " + Placeholder.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")

    package func filled(_ value: (Placeholder) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .placeholder(let placeholder): value(placeholder)
            }
        }.joined()
    }
}

/// What is wrong with a template, going on after its name.
package struct TextTemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
