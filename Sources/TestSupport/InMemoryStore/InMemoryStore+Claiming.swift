package import Pulses
import Recurrence

extension InMemoryStore: PulseClaiming {
    package func turn(_ turn: Turn) async throws(StoreError) -> TurnResult {
        try access { state in
            if let step = turn.clockStep { state.record(.clockStepped, at: turn.now, detail: "\(step.milliseconds) ms") }
            var result = TurnResult(claims: [], applied: [:], nextDue: nil)
            for ended in turn.ends {
                if let status = state.apply(ended, at: turn.now) { result.applied[ended.key] = status }
            }
            state.expire(at: turn.now)
            let closure = state.closure(at: turn.now)
            let nextExpiry = state.nextExpiry(after: turn.now)
            guard !closure.isClosed else {
                result.nextLook = [closure.until, nextExpiry].compactMap(\.self).min()
                return result
            }
            let rest = state.judge(turn, &result)
            if turn.limit > 0 {
                let due = state.pending.values.filter { place in
                    rest.allows(place.priority, dueBy: turn.now).map { place.dueAt <= $0 } ?? false
                }.sorted().prefix(turn.limit)
                for pulse in due.compactMap({ state.pulses[$0.id] }) { result.claims.append(state.claim(pulse, turn)) }
            }
            result.nextDue = state.pending.values.min { $0.dueAt < $1.dueAt }?.dueAt
            result.nextLook = [state.schedules.looks.values.min(), nextExpiry].compactMap(\.self).min()
            return result
        }
    }

    package func note(_ process: ProcessRecord, of key: RunKey) async throws(StoreError) {
        try access { state in
            guard state.running[key.pulse]?.attempt.key == key else { return }
            state.running[key.pulse]?.attempt.process = process
        }
    }

    package func orphans(notOf boot: BootID) async throws(StoreError) -> [Orphan] {
        try access { state in
            state.running.values.filter { $0.attempt.owner != boot }.compactMap { running in
                guard let pulse = state.pulses[running.attempt.key.pulse] else { return nil }
                let claim = Claim(
                    key: running.attempt.key, spec: pulse.spec, dueAt: running.attempt.dueAt,
                    startedAt: running.attempt.startedAt, spent: pulse.progress.spent, lost: pulse.progress.lost)
                return Orphan(
                    claim: claim, owner: running.attempt.owner, process: running.attempt.process,
                    isCancelled: running.isCancelled)
            }.sorted { $0.claim.key.pulse < $1.claim.key.pulse }
        }
    }
}

extension InMemoryState {
    fileprivate mutating func claim(_ pulse: Pulse, _ turn: Turn) -> Claim {
        var pulse = pulse
        pulse.progress.status = .processing
        pulse.progress.attempt += 1
        let key = RunKey(pulse: pulse.id, attempt: pulse.progress.attempt)
        put(pulse)
        record(.pulseStarted, at: turn.now, pulse, attempt: key.attempt)
        running[pulse.id] = Running(
            attempt: Attempt(key: key, owner: turn.owner, dueAt: pulse.progress.dueAt, startedAt: turn.now))
        return Claim(
            key: key, spec: pulse.spec, dueAt: pulse.progress.dueAt, startedAt: turn.now, spent: pulse.progress.spent,
            lost: pulse.progress.lost)
    }

    fileprivate mutating func apply(_ ended: EndedRun, at now: Instant) -> PulseStatus? {
        guard let run = running[ended.key.pulse], run.attempt.key == ended.key, var pulse = pulses[ended.key.pulse] else { return nil }
        running[ended.key.pulse] = nil
        var attempt = run.attempt
        attempt.end = ended.end
        history[pulse.id, default: []].append(attempt)
        if ended.end.stopped != .shutdown {
            tally.byOutcome[ended.end.outcome, default: 0] += 1
            tally.totalDuration += attempt.duration ?? .zero
        }
        pulse.progress.spent = ended.verdict.spent
        pulse.progress.lost = ended.verdict.lost
        switch ended.verdict.disposition {
        case .again where run.isCancelled:
            pulse.progress.status = .cancelled
            pulse.progress.reason = "cancelled"
            pulse.progress.finishedAt = ended.end.endedAt
        case .again(let due):
            pulse.progress.status = .pending
            pulse.progress.reason = nil
            pulse.progress.dueAt = due
        case .finish(let status, let reason):
            pulse.progress.status = status
            pulse.progress.reason = reason
            pulse.progress.finishedAt = ended.end.endedAt
        }
        put(pulse)
        let status = pulse.progress.status
        let reason = ended.end.stopped == .shutdown ? "given back" : ended.end.outcome.name
        record(
            EventKind(entering: status), at: ended.end.endedAt, pulse, attempt: ended.key.attempt,
            detail: status.isOpen ? reason : pulse.progress.reason)
        if !status.isOpen, let schedule = pulse.spec.schedule {
            self.ended(status, of: schedule, endedAt: ended.end.endedAt, now: now, pauseReason: ended.end.pauseReason)
        }
        return status
    }
}
