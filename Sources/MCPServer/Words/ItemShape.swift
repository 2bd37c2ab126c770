import StrictJSON

/// A pulse or a recurring one, as tools show either.
enum ItemShape {
    /// How much is told.
    enum Detail: Hashable {
        /// What it takes to tell one from another.
        case concise
        case full

        /// Characters of a prompt.
        var promptLimit: Int { self == .concise ? 80 : 4000 }
    }

    private static let named: [(String, JSON)] = [
        ("id", Schema.string), ("kind", Schema.choice(["once", "recurring"])), ("status", Schema.string), ("what", Schema.string),
    ]
    private static let short: [(String, JSON)] = [
        ("next", Schema.array(of: Moment.schema)), ("rule", Schema.string), ("reason", Schema.string), ("schedule", Schema.string),
        ("tags", Schema.strings),
    ]

    static let concise = Schema.object(named, optional: short)

    static let full = Schema.object(
        named,
        optional: short + [
            ("sticky_notes", Schema.strings), ("session", Schema.string), ("priority", Schema.string),
            ("key", Schema.string), ("timezone", Schema.string), ("made_by", Schema.string), ("attempts", Schema.integer),
            ("ended", Moment.schema), ("until", Moment.schema), ("max_fires", Schema.integer), ("fires", Schema.integer),
            ("if_missed", Schema.string), ("if_running", Schema.string),
        ])
}

extension JSONObject {
    /// Adds what there is to say.
    mutating func tell(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }

    mutating func tell(_ key: String, _ number: Int?) {
        if let number { self[key] = .integer(Int64(number)) }
    }

    mutating func tell(_ key: String, _ texts: [String]) {
        if !texts.isEmpty { self[key] = .array(texts.map { .string($0) }) }
    }

    mutating func tell(_ key: String, _ moment: Moment?) {
        if let moment { self[key] = moment.json }
    }
}
