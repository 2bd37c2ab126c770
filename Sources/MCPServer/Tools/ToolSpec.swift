import StrictJSON

/// What a client is told of a tool.
struct ToolSpec: Sendable {
    struct Hints: Hashable, Sendable {
        var isReadOnly = false
        var isDestructive = false
        var isIdempotent = false
    }

    var name: String
    var title: String
    /// For a new colleague: when to use it, what it does, what to know.
    var description: String
    var fields: [ArgumentField]
    var output: JSON
    var hints: Hints

    /// As the version of a client knows tools.
    func document(_ version: ProtocolVersion) -> JSON {
        var object: JSONObject = ["name": .string(name)]
        if version.hasStructuredContent { object["title"] = .string(title) }
        object["description"] = .string(description)
        object["inputSchema"] = .object([
            "type": "object", "properties": .object(JSONObject(fields.map { ($0.name, $0.schema) })),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }), "additionalProperties": false,
        ])
        if version.hasStructuredContent { object["outputSchema"] = output }
        if version.hasAnnotations {
            object["annotations"] = [
                "readOnlyHint": .bool(hints.isReadOnly), "destructiveHint": .bool(hints.isDestructive),
                "idempotentHint": .bool(hints.isIdempotent || hints.isReadOnly), "openWorldHint": false,
            ]
        }
        return .object(object)
    }
}
