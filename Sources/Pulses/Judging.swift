package import Recurrence

/// Decides what becomes of the occurrences of a schedule that are due: pure, asked by stores inside their transaction.
package protocol ScheduleJudging: Sendable {
    func judge(_ due: DueSchedule, at now: Instant) -> Judgement

    /// Where a schedule stands that was just made, changed or resumed: its next occurrence after its cursor, or why there is none.
    func plan(_ schedule: Schedule, standstill: Standstill?, at now: Instant) -> ScheduleState

    /// Whether nothing may start now for maintenance, and when that changes next: nil means never.
    func maintenance(at now: Instant) -> (isClosed: Bool, until: Instant?)

    /// The day of a zone at an instant, from midnight to midnight; of UTC where the zone is not known.
    func day(in zone: String, at now: Instant) -> Range<Instant>
}

/// A schedule that has to be looked at, with all that the decision depends on.
package struct DueSchedule: Hashable, Sendable {
    package var schedule: Schedule
    /// Its pulses that have not ended and whose time has come: running, or pending for an occurrence, retries included; oldest first.
    package var open: [PulseID]
    /// Its pulses that wait for those (`blocked`, reason `buffered`); oldest first.
    package var buffered: [PulseID]
    /// The latest standstill that touches the time since the cursor, one that is over included.
    package var standstill: Standstill?
    /// How many pulses more its owner may have; nil: any number.
    package var room: Int?

    package init(
        schedule: Schedule, open: [PulseID] = [], buffered: [PulseID] = [], standstill: Standstill? = nil, room: Int? = nil
    ) {
        self.schedule = schedule
        self.open = open
        self.buffered = buffered
        self.standstill = standstill
        self.room = room
    }

    /// How many occurrences may be made; nil: any number.
    package var occurrencesLeft: Int? { room.map { $0 / max(1, schedule.spec.steps.count) } }
}

/// What a store carries out, all in the same transaction.
package struct Judgement: Hashable, Sendable {
    /// What is not made into a pulse.
    package var records: [Record]
    /// The pulses to make, in their order; each is on record as fired.
    package var makes: [Make]
    /// Pulses to end because a new one takes their place. Those that wait are cancelled at once.
    package var stops: [Stop]
    /// The state afterwards.
    package var state: ScheduleState

    package struct Record: Hashable, Sendable {
        package var first: Instant
        package var last: Instant
        package var count: Int
        package var fate: Fate

        package enum Fate: Hashable, Sendable {
            case skipped(SkipReason)
            case missed(MissReason)
        }

        package init(first: Instant, last: Instant, count: Int, fate: Fate) {
            self.first = first
            self.last = last
            self.count = count
            self.fate = fate
        }
    }

    package struct Make: Hashable, Sendable {
        package var nominal: Instant
        package var dueAt: Instant
        /// It waits for the end of those that are open (`blocked`, reason `buffered`).
        package var isBuffered: Bool
        /// It makes up for something that was missed: what people ask for goes first.
        package var isCatchUp: Bool

        package init(nominal: Instant, dueAt: Instant, isBuffered: Bool = false, isCatchUp: Bool = false) {
            self.nominal = nominal
            self.dueAt = dueAt
            self.isBuffered = isBuffered
            self.isCatchUp = isCatchUp
        }
    }

    package struct Stop: Hashable, Sendable {
        package var pulse: PulseID
        /// Killed without grace.
        package var isAtOnce: Bool

        package init(pulse: PulseID, isAtOnce: Bool) {
            self.pulse = pulse
            self.isAtOnce = isAtOnce
        }
    }

    package init(records: [Record] = [], makes: [Make] = [], stops: [Stop] = [], state: ScheduleState) {
        self.records = records
        self.makes = makes
        self.stops = stops
        self.state = state
    }
}

/// Schedules that are due and were not judged in a turn: where they begin, by priority and then by time.
///
/// Nothing is claimed that the pulses they will make could come before.
package struct UnjudgedRest: Hashable, Sendable {
    package var priority: Priority
    package var at: Instant

    package init(priority: Priority, at: Instant) {
        self.priority = priority
        self.at = at
    }
}

extension UnjudgedRest? {
    /// Up to when pulses of a priority may be due to be claimed; nil where none may.
    package func allows(_ priority: Priority, dueBy now: Instant) -> Instant? {
        guard let rest = self, priority >= rest.priority else { return now }
        return priority == rest.priority ? min(rest.at, now) : nil
    }
}
