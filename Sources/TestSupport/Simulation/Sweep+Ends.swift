import Pulses
import Recurrence

// unjustified re-run, poison, lost, early: what is on record of an end, held against the child's word and the policy.

extension Sweep {
    mutating func apply(_ key: RunKey, _ end: AttemptEnd, _ progress: PulseProgress) {
        guard let pulse = pulses[key.pulse], pulse.attempts == key.attempt, pulse.status == .processing else {
            return report(.phantom, pulse: key.pulse, "the end of attempt \(key.attempt) is on record, which did not run")
        }
        if let owner = pulse.owner {
            lives[owner]?.onRecord -= 1
            leavePools(key.pulse)
            measurePools()
            checkWord(key, end, pulse, owner)
        }
        checkPolicy(key, end, progress, pulse)
        count(end, key.pulse)
        pulses[key.pulse]?.owner = nil
        settle(key.pulse, progress)
        measureSlots()
    }

    /// What the store says of an attempt must be what its child said; a loss needs an owner that is gone.
    private mutating func checkWord(_ key: RunKey, _ end: AttemptEnd, _ pulse: SeenPulse, _ owner: BootID) {
        let word = pulse.words[key.attempt]
        if let turn, turn.owner != owner { checkRescue(key, pulse, owner) }
        let isAlone = lives[owner].map { $0.isUp && !$0.isFrozen } ?? false
        let told = word?.name ?? (pulse.begun.contains(key.attempt) ? "nothing" : "that it never began")
        switch end.outcome {
        case .lost where word == .lost: break
        case .lost where isAlone && lives.values.count { $0.isUp } == 1:
            report(
                .unjustifiedRerun, pulse: key.pulse, "attempt \(key.attempt) is on record as lost, and its daemon lives; it said \(told)")
        case .lost: break
        case .cancelled where !isAlone && (word == nil || pulse.wishedAt != nil): break
        case word: break
        default:
            report(.lost, pulse: key.pulse, "attempt \(key.attempt) is on record as \(end.outcome.name), and its child said \(told)")
        }
        if let child = pulse.child, child == key, !unendable.contains(child) {
            report(.stuck, pulse: key.pulse, "attempt \(key.attempt) has an end on record, and its child lives")
        }
    }

    private mutating func count(_ end: AttemptEnd, _ id: PulseID) {
        switch (end.outcome, end.stopped) {
        case (.succeeded, _), (_, .cancelled):
            pulses[id]?.spent += 1
            pulses[id]?.lostRow = 0
        case (.lost, _): pulses[id]?.lostRow += 1
        case (_, .shutdown): break
        default:
            pulses[id]?.spent += 1
            pulses[id]?.lostRow = 0
        }
    }

    private mutating func checkPolicy(_ key: RunKey, _ end: AttemptEnd, _ progress: PulseProgress, _ pulse: SeenPulse) {
        let isPending = progress.status == .pending
        let wasPoison = progress.reason == "poison"
        let row = end.outcome == .lost ? pulse.lostRow + 1 : 0
        if wasPoison != (row >= setting.poison && progress.status == .failed && end.stopped != .cancelled)
            || isPending && row >= setting.poison
        {
            report(.poison, pulse: key.pulse, "\(progress.status.name) (\(progress.reason ?? "-")) after \(row) losses in a row")
        }
        switch (end.outcome, end.stopped) {
        case (.succeeded, _):
            if progress.status != .completed { report(.unjustifiedRerun, pulse: key.pulse, "it did well, and is \(progress.status.name)") }
        case (_, .cancelled):
            if progress.status != .cancelled { report(.unjustifiedRerun, pulse: key.pulse, "called off, and \(progress.status.name)") }
        case (.lost, _):
            let isLast = pulse.spec.onLost == .fail || end.isFatal
            if isLast, isPending { report(.unjustifiedRerun, pulse: key.pulse, "lost for good, and pending") }
            if !isLast, row < setting.poison { expectAgain(key, progress, pulse, "after \(row) losses") }
        case (_, .shutdown): expectAgain(key, progress, pulse, "after it was given back")
        default:
            let used = pulse.spent + 1
            let wait = pulse.spec.retry.delay(afterFailures: used, luck: 0)
            let isLast = end.isFatal || used >= pulse.spec.retry.attempts || isTooLate(end.endedAt + wait, pulse)
            if isLast, isPending { report(.unjustifiedRerun, pulse: key.pulse, "failed for the last time, and pending") }
            guard !isLast else { return }
            // With bad luck the wait is half as long again, and it counts from when the engine heard of the end.
            if !isTooLate(max(end.endedAt, decided) + wait * 1.5, pulse) {
                expectAgain(key, progress, pulse, "after failure \(used) of \(pulse.spec.retry.attempts)")
            }
            // Where the clock was set back meanwhile the wait counts from a time that is not on record.
            if isPending, decided >= end.endedAt, progress.dueAt < end.endedAt + wait {
                report(
                    .early, pulse: key.pulse, "due again at \(progress.dueAt), \((progress.dueAt - end.endedAt).inSeconds) after it failed")
            }
        }
    }

    /// The window for retries is over.
    private func isTooLate(_ next: Instant, _ pulse: SeenPulse) -> Bool {
        pulse.spec.retry.window.map { next > pulse.spec.scheduledAt + $0 } ?? false
    }

    private mutating func expectAgain(_ key: RunKey, _ progress: PulseProgress, _ pulse: SeenPulse, _ words: String) {
        guard progress.status != .pending, pulse.wishedAt == nil else { return }
        report(.lost, pulse: key.pulse, "\(progress.status.name) (\(progress.reason ?? "-")) \(words)")
    }

    /// What is on record of a pulse has changed.
    mutating func settle(_ id: PulseID, _ progress: PulseProgress) {
        pulses[id]?.status = progress.status
        pulses[id]?.dueAt = progress.dueAt
        pulses[id]?.dueSince = nil
        pulses[id]?.availableAt = at
        pulses[id]?.isReported = false
        if progress.status == .pending { pending.insert(id) } else { pending.remove(id) }
        if !progress.status.isOpen { meet(id, progress.status) }
        guard !progress.status.isOpen, let schedule = pulses[id]?.spec.schedule else { return }
        close(id, progress, of: schedule)
    }

    mutating func revive(_ id: PulseID) {
        pulses[id]?.isRevived = true
        pulses[id]?.spent = 0
        pulses[id]?.lostRow = 0
    }
}
