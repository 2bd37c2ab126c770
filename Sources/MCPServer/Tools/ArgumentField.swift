import StrictJSON

/// An argument that a tool takes.
struct ArgumentField: Sendable {
    enum Kind: Hashable, Sendable {
        case text
        case choice([String])
        case integer(ClosedRange<Int64>)
        case flag
        /// A single one in place of a list is taken too.
        case texts
    }

    var name: String
    var kind: Kind
    var description: String
    /// What it may look like, as JSON.
    var example: JSON
    var isRequired = false

    init(_ name: String, _ kind: Kind, _ description: String, example: JSON, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.description = description
        self.example = example
        self.isRequired = isRequired
    }

    var schema: JSON {
        var object: JSONObject
        switch kind {
        case .text: object = ["type": "string"]
        case .choice(let words): object = ["type": "string", "enum": .array(words.map { .string($0) })]
        case .integer(let range):
            object = ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .flag: object = ["type": "boolean"]
        case .texts: object = ["type": "array", "items": Schema.string]
        }
        object["description"] = .string(description)
        return .object(object)
    }

    /// What it takes, in words.
    var accepted: String {
        switch kind {
        case .text: "a string"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .texts: "a list of strings"
        }
    }

    /// The value as it is worked with; nil for what it does not take.
    func value(_ given: JSON) -> JSON? {
        switch (kind, given) {
        case (.text, .string), (.flag, .bool): return given
        // A model that knows pulse 12 says 12.
        case (.text, .integer(let number)): return .string(String(number))
        case (.choice(let words), .string(let word)) where words.contains(word): return given
        case (.integer(let range), .integer(let number)) where range.contains(number): return given
        case (.integer(let range), .number(let number)):
            guard let whole = Int64(exactly: number), range.contains(whole) else { return .none }
            return .integer(whole)
        case (.texts, .string): return .array([given])
        case (.texts, .array(let elements)) where elements.allSatisfy({ $0.stringValue != nil }): return given
        default: return .none
        }
    }
}
