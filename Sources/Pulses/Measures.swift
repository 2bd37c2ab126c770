package import Recurrence
import Synchronization

/// What the parts of a process measure of themselves while it lives; what the store knows anyhow is not here.
///
/// Handed to each part as a value. No label holds an id or a text from outside, so that it stays small.
package final class Measures: Sendable {
    /// A kind of request: a closed set, by the routes there are.
    package struct RequestKind: Hashable, Sendable {
        /// As the door names it, `/v1/pulses/{id}`; `other` where there is none.
        package var route: String
        package var method: String
        /// `2xx`.
        package var status: String

        package init(route: String, method: String, status: String) {
            self.route = route
            self.method = method
            self.status = status
        }
    }

    /// From due to claimed.
    package let lateness = Histogram(bounds: Histogram.seconds)
    /// From claimed to ended.
    package let duration = Histogram(bounds: Histogram.seconds)
    /// From the beginning of a transaction to its being on the disk.
    package let commit = Histogram(bounds: Histogram.seconds)
    /// Writes of one transaction.
    package let batch = Histogram(bounds: Histogram.sizes)

    private let progress = Mutex<Instant?>(nil)
    private let calls = Mutex<[String: Int64]>([:])
    private let kinds = Mutex<[RequestKind: Histogram]>([:])
    private let received = Mutex<[HookKind: Int64]>([:])
    private let latest = Mutex<[String: Instant]>([:])

    package init() {}

    /// The engine's latest turn at the store that came to its end.
    package var lastProgress: Instant? { progress.withLock { $0 } }

    package func progressed(at now: Instant) { progress.withLock { $0 = now } }

    /// Webhooks that were called, by `2xx` to `5xx`, and `failed` without an answer.
    package var webhooks: [String: Int64] { calls.withLock { $0 } }

    package func called(_ status: Int?) { calls.withLock { $0[Self.statusClass(status), default: 0] += 1 } }

    package var requests: [RequestKind: Histogram.Snapshot] { kinds.withLock { $0 }.mapValues(\.snapshot) }

    package func answered(_ kind: RequestKind, in duration: Duration) {
        let histogram = kinds.withLock { kinds in
            if let known = kinds[kind] { return known }
            let new = Histogram(bounds: Histogram.seconds)
            kinds[kind] = new
            return new
        }
        histogram.observe(duration)
    }

    /// Calls of hooks since the process began.
    package var hooks: [HookKind: Int64] { received.withLock { $0 } }

    /// When the latest call came in that was not refused, by the hook's name.
    package var latestHooks: [String: Instant] { latest.withLock { $0 } }

    /// - Parameter hook: the name of one that the configuration declares; others are not counted.
    package func received(_ hook: String, _ result: HookResult, at now: Instant) {
        received.withLock { $0[HookKind(hook, result), default: 0] += 1 }
        if result != .refused { latest.withLock { $0[hook] = now } }
    }

    package static func statusClass(_ status: Int?) -> String {
        guard let status, (100..<600).contains(status) else { return "failed" }
        return "\(status / 100)xx"
    }
}
