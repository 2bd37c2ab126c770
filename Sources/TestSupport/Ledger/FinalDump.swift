package import Pulses

/// All that the daemon has on record when the history is over. Its wall times are given as boot time, as the two clocks stood to each
/// other when it was read.
package struct FinalDump: Hashable, Sendable {
    /// When reading it began.
    package var readAt: BootTime
    package var pulses: [DumpedPulse]
    package var schedules: [DumpedSchedule]
    /// The runs that had living processes then.
    package var living: Set<RunKey>

    package init(readAt: BootTime, pulses: [DumpedPulse], schedules: [DumpedSchedule] = [], living: Set<RunKey> = []) {
        self.readAt = readAt
        self.pulses = pulses
        self.schedules = schedules
        self.living = living
    }
}

package struct DumpedPulse: Hashable, Sendable {
    package var id: PulseID
    /// The client's key that the pulse carries, or the one that its schedule gave to its child; nil where it carries none.
    package var key: String?
    /// Nil where no schedule made it.
    package var occurrence: DumpedOccurrence?
    package var status: PulseStatus
    package var reason: String?
    /// When it was asked to run.
    package var due: BootTime
    /// In their order.
    package var attempts: [DumpedAttempt]

    package init(
        id: PulseID, key: String?, occurrence: DumpedOccurrence? = nil, status: PulseStatus, reason: String? = nil, due: BootTime,
        attempts: [DumpedAttempt]
    ) {
        self.id = id
        self.key = key
        self.occurrence = occurrence
        self.status = status
        self.reason = reason
        self.due = due
        self.attempts = attempts
    }
}

package struct DumpedAttempt: Hashable, Sendable {
    package var number: Int
    /// Nil while it runs.
    package var outcome: AttemptOutcome?
    /// When it could begin.
    package var due: BootTime
    package var error: String?
    /// When a daemon took it, by the clock that it saw; nil where it is not known.
    package var startedAt: BootTime?

    package init(number: Int, outcome: AttemptOutcome?, due: BootTime, error: String? = nil, startedAt: BootTime? = nil) {
        self.number = number
        self.outcome = outcome
        self.due = due
        self.error = error
        self.startedAt = startedAt
    }
}
