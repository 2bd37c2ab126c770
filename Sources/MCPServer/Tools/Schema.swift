import StrictJSON

/// The part of JSON Schema 2020-12 that tools use: flat, no composition, always `type` and `properties`, so that every host takes it.
enum Schema {
    static let string: JSON = ["type": "string"]
    static let integer: JSON = ["type": "integer"]
    static let boolean: JSON = ["type": "boolean"]
    static let strings = array(of: string)

    static func array(of items: JSON) -> JSON { ["type": "array", "items": items] }

    static func choice(_ words: [String]) -> JSON { ["type": "string", "enum": .array(words.map { .string($0) })] }

    /// - Parameter optional: the properties that may be missing.
    static func object(_ properties: [(String, JSON)], optional: [(String, JSON)] = []) -> JSON {
        var schema: JSONObject = ["type": "object", "properties": .object(JSONObject(properties + optional))]
        if !properties.isEmpty { schema["required"] = .array(properties.map { .string($0.0) }) }
        schema["additionalProperties"] = false
        return .object(schema)
    }
}
