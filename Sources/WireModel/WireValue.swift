package import StrictJSON

/// What travels as JSON. Both ends use the same type, so that what one writes the other reads.
package protocol WireValue: Hashable, Sendable {
    /// Reads the fields. Nil only where the reader has recorded what was wrong.
    init?(reading reader: inout JSONReader)

    var json: JSON { get }
}

extension WireValue {
    /// Reads a document.
    ///
    /// - Parameter unknown: a server refuses unknown fields; a client ignores them, because the server may be newer.
    package init(_ document: JSON, unknown: JSONReader.UnknownFields = .ignore) throws(JSONFieldErrors) {
        var reader = JSONReader(document)
        let value = Self(reading: &reader)
        try reader.finish(unknown: unknown)
        guard let value else {
            throw JSONFieldErrors([JSONFieldError(pointer: "", message: "the document could not be read")])
        }
        self = value
    }

    /// The JSON text as UTF-8.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        json.appendBytes(to: &bytes)
        return bytes
    }
}

extension JSON {
    /// The value, or null.
    init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    init(_ number: Int64?) { self = number.map(JSON.integer) ?? .null }

    init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }

    init(_ list: [String]) { self = .array(list.map(JSON.string)) }

    /// Sorted by key, so that the text is always the same.
    init(_ map: [String: String]) {
        self = .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }))
    }

    /// Sorted by key, so that the text is always the same.
    init(_ map: [String: Int64]) {
        self = .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer($0.value)) }))
    }
}

extension JSONFieldType where Value == [String: Int64] {
    /// An object whose values are all integers.
    static var counts: JSONFieldType<[String: Int64]> {
        JSONFieldType(expected: "an object of integers") { value in
            guard let object = value.objectValue else { return nil }
            var counts: [String: Int64] = [:]
            for (key, member) in object { counts[key] = member.integerValue }
            return counts.count == object.count ? counts : nil
        }
    }
}
