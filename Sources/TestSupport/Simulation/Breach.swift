package import Pulses

/// A promise that a history shows broken.
package struct Breach: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// On record or acknowledged, and yet gone, not started, not ended, or not accounted for.
        case lost
        /// One nominal time that is on record twice, two pulses for it, or two living children of one pulse.
        case double
        /// Started before its time.
        case early
        /// Not judged or not started though nothing stood in its way.
        case late
        /// Started while an earlier one of its schedule was open, against the policy.
        case overlap
        /// Started while a more important one was due and could have.
        case inversion
        /// More runs at once than there are slots.
        case overConcurrency = "over-concurrency"
        /// Started again though nothing on record explains it.
        case unjustifiedRerun = "unjustified re-run"
        /// Put aside too soon, or not after the third loss.
        case poison
        /// Nobody asked for it.
        case phantom
        /// On record as running, and nothing of it lives.
        case stuck
        /// Started or judged while nothing might start.
        case forbidden
        /// More runs at once than its pool allows, or more that begin within a time.
        case overPool = "over its pool"
        /// Started before what it had to wait for.
        case outOfOrder = "out of order"
        /// It was to stop, and was left to run.
        case ignored
    }

    package var kind: Kind
    package var pulse: PulseID?
    package var schedule: ScheduleID?
    /// When it showed, since the history began.
    package var at: Duration
    /// What shows it, in one sentence.
    package var evidence: String

    package init(_ kind: Kind, pulse: PulseID? = nil, schedule: ScheduleID? = nil, at: Duration, _ evidence: String) {
        self.kind = kind
        self.pulse = pulse
        self.schedule = schedule
        self.at = at
        self.evidence = evidence
    }

    package var description: String {
        let subject = [schedule.map { "schedule \($0)" }, pulse.map { "pulse \($0)" }].compactMap(\.self).joined(separator: ", ")
        return "\(kind.rawValue) at \(at.inSeconds): \(subject): \(evidence)"
    }
}
