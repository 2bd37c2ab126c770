package import Recurrence

/// What became of one nominal time of a schedule, or of a row of them with the same fate. Every nominal time up to the schedule's
/// cursor is on record, once.
package struct Occurrence: Hashable, Sendable {
    package var schedule: ScheduleID
    /// The first nominal time that this tells of.
    package var first: Instant
    /// The last; the same as `first` where it is one.
    package var last: Instant
    /// How many it tells of; nominal times in between may be on record elsewhere.
    package var count: Int
    package var fate: Fate
    /// When it was decided.
    package var at: Instant

    package enum Fate: Hashable, Sendable {
        case fired(PulseID)
        case skipped(SkipReason)
        case missed(MissReason)
    }

    package init(schedule: ScheduleID, first: Instant, last: Instant, count: Int, fate: Fate, at: Instant) {
        self.schedule = schedule
        self.first = first
        self.last = last
        self.count = count
        self.fate = fate
        self.at = at
    }
}

/// Why an occurrence was left out on purpose. Raw values are part of the API.
package enum SkipReason: String, CaseIterable, Sendable {
    /// An earlier one was still open.
    case overlap
    /// As many as may wait were waiting.
    case bufferFull = "buffer_full"
    /// Outside of `active` or inside of `quiet`.
    case window
    case paused
    /// Everything was paused.
    case pausedAll = "paused_all"
    case maintenance
    /// One run stood for several that were blocked.
    case coalesced
    /// It had run as often as it may before its turn came.
    case maxRuns = "max_runs"
    /// Its owner, an agent, had as many pulses as it may have.
    case agentLimit = "agent_limit"
    /// The person had not agreed to the schedule.
    case approval
}

/// Why an occurrence did not run though it should have. Raw values are part of the API.
package enum MissReason: String, CaseIterable, Sendable {
    /// Its time went by, and the policy is to skip.
    case late
    /// Another one stood for it.
    case coalesced
    /// It was older than the catch-up window.
    case tooOld = "too_old"
    /// More were missed than may be made up for.
    case overLimit = "over_limit"
    /// A pulse that could not begin before it was of no use (`expires_at`).
    case expired
}
