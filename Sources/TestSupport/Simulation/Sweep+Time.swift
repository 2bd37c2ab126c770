import Pulses
import Recurrence

// late and ignored: what could have been done between two facts, and was not.

extension Sweep {
    mutating func advance(to fact: Fact) {
        var end = fact.at
        if case .slept(let duration) = fact.event { end -= duration }
        if end > at {
            openPools(by: end)
            findKept(until: end)
        }
        guard end > at, let healthySince else { return endStandstill(by: end) }
        endStandstill(by: end)
        guard standstill == nil else { return }
        let base = max(healthySince, stillUntil)
        if let slotFreeSince, !isFenced { findLatePulses(since: max(base, slotFreeSince, fencedUntil), until: end) }
        findLateSchedules(since: base, until: end)
        findIgnored(since: healthySince, until: end)
    }

    /// A standstill with an end is over when the wall clock says so.
    private mutating func endStandstill(by end: Duration) {
        guard let until = standstill?.until else { return }
        let crossing = at + max(until - wall, .zero)
        guard crossing <= end else { return }
        standstill = nil
        stillUntil = crossing
    }

    /// When the wall clock reaches a moment, if it does before `end`.
    func crossing(_ moment: Instant, by end: Duration) -> Duration? {
        let crossing = at + max(moment - wall, .zero)
        return crossing <= end ? crossing : nil
    }

    private mutating func findLatePulses(since base: Duration, until end: Duration) {
        for id in pending {
            guard let pulse = pulses[id], !pulse.isReported, let due = pulse.dueSince ?? crossing(pulse.dueAt, by: end) else { continue }
            pulses[id]?.dueSince = due
            guard let open = openSince(pulse.spec.pools) else { continue }
            let could = max(base, due, pulse.availableAt, open)
            guard end - could > setting.patience else { continue }
            pulses[id]?.isReported = true
            report(
                .late, pulse: id, at: end,
                "due at \(pulse.dueAt); it could have started at \(could.inSeconds), and had not by \(end.inSeconds)")
        }
    }

    private mutating func findLateSchedules(since base: Duration, until end: Duration) {
        for (id, look) in looks {
            guard !look.isReported, let due = look.dueSince ?? crossing(look.at, by: end) else { continue }
            if look.dueSince == nil { looks[id]?.dueSince = due }
            let could = max(base, due)
            guard end - could > setting.patience else { continue }
            looks[id]?.isReported = true
            report(
                .late, schedule: id, at: end,
                "to be judged at \(look.at); it could have been at \(could.inSeconds), and had not by \(end.inSeconds)")
        }
    }

    private mutating func findIgnored(since base: Duration, until end: Duration) {
        for id in living {
            guard let pulse = pulses[id], let wishedAt = pulse.wishedAt, !pulse.isReported, let child = pulse.child,
                !unendable.contains(child), pulse.owner == worker, pulse.isWishHeard
            else { continue }
            let limit = max(base, wishedAt) + setting.grace + .seconds(1) + setting.patience
            guard end > limit else { continue }
            pulses[id]?.isReported = true
            report(
                .ignored, pulse: id, at: end,
                "it was to stop at \(wishedAt.inSeconds), and attempt \(child.attempt) still ran at \(end.inSeconds)")
        }
    }
}
