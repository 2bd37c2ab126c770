import ControlPlane
import Pulses
import WireModel

extension WebhookFields {
    init(_ webhook: Webhook) {
        self.init(
            url: webhook.url, method: webhook.method, headers: HiddenValue.shown(webhook.headers),
            secrets: webhook.secrets,
            followRedirects: Int64(webhook.redirects))
        switch webhook.body {
        case .event: break
        case .json(let value): payload = value
        case .text(let template): text = template.text
        }
    }
}

extension WebhookRequest {
    init(_ fields: WebhookFields) {
        self.init(
            url: fields.url, method: fields.method, headers: fields.headers, payload: fields.payload, text: fields.text,
            secrets: fields.secrets, redirects: fields.followRedirects)
    }
}
