/// How often and how soon a pulse that failed is tried again.
package struct RetryPolicy: Hashable, Sendable {
    /// How many attempts there are in all; at least 1. Lost and given back attempts are not counted.
    package var attempts: Int
    /// The wait before the second attempt.
    package var base: Duration
    /// The longest wait.
    package var ceiling: Duration

    package init(attempts: Int = 3, base: Duration = .seconds(30), ceiling: Duration = .seconds(15 * 60)) {
        self.attempts = attempts
        self.base = base
        self.ceiling = ceiling
    }

    /// The wait after the given number of counted failures: the base doubled each time, at most the ceiling, spread by a fifth
    /// either way so that what failed together does not come back together.
    ///
    /// - Parameter luck: uniform in 0..<1.
    package func delay(afterFailures failures: Int, luck: Double) -> Duration {
        let doublings = min(max(failures - 1, 0), 40)
        let (plain, overflow) = base.milliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let capped = overflow ? ceiling.milliseconds : min(plain, ceiling.milliseconds)
        return .milliseconds(Int64(Double(capped) * (0.8 + 0.4 * luck)))
    }
}

/// What follows when it cannot be told whether an attempt did its work.
package enum LossPolicy: String, Sendable {
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
