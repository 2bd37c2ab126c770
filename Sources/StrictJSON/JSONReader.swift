/// Reads the fields of an object and collects every error instead of stopping at the first.
///
/// ```swift
/// var reader = JSONReader(body)
/// let prompt = reader.required("prompt", as: .string)
/// let priority = reader.optional("priority", as: .oneOf(Priority.self))
/// try reader.finish(unknown: .refuse)
/// ```
/// A field that is null counts as absent. After `finish` has not thrown, every `required` has returned a value.
package struct JSONReader {
    /// What becomes of fields that were never asked for.
    package enum UnknownFields: Sendable {
        /// Each one is an error that names the nearest known field.
        case refuse
        case ignore
    }

    /// Where the object stands in the document (RFC 6901).
    package let pointer: String
    /// What was wrong so far, in the order of reading.
    package private(set) var errors: [JSONFieldError] = []

    /// Errors that are told at most, more or less: a request that is wrong in more places is answered no more helpfully, and to find them
    /// all would take longer than to send it.
    static let mostErrors = 100
    /// Unknown fields of one object that are told by name.
    static let mostUnknown = 20

    private let fields: JSONObject
    private var known: [String] = []
    private var unknownInside: [JSONFieldError] = []

    package init(_ object: JSONObject, pointer: String = "") {
        fields = object
        self.pointer = pointer
    }

    /// Reads a document; one that is no object is an error, and has no fields.
    package init(_ document: JSON, pointer: String = "") {
        self.init(document.objectValue ?? JSONObject(), pointer: pointer)
        if document.objectValue == nil {
            errors.append(JSONFieldError(pointer: pointer, message: "expected an object, got \(document.kindName)"))
        }
    }

    /// The value of a field that must be there; nil when an error was recorded.
    package mutating func required<Value>(_ key: String, as type: JSONFieldType<Value>) -> Value? {
        guard let value = present(key, required: true) else { return nil }
        return type.read(value, JSONFieldError.pointer(pointer, key), &errors)
    }

    /// The value of a field that may be absent; nil when it is, or when an error was recorded.
    package mutating func optional<Value>(_ key: String, as type: JSONFieldType<Value>) -> Value? {
        guard let value = present(key, required: false) else { return nil }
        return type.read(value, JSONFieldError.pointer(pointer, key), &errors)
    }

    /// Whether a field is there and not null. Does not count as reading it.
    package func has(_ key: String) -> Bool {
        fields[key].map { $0 != .null } ?? false
    }

    /// Reads the fields of a nested object that must be there; nil when it is missing or no object.
    package mutating func requiredObject<Value>(_ key: String, _ body: (inout JSONReader) -> Value?) -> Value? {
        present(key, required: true).flatMap { nested($0, JSONFieldError.pointer(pointer, key), body) }
    }

    /// Reads the fields of a nested object that may be absent.
    package mutating func optionalObject<Value>(_ key: String, _ body: (inout JSONReader) -> Value?) -> Value? {
        present(key, required: false).flatMap { nested($0, JSONFieldError.pointer(pointer, key), body) }
    }

    /// Reads each object of an array that may be absent; elements for which `body` returns nil are left out.
    package mutating func optionalObjects<Value>(_ key: String, _ body: (inout JSONReader) -> Value?) -> [Value]? {
        guard let elements = optional(key, as: .array(of: .any)) else { return nil }
        let place = JSONFieldError.pointer(pointer, key)
        var values: [Value] = []
        for (index, element) in elements.enumerated() where errors.count < Self.mostErrors {
            if let value = nested(element, "\(place)/\(index)", body) {
                values.append(value)
            }
        }
        return values
    }

    /// Records an error of the caller's own about a field.
    package mutating func fail(_ key: String, _ message: String) {
        errors.append(JSONFieldError(pointer: JSONFieldError.pointer(pointer, key), message: message))
    }

    /// Ends the reading; nested objects follow the same rule for unknown fields.
    ///
    /// - Throws: ``JSONFieldErrors`` with everything that was wrong.
    package mutating func finish(unknown: UnknownFields) throws(JSONFieldErrors) {
        if unknown == .refuse {
            errors += unknownFields()
        }
        unknownInside = []
        guard errors.isEmpty else { throw JSONFieldErrors(errors) }
    }

    private mutating func present(_ key: String, required: Bool) -> JSON? {
        if !known.contains(key) {
            known.append(key)
        }
        switch fields[key] {
        case nil where required:
            fail(key, "required field \"\(key)\" is missing")
            return nil
        case .null? where required:
            fail(key, "required field \"\(key)\" is null")
            return nil
        case nil, .null?:
            return nil
        case let value?:
            return value
        }
    }

    private mutating func nested<Value>(_ value: JSON, _ place: String, _ body: (inout JSONReader) -> Value?) -> Value? {
        var reader = JSONReader(value, pointer: place)
        guard reader.errors.isEmpty else {
            errors += reader.errors
            return nil
        }
        let result = body(&reader)
        errors += reader.errors
        if unknownInside.count < Self.mostErrors { unknownInside += reader.unknownFields() }
        return result
    }

    private func unknownFields() -> [JSONFieldError] {
        let names = Set(known)
        let unknown = fields.keys.filter { !names.contains($0) }
        var own = unknown.prefix(Self.mostUnknown).map { key in
            let hint = nearest(key, in: known).map { "; did you mean \"\($0)\"?" } ?? ""
            return JSONFieldError(
                pointer: JSONFieldError.pointer(pointer, key), message: "unknown field \(quoted(key))\(hint)")
        }
        if unknown.count > Self.mostUnknown {
            own.append(JSONFieldError(pointer: pointer, message: "\(unknown.count - Self.mostUnknown) more fields are unknown"))
        }
        return own + unknownInside
    }
}
