package import Pulses
package import Recurrence

extension InMemoryStore {
    package func begin(_ request: Idempotency, by owner: BootID, at now: Instant) async throws(StoreError) -> RequestBegun {
        try access { state in
            if state.remembered(request, at: now) != nil { return .conflict }
            let key = InMemoryState.RequestKey(request)
            var isTakenOver = false
            if let known = state.requests[key], now - known.at < Idempotency.lifetime {
                if known.fingerprint != request.fingerprint { return .conflict }
                if let answer = known.answer { return .answered(answer) }
                if known.owner == owner, now - known.at < Idempotency.patience { return .inProgress }
                isTakenOver = true
            }
            state.requests[key] = InMemoryState.KeptRequest(fingerprint: request.fingerprint, at: now, owner: owner)
            return isTakenOver ? .takenOver : .new
        }
    }

    package func finish(_ request: Idempotency, by owner: BootID, with answer: KeptAnswer) async throws(StoreError) {
        try access { state in
            let key = InMemoryState.RequestKey(request)
            guard let known = state.requests[key], known.owner == owner, known.answer == nil else { return }
            state.requests[key]?.answer = answer
        }
    }

    package func abandon(_ request: Idempotency, by owner: BootID) async throws(StoreError) {
        try access { state in
            let key = InMemoryState.RequestKey(request)
            guard let known = state.requests[key], known.owner == owner, known.answer == nil else { return }
            state.requests[key] = nil
        }
    }

    package func change(
        _ pulse: Pulse, to spec: PulseSpec, at now: Instant, _ terms: AskingTerms
    ) async throws(StoreError) -> PulseChanged {
        try access { state in
            guard let known = state.pulses[pulse.id] else { return .unknown }
            let waits = known.progress.status == .pending || known.progress.status == .blocked
            guard waits, known == pulse else { return .stale(known) }
            let changed = state.change(known, to: spec, at: now)
            return .changed(terms.awaitsApproval ? state.awaitApproval(changed) : changed)
        }
    }

    package func pulses(
        matching filter: PulseFilter, before: PulseID?, limit: Int, lookingBack: Int
    ) async throws(StoreError) -> PulsePage {
        try access { state in
            let earlier = state.pulses.values.filter { pulse in before.map { pulse.id < $0 } ?? true }.sorted { $0.id > $1.id }
            let found = earlier.prefix(lookingBack).filter(filter.matches)
            if found.count > limit { return PulsePage(pulses: Array(found.prefix(limit)), next: found[limit - 1].id) }
            let isMore = earlier.count >= lookingBack
            return PulsePage(pulses: found, next: isMore ? earlier.prefix(lookingBack).last?.id : nil)
        }
    }
}

extension PulseFilter {
    fileprivate func matches(_ pulse: Pulse) -> Bool {
        let (spec, due) = (pulse.spec, pulse.progress.dueAt)
        guard statuses.isEmpty || statuses.contains(pulse.progress.status) else { return false }
        guard tag.map(spec.tags.contains) ?? true, schedule.map({ spec.schedule == $0 }) ?? true else { return false }
        guard owner.map({ spec.owner == $0 }) ?? true, priority.map({ spec.priority == $0 }) ?? true else { return false }
        return (creator.map { spec.createdBy == $0 } ?? true) && (from.map { due >= $0 } ?? true) && (to.map { due < $0 } ?? true)
    }
}

extension InMemoryStore {
    package func made(by request: Idempotency, at now: Instant) async throws(StoreError) -> Made? {
        try access { state in
            guard let isSame = state.isSame(request, at: now) else { return nil }
            guard isSame, let known = state.remembered(request, at: now), let pulse = state.pulses[known.pulse] else {
                return .fingerprintConflict
            }
            return .replayed(state.asMade(pulse), wasCreated: known.wasCreated)
        }
    }
}
