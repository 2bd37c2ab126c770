package import Pulses
package import Recurrence

/// What the daemon has on record of a schedule when the history is over, beside what the harness knows of it.
package struct DumpedSchedule: Hashable, Sendable {
    package var name: String
    /// Its nominal times, reckoned without the daemon's rules.
    package var times: NominalTimes
    /// Whether two of its runs may be under way at the same time.
    package var mayOverlap: Bool
    /// When it was made; none of its times up to then is one of its own.
    package var madeAt: Instant
    /// All up to this one are on record.
    package var cursor: Instant
    /// When somebody paused it to bring the history to its end; until then its times had to be judged.
    package var heldAt: Instant
    /// In the order of their first nominal times.
    package var occurrences: [Occurrence]

    package init(
        name: String, times: NominalTimes, mayOverlap: Bool, madeAt: Instant, cursor: Instant, heldAt: Instant,
        occurrences: [Occurrence]
    ) {
        self.name = name
        self.times = times
        self.mayOverlap = mayOverlap
        self.madeAt = madeAt
        self.cursor = cursor
        self.heldAt = heldAt
        self.occurrences = occurrences
    }
}

/// Which occurrence a pulse stands for by its own record.
package struct DumpedOccurrence: Hashable, Sendable {
    /// The schedule's name.
    package var schedule: String
    package var nominal: Instant
    /// The same, as boot time.
    package var nominalAt: BootTime

    package init(schedule: String, nominal: Instant, nominalAt: BootTime) {
        self.schedule = schedule
        self.nominal = nominal
        self.nominalAt = nominalAt
    }
}
