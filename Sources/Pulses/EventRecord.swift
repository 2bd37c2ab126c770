package import Recurrence

/// Something that happened, written in the same transaction as the change it tells of: the one source for logs, notices and live views.
package struct EventRecord: Hashable, Sendable {
    /// Its number: later ones have greater numbers, and no number is ever given twice.
    package var sequence: Int64
    package var at: Instant
    package var kind: EventKind
    package var pulse: PulseID?
    package var schedule: ScheduleID?
    /// The attempt it is about.
    package var attempt: Int?
    /// The reason, where there is one.
    package var detail: String?

    package init(
        sequence: Int64, at: Instant, kind: EventKind, pulse: PulseID? = nil, schedule: ScheduleID? = nil, attempt: Int? = nil,
        detail: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.pulse = pulse
        self.schedule = schedule
        self.attempt = attempt
        self.detail = detail
    }
}

/// What can happen. The raw value is what the store keeps; `name` is part of the API.
package enum EventKind: Int, CaseIterable, Sendable {
    case pulseCreated = 1
    case pulseStarted = 2
    case pulseCompleted = 3
    case pulseFailed = 4
    case pulseCancelled = 5
    case pulseMissed = 6
    /// Its attempt ended badly or got lost, or was given back at shutdown; another one follows.
    case pulseRetrying = 7
    /// Asked for again after it ended badly.
    case pulseRevived = 8
    /// Somebody asked to cancel it while it ran.
    case pulseCancelAsked = 9
    /// It waited for the end of another one, and can run now.
    case pulseReleased = 10
    /// Somebody put it off.
    case pulseSnoozed = 11
    /// Somebody changed what is asked of it.
    case pulseChanged = 12
    /// A run said how it went; the detail is the outcome that it named.
    case pulseReported = 13
    /// The person agreed to it.
    case pulseApproved = 14

    case scheduleCreated = 20
    case scheduleChanged = 21
    case scheduleRemoved = 22
    case schedulePaused = 23
    case scheduleResumed = 24
    /// Occurrences were skipped; the detail names how many and why.
    case scheduleSkipped = 25
    /// Occurrences were missed; the detail names how many and why.
    case scheduleMissed = 26
    /// Too many failures in a row paused it: once for each incident.
    case scheduleFailing = 27
    /// The first success after that.
    case scheduleRecovered = 28
    /// It will not fire again.
    case scheduleOver = 29

    case standstillBegan = 40
    case standstillEnded = 41
    case clockStepped = 42
    /// A daemon had ended out of order; the detail names how.
    case daemonCrashed = 43

    package var name: String {
        switch self {
        case .pulseCreated: "pulse.created"
        case .pulseStarted: "pulse.started"
        case .pulseCompleted: "pulse.completed"
        case .pulseFailed: "pulse.failed"
        case .pulseCancelled: "pulse.cancelled"
        case .pulseMissed: "pulse.missed"
        case .pulseRetrying: "pulse.retrying"
        case .pulseRevived: "pulse.revived"
        case .pulseCancelAsked: "pulse.cancel_asked"
        case .pulseReleased: "pulse.released"
        case .pulseSnoozed: "pulse.snoozed"
        case .pulseChanged: "pulse.changed"
        case .pulseReported: "pulse.reported"
        case .pulseApproved: "pulse.approved"
        case .scheduleCreated: "schedule.created"
        case .scheduleChanged: "schedule.changed"
        case .scheduleRemoved: "schedule.removed"
        case .schedulePaused: "schedule.paused"
        case .scheduleResumed: "schedule.resumed"
        case .scheduleSkipped: "schedule.skipped"
        case .scheduleMissed: "schedule.missed"
        case .scheduleFailing: "schedule.failing"
        case .scheduleRecovered: "schedule.recovered"
        case .scheduleOver: "schedule.over"
        case .standstillBegan: "standstill.began"
        case .standstillEnded: "standstill.ended"
        case .clockStepped: "clock.stepped"
        case .daemonCrashed: "daemon.crashed"
        }
    }

    /// What a pulse's new status is told by.
    package init(entering status: PulseStatus) {
        self =
            switch status {
            case .completed: .pulseCompleted
            case .failed: .pulseFailed
            case .cancelled: .pulseCancelled
            case .missed: .pulseMissed
            case .pending, .blocked: .pulseRetrying
            case .processing: .pulseStarted
            }
    }
}
