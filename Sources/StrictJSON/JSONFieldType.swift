/// How a field is read: which JSON value it takes and what that becomes.
package struct JSONFieldType<Value>: Sendable {
    /// Reads a value that is not null; records what is wrong with it, or with a part of it, and returns nil.
    let read: @Sendable (_ value: JSON, _ pointer: String, _ errors: inout [JSONFieldError]) -> Value?

    init(read: @escaping @Sendable (JSON, String, inout [JSONFieldError]) -> Value?) {
        self.read = read
    }

    /// A field of your own: `convert` returns nil for a value of the wrong type.
    /// - Parameter expected: what the message asks for, with its article: "a string".
    package init(expected: String, convert: @escaping @Sendable (JSON) -> Value?) {
        read = { value, pointer, errors in
            guard let converted = convert(value) else {
                errors.append(JSONFieldError(pointer: pointer, message: "expected \(expected), got \(value.kindName)"))
                return nil
            }
            return converted
        }
    }
}

extension JSONFieldType {
    /// The same, where an object may have these fields alone; another one is refused with the nearest of them.
    package func knowing(_ fields: [String]) -> JSONFieldType {
        JSONFieldType { value, pointer, errors in
            let unknown = (value.objectValue ?? [:]).keys.filter { !fields.contains($0) }
            for key in unknown {
                let hint = nearest(key, in: fields).map { "; did you mean \"\($0)\"?" } ?? ""
                let place = JSONFieldError.pointer(pointer, key)
                errors.append(JSONFieldError(pointer: place, message: "unknown field \(quoted(key))\(hint)"))
            }
            return unknown.isEmpty ? read(value, pointer, &errors) : nil
        }
    }
}

extension JSONFieldType where Value == String {
    package static var string: JSONFieldType<String> {
        JSONFieldType(expected: "a string") { $0.stringValue }
    }

    /// A string out of a list; another one is refused with the list and the nearest word.
    package static func oneOf(_ allowed: [String]) -> JSONFieldType<String> {
        JSONFieldType { value, pointer, errors in
            guard let text = JSONFieldType.string.read(value, pointer, &errors) else { return nil }
            guard allowed.contains(text) else {
                let list = allowed.map { "\"\($0)\"" }.joined(separator: ", ")
                let hint = nearest(text, in: allowed).map { "; did you mean \"\($0)\"?" } ?? ""
                let message = "unknown value \(quoted(text)), expected one of \(list)\(hint)"
                errors.append(JSONFieldError(pointer: pointer, message: message))
                return nil
            }
            return text
        }
    }
}

extension JSONFieldType where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// A case of an enum by its raw value.
    package static func oneOf(_ type: Value.Type) -> JSONFieldType<Value> {
        JSONFieldType { value, pointer, errors in
            let allowed = Value.allCases.map(\.rawValue)
            return JSONFieldType<String>.oneOf(allowed).read(value, pointer, &errors).flatMap { Value(rawValue: $0) }
        }
    }
}

extension JSONFieldType where Value == Int64 {
    /// An integer; a number without a fraction that `Int64` holds exactly (`2.0`) counts as one (JSON Schema 2020-12, 6.1.1).
    package static var integer: JSONFieldType<Int64> {
        JSONFieldType(expected: "an integer") { value in
            switch value {
            case .integer(let integer): integer
            case .number(let number): Int64(exactly: number)
            default: nil
            }
        }
    }

    /// An integer within a range; others are refused with its bounds.
    package static func integer(in range: ClosedRange<Int64>) -> JSONFieldType<Int64> {
        JSONFieldType { value, pointer, errors in
            guard let integer = JSONFieldType.integer.read(value, pointer, &errors) else { return nil }
            guard range.contains(integer) else {
                let message = "\(integer) is out of range, expected \(range.lowerBound) to \(range.upperBound)"
                errors.append(JSONFieldError(pointer: pointer, message: message))
                return nil
            }
            return integer
        }
    }
}

extension JSONFieldType where Value == Double {
    /// Any number.
    package static var number: JSONFieldType<Double> {
        JSONFieldType(expected: "a number") { value in
            switch value {
            case .integer(let integer): Double(integer)
            case .number(let number): number
            default: nil
            }
        }
    }
}

extension JSONFieldType where Value == Bool {
    package static var bool: JSONFieldType<Bool> {
        JSONFieldType(expected: "a boolean") { $0.boolValue }
    }
}

extension JSONFieldType where Value == JSON {
    /// Whatever is there.
    package static var any: JSONFieldType<JSON> {
        JSONFieldType(expected: "a value") { $0 }
    }
}

extension JSONFieldType where Value == JSONObject {
    /// An object as it is; to read its fields use `object(_:_:)` of the reader.
    package static var object: JSONFieldType<JSONObject> {
        JSONFieldType(expected: "an object") { $0.objectValue }
    }
}

extension JSONFieldType where Value == [String] {
    package static var stringArray: JSONFieldType<[String]> {
        .array(of: .string)
    }

    /// An array of strings, or one string in its place.
    package static var stringOrArray: JSONFieldType<[String]> {
        JSONFieldType { value, pointer, errors in
            if let text = value.stringValue { return [text] }
            guard case .array = value else {
                errors.append(JSONFieldError(pointer: pointer, message: "expected a string or an array of strings, got \(value.kindName)"))
                return nil
            }
            return stringArray.read(value, pointer, &errors)
        }
    }
}

extension JSONFieldType where Value == [String: String] {
    /// An object whose values are all strings.
    package static var stringMap: JSONFieldType<[String: String]> {
        JSONFieldType { value, pointer, errors in
            guard let object = JSONFieldType<JSONObject>.object.read(value, pointer, &errors) else { return nil }
            var map: [String: String] = [:]
            for (key, member) in object where errors.count < JSONReader.mostErrors {
                let inner = JSONFieldError.pointer(pointer, key)
                if let text = JSONFieldType<String>.string.read(member, inner, &errors) {
                    map[key] = text
                }
            }
            return map.count == object.count ? map : nil
        }
    }
}

extension JSONFieldType {
    /// An array whose elements are all of one type; each wrong element is an error of its own.
    package static func array<Element>(of type: JSONFieldType<Element>) -> JSONFieldType where Value == [Element] {
        JSONFieldType { value, pointer, errors in
            guard case .array(let elements) = value else {
                errors.append(JSONFieldError(pointer: pointer, message: "expected an array, got \(value.kindName)"))
                return nil
            }
            var result: [Element] = []
            for (index, element) in elements.enumerated() where errors.count < JSONReader.mostErrors {
                if let read = type.read(element, "\(pointer)/\(index)", &errors) {
                    result.append(read)
                }
            }
            return result.count == elements.count ? result : nil
        }
    }
}

/// A text as a message shows it: in quotes, escaped, and no longer than a line.
func quoted(_ text: String) -> String {
    JSON.string(text.unicodeScalars.count > 80 ? String(text.prefix(77)) + "..." : text).serialized()
}
