import Pulses
package import StrictJSON

/// A webhook that is asked for, before anything about it has been checked.
package struct WebhookRequest: Hashable, Sendable {
    package var url: String
    /// Nil means POST.
    package var method: String?
    package var headers: [String: String]
    /// At most one of `payload` and `text` is to be set; with neither, the event is sent.
    package var payload: JSON?
    package var text: String?
    package var secrets: [String]
    package var redirects: Int64?

    package init(
        url: String, method: String? = nil, headers: [String: String] = [:], payload: JSON? = nil, text: String? = nil,
        secrets: [String] = [], redirects: Int64? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.payload = payload
        self.text = text
        self.secrets = secrets
        self.redirects = redirects
    }

    /// What would make the webhook again.
    init(_ webhook: Webhook) {
        self.init(
            url: webhook.url, method: webhook.method, headers: webhook.headers, secrets: webhook.secrets,
            redirects: Int64(webhook.redirects))
        switch webhook.body {
        case .event: break
        case .json(let value): payload = value
        case .text(let template): text = template.text
        }
    }
}
