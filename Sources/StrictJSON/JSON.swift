/// One JSON value (RFC 8259).
///
/// Integers within `Int64` are kept apart from other numbers, so that ids and counts never lose digits: `1` is
/// `.integer`, `1.0` and `1e3` are `.number`, and the two are not equal. Strings are equal when their UTF-8 bytes are:
/// JSON knows no canonical equivalence.
package enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// What a person calls this kind of value, with its article: "a string", "null".
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The string, or nil when this is another kind of value.
    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The integer, or nil when this is another kind of value.
    package var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The boolean, or nil when this is another kind of value.
    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, or nil when this is another kind of value.
    package var arrayValue: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The object, or nil when this is another kind of value.
    package var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of an object, or nil when this is no object or has no such member.
    package subscript(key: String) -> JSON? {
        objectValue?[key]
    }
}

extension JSON: Hashable {
    package static func == (lhs: JSON, rhs: JSON) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): sameBytes(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

/// Byte for byte equality; `==` of `String` would call `Å` and `A` with a ring above it equal.
@inline(__always)
func sameBytes(_ left: String, _ right: String) -> Bool {
    // Equal bytes are equal strings; the cheap comparison goes first, since most pairs differ.
    left.utf8.count == right.utf8.count && left == right && left.utf8.elementsEqual(right.utf8)
}
