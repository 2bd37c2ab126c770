import StrictJSON

/// Holds a value against the part of JSON Schema that the tools use. Any other keyword is a fault: it would not be checked.
enum SchemaCheck {
    private static let known: Set<String> = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "description", "minimum", "maximum",
    ]

    static func faults(of value: JSON, against schema: JSON, at place: String = "$") -> [String] {
        guard let keys = schema.objectValue?.keys, Set(keys).isSubset(of: known) else {
            return ["\(place): a schema of another kind \(schema)"]
        }
        var faults: [String] = []
        if let words = schema["enum"]?.arrayValue, !words.contains(value) { faults.append("\(place): \(value) is none of \(words)") }
        switch (schema["type"]?.stringValue, value) {
        case ("string", .string), ("boolean", .bool): break
        case ("integer", .integer(let number)):
            if number < schema["minimum"]?.integerValue ?? .min || number > schema["maximum"]?.integerValue ?? .max {
                faults.append("\(place): \(number) is out of bounds")
            }
        case ("array", .array(let elements)):
            guard let items = schema["items"] else { return ["\(place): items are not described"] }
            for (index, element) in elements.enumerated() { faults += Self.faults(of: element, against: items, at: "\(place)[\(index)]") }
        case ("object", .object(let members)):
            guard let properties = schema["properties"]?.objectValue, schema["additionalProperties"] == false else {
                return ["\(place): an open object"]
            }
            for name in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where members[name] == nil {
                faults.append("\(place): \(name) is missing")
            }
            for (name, member) in members {
                guard let property = properties[name] else {
                    faults.append("\(place): \(name) is not described")
                    continue
                }
                faults += Self.faults(of: member, against: property, at: "\(place).\(name)")
            }
        default: faults.append("\(place): \(value.kindName), not \(schema["type"] ?? .null)")
        }
        return faults
    }
}
