package import Pulses

/// A promise that a history shows broken.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// Acknowledged or on record, and yet gone, not started, not ended, or ended without a reason.
        case lost
        /// Two pulses for one request, or two living trees of one pulse.
        case double
        /// Two living runs of one schedule, against its policy.
        case overlap
        /// Started before its time.
        case early
        /// Started again though neither a failure nor the end of a daemon explains it.
        case unjustifiedRerun = "unjustified re-run"
        /// Nobody asked for it.
        case phantom
        /// On record as running, without a living process.
        case stuck
        /// Tried more often than its policy allows, or again after an end that is fatal by it.
        case retry
        /// Called off, and alive afterwards.
        case cancel
        /// More runs of a pool at once than it has places.
        case crowded = "pool over capacity"
        /// More starts in a pool than its rate lets.
        case rushed = "pool over rate"
        /// Not begun though nothing stood in its way.
        case heldUp = "held up"
        /// A step that began, or did not, against the ends of those that it waits for.
        case disorder
        /// Some of the steps of one request exist, and some do not.
        case torn = "torn pipeline"
    }

    package var kind: Kind
    package var pulse: PulseID?
    /// The client's key, or the schedule's name, where one is known.
    package var key: String?
    /// What shows it, in one sentence with times.
    package var evidence: String

    package init(_ kind: Kind, pulse: PulseID?, key: String?, _ evidence: String) {
        self.kind = kind
        self.pulse = pulse
        self.key = key
        self.evidence = evidence
    }

    package var description: String {
        let subject = [pulse.map { "pulse \($0)" }, key.map { "key \($0)" }].compactMap(\.self).joined(separator: ", ")
        return "\(kind.rawValue): \(subject): \(evidence)"
    }
}
