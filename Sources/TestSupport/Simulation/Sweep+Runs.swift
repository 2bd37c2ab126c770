import Pulses
import Recurrence

// early, inversion, over-concurrency, double, phantom: what was taken from the store, and what the children say.

extension Sweep {
    mutating func claim(_ taken: Fact.Taken) {
        let isStill = standstill.map { $0.since <= decided } ?? false
        for claim in taken.claims {
            let id = claim.key.pulse
            guard let pulse = pulses[id] else {
                report(.phantom, pulse: id, "attempt \(claim.key.attempt) is on record, and the pulse is not")
                continue
            }
            if claim.key.attempt != pulse.attempts + 1 {
                report(.unjustifiedRerun, pulse: id, "attempt \(claim.key.attempt) follows attempt \(pulse.attempts)")
            }
            if pulse.status != .pending {
                report(.unjustifiedRerun, pulse: id, "attempt \(claim.key.attempt) was taken while it was \(pulse.status.name)")
            }
            if decided < pulse.dueAt {
                report(.early, pulse: id, "taken at \(decided), \((pulse.dueAt - decided).inSeconds) before \(pulse.dueAt)")
            }
            if let words = checkOrder(id) { report(.outOfOrder, pulse: id, words) }
            if let expiry = pulse.spec.expiresAt, expiry <= decided, !pulse.isRevived {
                report(.forbidden, pulse: id, "taken at \(decided), when it was of no use since \(expiry)")
            }
            if isStill { report(.forbidden, pulse: id, "taken at \(decided) in a standstill") }
        }
        findInversions(taken)
        for claim in taken.claims {
            let id = claim.key.pulse
            pulses[id]?.status = .processing
            pulses[id]?.attempts = claim.key.attempt
            pulses[id]?.owner = taken.owner
            pulses[id]?.wishedAt = nil
            pulses[id]?.isReported = false
            pending.remove(id)
            enterPools(claim)
            lives[taken.owner]?.onRecord += 1
        }
        measurePools()
        measureSlots()
    }

    /// Who goes first: priority, one level more for each quarter of an hour since it was due, then due time, then number.
    private func rank(_ id: PulseID) -> (Int, Instant, PulseID)? {
        guard let pulse = pulses[id] else { return nil }
        let quarters = max((decided - pulse.dueAt).milliseconds, 0) / 900_000
        return (max(pulse.spec.priority.rawValue - Int(quarters), 0), pulse.dueAt, id)
    }

    private mutating func findInversions(_ taken: Fact.Taken) {
        let claimed = taken.claims.map(\.key.pulse)
        guard let lowest = claimed.compactMap(rank).max(by: <) else { return }
        for (a, b) in zip(claimed, claimed.dropFirst()) {
            guard let first = rank(a), let second = rank(b), second < first else { continue }
            report(.inversion, pulse: a, "it was started before pulse \(b), which goes first")
        }
        for id in pending.subtracting(claimed) {
            guard let pulse = pulses[id], pulse.dueAt <= decided, let rank = rank(id), rank < lowest,
                !isHeldBack(id, by: taken.claims.filter { self.rank($0.key.pulse).map { $0 < rank } ?? false })
            else { continue }
            report(.inversion, pulse: lowest.2, "it was taken at \(decided), and pulse \(id), \(pulse.spec.priority.name), was left")
        }
        guard taken.judges > 0 else { return }
        for (id, look) in looks where look.at <= decided {
            guard let priority = schedules[id]?.schedule.spec.template.priority, priority.rawValue < lowest.0 else { continue }
            report(.inversion, pulse: lowest.2, "it was taken at \(decided), and schedule \(id), due at \(look.at), was not judged yet")
        }
    }

    mutating func start(_ key: RunKey, _ boot: BootID) {
        guard let pulse = pulses[key.pulse], pulse.attempts == key.attempt, pulse.owner == boot || pulse.status != .processing else {
            return report(.phantom, pulse: key.pulse, "a child of attempt \(key.attempt) for \(boot) began, which nobody took")
        }
        if pulse.begun.contains(key.attempt) {
            report(.double, pulse: key.pulse, "attempt \(key.attempt) was started twice")
        }
        if let other = pulse.child, !unendable.contains(other) {
            report(.double, pulse: key.pulse, "attempt \(key.attempt) began while attempt \(other.attempt) lived")
        }
        findLiveOverlap(of: pulse, key)
        lives[boot]?.children.insert(key)
        if let count = lives[boot]?.children.count, count > setting.slots {
            report(.overConcurrency, pulse: key.pulse, "it is one of \(count) that run at once in \(setting.slots) slots")
        }
        pulses[key.pulse]?.begun.insert(key.attempt)
        pulses[key.pulse]?.child = key
        living.insert(key.pulse)
    }

    private mutating func findLiveOverlap(of pulse: SeenPulse, _ key: RunKey) {
        guard let schedule = pulse.spec.schedule, pulse.spec.nominal != nil, pulse.overlap != .allowAll, !pulse.isRevived else { return }
        for other in living where other != key.pulse {
            guard let rival = pulses[other], rival.spec.schedule == schedule, rival.spec.nominal != nil, !rival.isRevived,
                rival.overlap != .allowAll,
                let child = rival.child, !unendable.contains(child)
            else { continue }
            report(.overlap, pulse: key.pulse, "it began while pulse \(other) of the same schedule ran (\(pulse.overlap?.rawValue ?? "?"))")
        }
    }

    mutating func end(_ key: RunKey, _ boot: BootID, _ outcome: AttemptOutcome?) {
        guard lives[boot]?.children.remove(key) != nil, pulses[key.pulse]?.begun.contains(key.attempt) == true else {
            return report(.phantom, pulse: key.pulse, "a child of attempt \(key.attempt) ended that never began")
        }
        taken[key] = nil
        if let outcome { pulses[key.pulse]?.words[key.attempt] = outcome }
        if isTaken(key, from: boot) { fencedUntil = at }
        guard pulses[key.pulse]?.child == key else { return }
        pulses[key.pulse]?.child = nil
        living.remove(key.pulse)
    }

    mutating func wish(_ id: PulseID) {
        guard let pulse = pulses[id], pulse.status == .processing else { return }
        // A rival cannot ask what is not its own; who is alone hears it, and it counts from then.
        let isHeard = lives.values.count { $0.isUp } == 1
        pulses[id]?.wishedAt = isHeard && !pulse.isWishHeard ? at : pulse.wishedAt ?? at
        pulses[id]?.isWishHeard = isHeard
    }
}
