import Pulses
import StrictJSON

/// Checks a webhook that is asked for; whether its address may be called, and where secrets may stand, say those who call out.
struct WebhookCheck {
    let limits: Limits
    let faults: @Sendable (Webhook) -> [WebhookFault]
    let isConfined: Bool

    static let methods = ["POST", "GET", "PUT", "PATCH", "DELETE", "HEAD"]
    /// These have no body.
    static let bare: Set = ["GET", "HEAD", "DELETE"]

    /// Nil after errors.
    func webhook(_ wish: WebhookRequest, _ check: inout FieldCheck) -> Webhook? {
        let errors = check.errors.count
        let method = wish.method?.uppercased() ?? "POST"
        if !Self.methods.contains(method) {
            check.fail("webhook", "method", sentence: "is not known; there are \(Self.methods.joined(separator: ", "))")
        }
        headers(wish.headers, &check)
        let body = body(wish, method, &check)
        if wish.secrets.count > limits.secrets {
            check.fail("webhook", "secrets", sentence: "has \(wish.secrets.count) elements; at most \(limits.secrets) are allowed")
        }
        let redirects = wish.redirects ?? 0
        if !limits.redirects.contains(redirects) {
            check.fail("webhook", "follow_redirects", sentence: "is \(redirects); 0 to \(limits.redirects.upperBound) are allowed")
        }
        let webhook = Webhook(
            url: wish.url, method: method, headers: wish.headers, body: body, secrets: Array(wish.secrets.prefix(limits.secrets)),
            redirects: Int(clamping: redirects), isConfined: isConfined)
        for fault in faults(webhook) { check.fail("webhook", path: fault.path, sentence: fault.sentence) }
        return check.errors.count == errors ? webhook : nil
    }

    private func body(_ wish: WebhookRequest, _ method: String, _ check: inout FieldCheck) -> Webhook.Body {
        if Self.bare.contains(method), wish.payload != nil || wish.text != nil {
            check.fail("webhook", wish.payload == nil ? "text" : "payload", sentence: "goes with POST, PUT and PATCH alone")
        }
        switch (wish.payload, wish.text) {
        case (nil, nil): return .event
        case (_?, _?):
            check.fail("webhook", "payload", sentence: "and text are both there; give one of them")
        case (let value?, nil):
            size(value.serialized().utf8.count, "payload", &check)
            return .json(value)
        case (nil, let text?):
            size(text.utf8.count, "text", &check)
            do throws(TextTemplateFault) {
                return .text(try TextTemplate(text))
            } catch {
                check.fail("webhook", "text", sentence: error.description)
            }
        }
        return .event
    }

    private func size(_ count: Int, _ field: String, _ check: inout FieldCheck) {
        guard count > limits.payloadBytes else { return }
        check.fail("webhook", field, sentence: "has \(count) bytes; at most \(limits.payloadBytes) are allowed")
    }

    // MARK: headers

    /// Told by the connection, or by the signature.
    private static let reserved: Set = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect", "proxy-connection",
        "proxy-authorization", "webhook-id", "webhook-timestamp", "webhook-signature",
    ]

    private func headers(_ headers: [String: String], _ check: inout FieldCheck) {
        if headers.count > limits.headers {
            check.fail("webhook", "headers", sentence: "has \(headers.count) elements; at most \(limits.headers) are allowed")
        }
        var seen: Set<String> = []
        for (name, value) in headers.sorted(by: { $0.key < $1.key }).prefix(limits.headers) {
            func fail(_ sentence: String) { check.fail("webhook", "headers", name, sentence: sentence) }
            let lower = name.lowercased()
            if !Self.isToken(name) {
                fail("is no name of a header; letters, digits and - are allowed, up to 100")
            } else if Self.reserved.contains(lower) {
                fail("is set by Upbeat itself; leave it out")
            } else if !seen.insert(lower).inserted {
                fail("is there twice, in two spellings; leave one out")
            }
            if let fault = HiddenValue.fault(value) { fail(fault) }
            if value.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) {
                fail("holds a control character; only text on one line is allowed")
            } else if value.utf8.count > limits.headerBytes {
                fail("has \(value.utf8.count) bytes; at most \(limits.headerBytes) are allowed")
            }
        }
    }

    /// RFC 9110 section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
