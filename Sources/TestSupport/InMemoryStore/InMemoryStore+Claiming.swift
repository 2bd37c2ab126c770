package import Pulses
import Recurrence

extension InMemoryStore: PulseClaiming {
    package func turn(_ turn: Turn) async throws(StoreError) -> TurnResult {
        try access { state in
            if let step = turn.clockStep { state.record(.clockStepped, at: turn.now, detail: "\(step.milliseconds) ms") }
            var result = TurnResult(claims: [], applied: [:], nextDue: nil)
            let hasLapsed = state.leases.renew(turn.owner, for: turn.lease, at: state.leaseTime())
            for ended in turn.ends {
                if let status = state.apply(ended, of: turn) { result.applied[ended.key] = status }
            }
            if hasLapsed { result.held = state.runs(of: turn.owner) }
            if turn.seeksOrphans { result.hasOrphans = !state.orphans(notOf: turn.owner).isEmpty }
            state.settlePools(at: turn.now)
            state.expire(at: turn.now)
            let closure = state.closure(at: turn.now)
            let nextExpiry = state.nextExpiry(after: turn.now)
            guard !closure.isClosed else {
                result.nextLook = [closure.until, nextExpiry].compactMap(\.self).min()
                return result
            }
            let rest = state.judge(turn, &result)
            if turn.limit > 0, !hasLapsed {
                state.claim(turn, rest, &result)
            }
            result.nextDue = state.pending.values.compactMap { place in
                state.opening(state.pulses[place.id]?.spec.pools ?? [], at: turn.now).map { max(place.dueAt, $0) }
            }.min()
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
            state.orphans(notOf: boot).compactMap { running in
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
    fileprivate func runs(of owner: BootID) -> Set<RunKey> {
        Set(running.values.filter { $0.attempt.owner == owner }.map(\.attempt.key))
    }

    /// The runs of other owners that do not count as alive.
    fileprivate func orphans(notOf boot: BootID) -> [Running] {
        let now = leaseTime()
        return running.values.filter { $0.attempt.owner != boot && !leases.isLive($0.attempt.owner, at: now) }
    }

    /// Claims what is due and what its pools let begin.
    fileprivate mutating func claim(_ turn: Turn, _ rest: UnjudgedRest?, _ result: inout TurnResult) {
        let due = pending.values.filter { $0.dueAt <= turn.now }.map { ($0.priority.aged(dueAt: $0.dueAt, at: turn.now), $0.dueAt, $0.id) }
        for (level, dueAt, id) in due.sorted(by: { $0 < $1 }) where result.claims.count < turn.limit {
            guard let bound = rest.allows(level, dueBy: turn.now), dueAt <= bound, let pulse = pulses[id],
                opening(pulse.spec.pools, at: turn.now).map({ $0 <= turn.now }) == true
            else { continue }
            result.claims.append(claim(pulse, turn))
        }
    }

    fileprivate mutating func claim(_ pulse: Pulse, _ turn: Turn) -> Claim {
        var pulse = pulse
        pulse.progress.status = .processing
        pulse.progress.attempt += 1
        let key = RunKey(pulse: pulse.id, attempt: pulse.progress.attempt)
        put(pulse)
        record(.pulseStarted, at: turn.now, pulse, attempt: key.attempt)
        running[pulse.id] = Running(
            attempt: Attempt(key: key, owner: turn.owner, dueAt: pulse.progress.dueAt, startedAt: turn.now))
        // What has neither a rate nor a daily limit is not counted.
        let counting = pulse.spec.pools.compactMap { pools[$0] }.filter { $0.limits.rate != nil || $0.limits.daily != nil }
        starts += counting.map { ($0.name, turn.now) }
        return Claim(
            key: key, spec: pulse.spec, dueAt: pulse.progress.dueAt, startedAt: turn.now, spent: pulse.progress.spent,
            lost: pulse.progress.lost, inputs: inputs(of: pulse.id))
    }

    fileprivate mutating func apply(_ ended: EndedRun, of turn: Turn) -> PulseStatus? {
        guard let run = running[ended.key.pulse], run.attempt.key == ended.key, var pulse = pulses[ended.key.pulse],
            run.attempt.owner == turn.owner || !leases.isLive(run.attempt.owner, at: leaseTime())
        else { return nil }
        running[ended.key.pulse] = nil
        let ended = reports[ended.key].map(ended.heeding) ?? ended
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
        if !status.isOpen { concluded(pulse, endedAt: ended.end.endedAt, now: turn.now, pauseReason: ended.end.pauseReason) }
        return status
    }
}
