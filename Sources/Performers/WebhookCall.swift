import Outbound
package import Pulses

/// A call of a webhook that has ended, for whoever tells people about it. Nothing in it is secret.
package struct WebhookCall: Hashable, Sendable {
    package var key: RunKey
    /// The schedule that it comes from.
    package var schedule: ScheduleID?
    /// Without the values of its query, which often are nobody else's business.
    package var url: String
    package var result: Result

    package enum Result: Hashable, Sendable {
        /// With the length of the answer's body, kept or not.
        case answered(status: Int, bytes: Int64)
        /// It brought no answer; one sentence.
        case failed(String)
    }

    package init(key: RunKey, schedule: ScheduleID?, url: String, result: Result) {
        self.key = key
        self.schedule = schedule
        self.url = url
        self.result = result
    }

    /// Of the answer; nil where there was none.
    package var status: Int? { if case .answered(let status, _) = result { status } else { nil } }
}

extension OutboundURL {
    /// For a log: `https://example.com/hook?***`.
    var shown: String { origin + target.prefix { $0 != "?" } + (target.contains("?") ? "?***" : "") }
}
