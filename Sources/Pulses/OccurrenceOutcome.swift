package import Recurrence

/// An occurrence and what came of it: what a person wants to see of the last ones.
package struct OccurrenceOutcome: Hashable, Sendable {
    package var occurrence: Occurrence
    /// Nil where it did not fire, or where its pulse has been pruned.
    package var run: Run?

    package struct Run: Hashable, Sendable {
        package var status: PulseStatus
        /// Why the pulse waits, or ended as it did.
        package var reason: String?
        /// How many attempts have begun.
        package var attempts: Int
        /// When the first attempt began; nil before that.
        package var startedAt: Instant?
        /// From due to the start of the first attempt.
        package var lateness: Duration?
        /// How the latest attempt that has ended did.
        package var outcome: AttemptOutcome?
        /// How long that one took.
        package var duration: Duration?
        package var finishedAt: Instant?

        package init(
            status: PulseStatus, reason: String? = nil, attempts: Int = 0, startedAt: Instant? = nil, lateness: Duration? = nil,
            outcome: AttemptOutcome? = nil, duration: Duration? = nil, finishedAt: Instant? = nil
        ) {
            self.status = status
            self.reason = reason
            self.attempts = attempts
            self.startedAt = startedAt
            self.lateness = lateness
            self.outcome = outcome
            self.duration = duration
            self.finishedAt = finishedAt
        }
    }

    package init(occurrence: Occurrence, run: Run? = nil) {
        self.occurrence = occurrence
        self.run = run
    }
}
