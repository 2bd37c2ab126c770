package import StrictJSON

/// An error of `/v1`: problem details (RFC 9457), `application/problem+json`.
package struct Problem: WireValue, Error {
    /// What is wrong with one field.
    package struct Field: WireValue {
        /// RFC 6901 pointer into the body, or the name of a parameter of the query or of a header.
        package var pointer: String
        package var detail: String
        /// What is wrong with a time, duration, schedule or zone.
        package var cause: Cause?

        package init(pointer: String, detail: String, cause: Cause? = nil) {
            self.pointer = pointer
            self.detail = detail
            self.cause = cause
        }

        package init?(reading reader: inout JSONReader) {
            let pointer = reader.required("pointer", as: .string)
            let detail = reader.required("detail", as: .string)
            let cause = Cause(reading: &reader)
            guard let pointer, let detail else { return nil }
            self.init(pointer: pointer, detail: detail, cause: cause)
        }

        package var json: JSON {
            var object: JSONObject = ["pointer": .string(pointer), "detail": .string(detail)]
            cause?.write(to: &object)
            return .object(object)
        }
    }

    package static let mediaType = "application/problem+json"
    package static let typePrefix = "urn:upbeat:problem:"

    /// `urn:upbeat:problem:NAME`; what programs decide by.
    package var type: String
    package var title: String
    package var status: Int64
    /// One full sentence for a person: what, where and how to mend it.
    package var detail: String
    package var errors: [Field]
    package var requestID: String?

    package init(name: String, title: String, status: Int64, detail: String, errors: [Field] = [], requestID: String? = nil) {
        type = Problem.typePrefix + name
        self.title = title
        self.status = status
        self.detail = detail
        self.errors = errors
        self.requestID = requestID
    }

    /// The type without its prefix: `not-found`.
    package var name: String { type.hasPrefix(Problem.typePrefix) ? String(type.dropFirst(Problem.typePrefix.count)) : type }

    package init?(reading reader: inout JSONReader) {
        let type = reader.required("type", as: .string)
        let title = reader.required("title", as: .string)
        let status = reader.required("status", as: .integer)
        let detail = reader.required("detail", as: .string)
        let errors = reader.optionalObjects("errors") { Field(reading: &$0) }
        let requestID = reader.optional("request_id", as: .string)
        guard let type, let title, let status, let detail else { return nil }
        self.init(name: type, title: title, status: status, detail: detail, errors: errors ?? [], requestID: requestID)
        self.type = type
    }

    package var json: JSON {
        var object: JSONObject = [
            "type": .string(type),
            "title": .string(title),
            "status": .integer(status),
            "detail": .string(detail),
        ]
        if !errors.isEmpty { object["errors"] = .array(errors.map(\.json)) }
        object["request_id"] = requestID.map(JSON.string)
        return .object(object)
    }
}
