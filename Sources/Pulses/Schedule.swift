package import Recurrence

/// The number of a schedule: positive, given by the store, never used again. People name it by its name.
package struct ScheduleID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var value: Int64

    package init(_ value: Int64) { self.value = value }

    package var description: String { String(value) }

    package static func < (a: ScheduleID, b: ScheduleID) -> Bool { a.value < b.value }
}

/// A named recurrence that makes pulses.
package struct Schedule: Hashable, Sendable {
    package var id: ScheduleID
    package var spec: ScheduleSpec
    package var state: ScheduleState

    package init(id: ScheduleID, spec: ScheduleSpec, state: ScheduleState) {
        self.id = id
        self.spec = spec
        self.state = state
    }
}

/// All that is asked of a schedule. A change makes a new revision; what has happened stays as it was.
package struct ScheduleSpec: Hashable, Sendable {
    /// Begins with a letter, so that it is never taken for a number; unique among those that exist.
    package var name: String
    package var timing: ScheduleTiming
    package var policies: SchedulePolicies
    /// What each of its pulses is made from; `scheduledAt`, `createdAt` and `key` are filled in by each. With steps, what they have in
    /// common: the priority by which the schedule is judged, whose they are, where they came from.
    package var template: PulseSpec
    /// The pulses that each fire makes together; none: one pulse, of the template.
    package var steps: [ScheduleStep]
    /// Where it came from.
    package var origin: Origin

    /// Made things live in the store alone; declared ones in a file, which the store follows.
    package enum Origin: Hashable, Sendable {
        case made
        /// The file's path.
        case declared(String)

        /// Nil for made things.
        package var file: String? { if case .declared(let file) = self { file } else { nil } }
    }

    package init(
        name: String, timing: ScheduleTiming, policies: SchedulePolicies = SchedulePolicies(), template: PulseSpec,
        steps: [ScheduleStep] = [], origin: Origin = .made
    ) {
        self.name = name
        self.timing = timing
        self.policies = policies
        self.template = template
        self.steps = steps
        self.origin = origin
    }
}

/// When a schedule fires, as it was asked for; `Recurrence` gives the meaning.
package struct ScheduleTiming: Hashable, Sendable {
    /// Cron or interval, as written.
    package var rule: String
    package var dialect: CronExpression.Dialect
    /// The zone's IANA name, resolved when the schedule was made.
    package var zone: String
    package var jitter: Duration
    /// Windows as written: it fires only inside of `active`, and never inside of `quiet`.
    package var active: [String]
    package var quiet: [String]
    package var onBlocked: BlockedPolicy
    /// Inclusive. An interval counts from `start`, else from `anchor`.
    package var start: Instant?
    package var end: Instant?
    package var maxRuns: Int?
    /// An interval's next time is counted from the end of the run before.
    package var isAfterCompletion: Bool
    /// What intervals count from: when it was made, cut to the second.
    package var anchor: Instant

    package init(
        rule: String, dialect: CronExpression.Dialect = .upbeat, zone: String, jitter: Duration = .zero, active: [String] = [],
        quiet: [String] = [], onBlocked: BlockedPolicy = .skip, start: Instant? = nil, end: Instant? = nil, maxRuns: Int? = nil,
        isAfterCompletion: Bool = false, anchor: Instant
    ) {
        self.rule = rule
        self.dialect = dialect
        self.zone = zone
        self.jitter = jitter
        self.active = active
        self.quiet = quiet
        self.onBlocked = onBlocked
        self.start = start
        self.end = end
        self.maxRuns = maxRuns
        self.isAfterCompletion = isAfterCompletion
        self.anchor = anchor
    }
}

/// How far a schedule has come.
package struct ScheduleState: Hashable, Sendable {
    /// Counts the changes of the spec, from 1.
    package var revision: Int
    package var createdAt: Instant
    package var updatedAt: Instant
    /// Every nominal time up to this one is on record; at first, the moment it was made (or `start` less a millisecond).
    package var cursor: Instant
    /// The next occurrence; nil while it is paused without an end, waits for the end of a run, or is over.
    package var next: NextOccurrence?
    package var pause: Pause?
    /// Why it will never fire again (`max_runs`, `end`, `unreadable`); nil while it may.
    package var over: String?

    /// Why one is over whose rule, zone or windows cannot be read any more; it goes on when they can.
    package static let unreadable = "unreadable"
    /// Occurrences that fired.
    package var fires: Int
    /// Runs that failed since the last that did well.
    package var failures: Int
    /// It was paused for its failures, and no run has done well since.
    package var isInIncident: Bool

    package init(
        revision: Int = 1, createdAt: Instant, updatedAt: Instant? = nil, cursor: Instant, next: NextOccurrence? = nil,
        pause: Pause? = nil, over: String? = nil, fires: Int = 0, failures: Int = 0, isInIncident: Bool = false
    ) {
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.cursor = cursor
        self.next = next
        self.pause = pause
        self.over = over
        self.fires = fires
        self.failures = failures
        self.isInIncident = isInIncident
    }
}

/// An occurrence that has not come yet.
package struct NextOccurrence: Hashable, Sendable {
    /// Its time by the rule: what is stored, logged and compared.
    package var nominal: Instant
    /// When it is looked at: the nominal time and its jitter, the opening of a window, the end of a pause or snooze.
    package var at: Instant

    package init(nominal: Instant, at: Instant) {
        self.nominal = nominal
        self.at = at
    }
}

/// Nothing fires from `since` on, until `until` or until somebody resumes it.
package struct Pause: Hashable, Sendable {
    package var kind: Kind
    /// Who paused it: a person, an agent's name, or `upbeat`.
    package var by: String
    package var why: String?
    package var since: Instant
    package var until: Instant?

    package enum Kind: String, Sendable {
        case person
        /// After too many failures.
        case failures
        /// The next occurrence was put off: it comes at `until`, as one.
        case snooze
        /// The person has not agreed to it yet.
        case approval
    }

    package init(kind: Kind = .person, by: String, why: String? = nil, since: Instant, until: Instant? = nil) {
        self.kind = kind
        self.by = by
        self.why = why
        self.since = since
        self.until = until
    }
}
