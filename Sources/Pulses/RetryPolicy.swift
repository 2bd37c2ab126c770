package import Recurrence

/// How often and how soon a pulse that failed is tried again.
package struct RetryPolicy: Hashable, Sendable {
    /// How many attempts there are in all; at least 1. Lost and given back attempts are not counted.
    package var attempts: Int
    package var backoff: Backoff
    /// The longest wait of an exponential backoff.
    package var ceiling: Duration
    /// How long after the time it was asked to run an attempt may still begin; nil: for ever.
    package var window: Duration?
    package var rules: FailureRules

    /// The waits between attempts.
    package enum Backoff: Hashable, Sendable {
        /// The first wait, doubled each time, spread by a fifth either way so that what failed together does not come back together.
        case exponential(Duration)
        case fixed(Duration)
        /// One wait after another; the last one repeats. Never empty.
        case list([Duration])
    }

    package init(
        attempts: Int = 3, backoff: Backoff = .exponential(.seconds(30)), ceiling: Duration = .seconds(15 * 60), window: Duration? = nil,
        rules: FailureRules = FailureRules()
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.ceiling = ceiling
        self.window = window
        self.rules = rules
    }

    /// The wait after the given number of counted failures.
    ///
    /// - Parameter luck: uniform in 0..<1.
    package func delay(afterFailures failures: Int, luck: Double) -> Duration {
        switch backoff {
        case .fixed(let wait): return wait
        case .list(let waits): return waits[min(max(failures - 1, 0), waits.count - 1)]
        case .exponential(let base):
            let doublings = min(max(failures - 1, 0), 40)
            let (plain, overflow) = base.milliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
            let capped = overflow ? ceiling.milliseconds : min(plain, ceiling.milliseconds)
            return .milliseconds(Int64(Double(capped) * (0.8 + 0.4 * luck)))
        }
    }

    /// Nobody else puts a pulse off for longer than a day.
    package static let longestAsked = Duration.seconds(24 * 3600)

    /// When the next attempt is due after a failure; nil where none may begin any more.
    ///
    /// - Parameters:
    ///   - scheduledAt: when the pulse was asked to run.
    ///   - atLeast: what the other side asked to wait (`Retry-After`); it holds where it is longer, up to `longestAsked`.
    package func next(afterFailures failures: Int, scheduledAt: Instant, now: Instant, atLeast: Duration?, luck: Double) -> Instant? {
        guard failures < attempts else { return nil }
        let next = now + max(delay(afterFailures: failures, luck: luck), min(atLeast ?? .zero, Self.longestAsked))
        if let window, next > scheduledAt + window { return nil }
        return next
    }
}

/// What follows when it cannot be told whether an attempt did its work.
package enum LossPolicy: String, CaseIterable, Sendable {
    /// Run it again once its processes are confirmed gone: at least once.
    case retry
    /// Do not run it again: at most once.
    case fail
}

extension Duration {
    /// Whole milliseconds, cut towards zero.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min / 2 : .max / 2 }
        return product + attoseconds / 1_000_000_000_000_000
    }
}
