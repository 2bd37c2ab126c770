package import StrictJSON

/// `POST .../deny`.
package struct DenyRequest: WireValue {
    /// Why, for the record.
    package var reason: String?

    package init(reason: String? = nil) { self.reason = reason }

    package init?(reading reader: inout JSONReader) { reason = reader.optional("reason", as: .string) }

    package var json: JSON {
        var object = JSONObject()
        object["reason"] = reason.map(JSON.string)
        return .object(object)
    }
}
