import Outbound
import Pulses
import Recurrence
import StrictJSON

/// What one attempt of a webhook sends.
struct WebhookMessage {
    let request: OutboundRequest
    /// What must not be kept or shown of the answer.
    let redaction: Redaction

    private static let bodiless: Set = ["GET", "HEAD", "DELETE"]

    /// Resolves the references, fills in and signs.
    ///
    /// - Parameters:
    ///   - schedule: the name of the schedule that it comes from.
    ///   - now: the time of the attempt, which is signed.
    /// - Throws: why it cannot be sent, with references in the place of values.
    init(
        _ webhook: Webhook, _ claim: Claim, schedule: String?, judge: WebhookJudge, secrets: SecretSource, now: Instant
    ) throws(WebhookProblem) {
        let url: OutboundURL
        do { url = try OutboundURL(webhook.url) } catch { throw WebhookProblem("the URL \(error)") }
        let (body, kind) = Self.body(webhook, claim, schedule: schedule)
        var headers: [OutboundHeader] = []
        var values: [String] = []
        for (name, value) in webhook.headers.sorted(by: { $0.key < $1.key }) {
            let filled = try Self.fill(value, webhook, judge, secrets)
            guard !filled.text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) else {
                throw WebhookProblem("the secret in the header \(name) holds a line end or another control character")
            }
            let isTrusting = ["authorization", "cookie"].contains(name.lowercased())
            headers.append(OutboundHeader(name, filled.text, staysWithOrigin: isTrusting || !filled.secrets.isEmpty))
            values += filled.secrets
        }
        func add(_ name: String, _ value: String) {
            guard !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) else { return }
            headers.append(OutboundHeader(name, value))
        }
        add("User-Agent", "upbeat")
        if let kind { add("Content-Type", kind) }
        let id = Self.id(claim)
        let seconds = now.seconds
        add("webhook-id", id)
        add("webhook-timestamp", "\(seconds)")
        if !webhook.secrets.isEmpty {
            var keys: [[UInt8]] = []
            for secret in webhook.secrets {
                let filled = try Self.fill(secret, webhook, judge, secrets)
                guard let key = StandardWebhook.key(of: filled.text) else {
                    throw WebhookProblem("the secret \(secret) begins with whsec_, but what follows is no base64")
                }
                keys.append(key)
                values.append(filled.text)
            }
            add("webhook-signature", StandardWebhook.signature(id: id, timestamp: seconds, body: body ?? [], keys: keys))
        }
        request = OutboundRequest(
            method: webhook.method, url: url, headers: headers, body: body, timeout: claim.spec.timeout, redirects: webhook.redirects,
            reach: webhook.reach)
        redaction = Redaction(values)
    }

    /// The same for every attempt of a pulse, and on every machine: its number and when it was made, which tells stores apart.
    static func id(_ claim: Claim) -> String { "msg_\(claim.key.pulse)_\(String(claim.spec.createdAt.milliseconds, radix: 16))" }

    private static func fill(
        _ text: String, _ webhook: Webhook, _ judge: WebhookJudge, _ secrets: SecretSource
    ) throws(WebhookProblem) -> (text: String, secrets: [String]) {
        let parsed: SecretText
        do { parsed = try SecretText(text) } catch { throw WebhookProblem("a header or secret \(error)") }
        for reference in parsed.references {
            if let refusal = judge.refusal(of: reference, webhook) { throw WebhookProblem("it \(refusal)") }
        }
        do { return try secrets.filled(parsed) } catch { throw WebhookProblem(error.description) }
    }

    // MARK: body

    private static func body(_ webhook: Webhook, _ claim: Claim, schedule: String?) -> (body: [UInt8]?, kind: String?) {
        if bodiless.contains(webhook.method) { return (nil, nil) }
        switch webhook.body {
        case .event: return (Array(event(claim, schedule: schedule).serialized().utf8), "application/json")
        case .json(let value): return (Array(value.serialized().utf8), "application/json")
        case .text(let template):
            let text = template.filled { placeholder in
                switch placeholder {
                case .pulse: "\(claim.key.pulse)"
                case .attempt: "\(claim.key.attempt)"
                case .schedule: schedule ?? ""
                case .scheduledAt: claim.spec.scheduledAt.description
                case .nominalAt: (claim.spec.nominal ?? claim.spec.scheduledAt).description
                }
            }
            return (Array(text.utf8), "text/plain; charset=utf-8")
        }
    }

    /// The form of Standard Webhooks: type, timestamp, data.
    private static func event(_ claim: Claim, schedule: String?) -> JSON {
        [
            "type": "wakeup.fired", "timestamp": .string(claim.startedAt.description),
            "data": [
                "pulse": .integer(claim.key.pulse.value), "attempt": .integer(Int64(claim.key.attempt)),
                "schedule": schedule.map(JSON.string) ?? .null, "scheduled_at": .string(claim.spec.scheduledAt.description),
                "nominal_at": .string((claim.spec.nominal ?? claim.spec.scheduledAt).description),
            ],
        ]
    }
}

/// Why a webhook cannot be sent. No retry mends it.
struct WebhookProblem: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
