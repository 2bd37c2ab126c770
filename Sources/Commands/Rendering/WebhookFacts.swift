import StrictJSON
import WireModel

/// What a webhook does, for a person; references to secrets stand as they were written.
enum WebhookFacts {
    static func of(_ webhook: WebhookFields) -> [(String, [String])] {
        var facts = [("webhook", [SafeText.line("\(webhook.method ?? "POST") \(webhook.url)")])]
        if !webhook.headers.isEmpty {
            facts.append(("headers", webhook.headers.sorted { $0.key < $1.key }.map { SafeText.line("\($0.key): \($0.value)") }))
        }
        if let payload = webhook.payload { facts.append(("payload", [SafeText.line(payload.serialized())])) }
        if let text = webhook.text { facts.append(("text", SafeText.lines(text))) }
        if !webhook.secrets.isEmpty { facts.append(("signed with", webhook.secrets.map(SafeText.line))) }
        if let redirects = webhook.followRedirects, redirects > 0 { facts.append(("redirects", ["at most \(redirects)"])) }
        return facts
    }
}
