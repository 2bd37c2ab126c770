import Outbound
import Pulses
import Recurrence

extension AttemptEnd {
    /// Reads an answer: 2xx is success; 408, 425, 429 and 5xx may pass; every other status stays as it is, whoever asks how often. 410
    /// wants no more calls (Standard Webhooks).
    ///
    /// - Parameter rules: which statuses are final, where they are to be read otherwise.
    init(_ answer: OutboundAnswer, body: [UInt8], _ message: WebhookMessage, rules: FailureRules, now: Instant) {
        self.init(outcome: .succeeded, endedAt: now)
        guard !(200..<300).contains(answer.status) else { return }
        let place = message.request.url.origin
        outcome = .failed
        let isFinal = ![408, 425, 429].contains(answer.status) && answer.status < 500
        isFatal = rules.isFatal(status: answer.status, text: String(decoding: body.prefix(4096), as: UTF8.self)) ?? isFinal
        retryAfter = answer.header("retry-after").flatMap { RetryAfter.wait($0, now: now.seconds) }
        if answer.status == 410 { pauseReason = "\(place) answered 410: it wants no more of these calls" }
        let reason = answer.reason.isEmpty ? "" : " \(answer.reason.prefix(100))"
        var text = "\(place) answered \(answer.status)\(reason)"
        if let location = answer.header("location"), (300..<400).contains(answer.status) {
            let more =
                message.request.redirects == 0 ? "redirects are not followed" : "\(message.request.redirects) redirects were followed"
            text += ", which redirects to \(location.prefix(200)); \(more)"
        } else if answer.status == 410 {
            text += ": it wants no more of these calls"
        }
        if let wait = retryAfter { text += "; it asks for a wait of \(wait.components.seconds) s" }
        error = message.redaction.applied(to: text) + Self.quote(body)
    }

    /// A call that brought no answer.
    init(_ failure: OutboundFailure, _ message: WebhookMessage, now: Instant) {
        self.init(outcome: .failed, isFatal: !failure.isTransient, error: message.redaction.applied(to: "\(failure)"), endedAt: now)
        if case .timedOut = failure { outcome = .timedOut }
    }

    /// The beginning of what was said, short enough for one line of a log.
    private static func quote(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(2000), as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
        let shown = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return shown.isEmpty ? "" : ": " + String(String(String.UnicodeScalarView(shown)).prefix(300))
    }
}
