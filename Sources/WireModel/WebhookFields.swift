package import StrictJSON

/// A webhook, as it is asked for and as it is shown: the same fields.
package struct WebhookFields: WireValue {
    package var url: String
    package var method: String?
    /// References to secrets as they were written.
    package var headers: [String: String]
    /// Sent as JSON; at most one of `payload` and `text` is there.
    package var payload: JSON?
    /// Sent as text, with placeholders filled in.
    package var text: String?
    /// References to what it is signed with.
    package var secrets: [String]
    package var followRedirects: Int64?

    package init(
        url: String, method: String? = nil, headers: [String: String] = [:], payload: JSON? = nil, text: String? = nil,
        secrets: [String] = [], followRedirects: Int64? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.payload = payload
        self.text = text
        self.secrets = secrets
        self.followRedirects = followRedirects
    }

    package init?(reading reader: inout JSONReader) {
        let url = reader.required("url", as: .string)
        method = reader.optional("method", as: .string)
        headers = reader.optional("headers", as: .stringMap) ?? [:]
        payload = reader.optional("payload", as: .any)
        text = reader.optional("text", as: .string)
        secrets = reader.optional("secrets", as: .stringArray) ?? []
        followRedirects = reader.optional("follow_redirects", as: .integer)
        guard let url else { return nil }
        self.url = url
    }

    /// Without what is not there.
    package var json: JSON {
        var object: JSONObject = ["url": .string(url)]
        object["method"] = method.map(JSON.string)
        if !headers.isEmpty { object["headers"] = JSON(headers) }
        object["payload"] = payload
        object["text"] = text.map(JSON.string)
        if !secrets.isEmpty { object["secrets"] = JSON(secrets) }
        object["follow_redirects"] = followRedirects.map(JSON.integer)
        return .object(object)
    }
}
