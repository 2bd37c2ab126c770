/// What a client asked of a pulse beside its time.
package struct Terms: Hashable, Sendable {
    /// How often and how soon it is tried again; nil: as the daemon is set to.
    package var retry: RetryTerms?
    /// The pools that it needs.
    package var pools: [String]
    /// Its place in a pipeline; nil: it was asked for by itself.
    package var step: StepTerms?

    package init(retry: RetryTerms? = nil, pools: [String] = [], step: StepTerms? = nil) {
        self.retry = retry
        self.pools = pools
        self.step = step
    }
}

/// How often and how soon a pulse that failed is to be tried again.
package struct RetryTerms: Hashable, Sendable {
    /// How many attempts may fail by themselves; at least 1.
    package var attempts: Int
    /// The least wait after each failure; the last one repeats. Never empty.
    package var waits: [Duration]
    /// The exit codes after which it is not to be tried again.
    package var fatalExits: Set<Int>

    package init(attempts: Int, waits: [Duration], fatalExits: Set<Int> = []) {
        self.attempts = attempts
        self.waits = waits
        self.fatalExits = fatalExits
    }

    /// The least wait after so many failures.
    func wait(afterFailures failures: Int) -> Duration { waits[min(max(failures - 1, 0), waits.count - 1)] }
}

/// A pulse's place among those that one request asked for.
package struct StepTerms: Hashable, Sendable {
    /// The idempotency key of the request.
    package var pipeline: String
    package var after: [After]

    /// Another step of the same request that has to end first.
    package struct After: Hashable, Sendable {
        /// Its client's key.
        package var key: String
        /// Whether it has to complete; else any end will do.
        package var needsSuccess: Bool

        package init(key: String, needsSuccess: Bool) {
            self.key = key
            self.needsSuccess = needsSuccess
        }
    }

    package init(pipeline: String, after: [After] = []) {
        self.pipeline = pipeline
        self.after = after
    }
}
