package import Pulses
package import Recurrence

extension InMemoryStore: PulseMaking {
    package func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] {
        try access { state in state.refused(orders) ?? state.overLimit(orders) ?? orders.map { state.make($0) } }
    }

    package func cancel(_ id: PulseID, at now: Instant) async throws(StoreError) -> CancelAnswer {
        try access { state in
            guard let pulse = state.pulses[id] else { return .unknown }
            guard pulse.progress.status.after(.cancel) != nil else { return .alreadyEnded(pulse) }
            if pulse.progress.status == .processing {
                state.running[id]?.isCancelled = true
                state.record(.pulseCancelAsked, at: now, pulse, attempt: pulse.progress.attempt)
                return .running(pulse)
            }
            let cancelled = state.cancel(pulse, reason: "cancelled", at: now)
            state.concluded(cancelled, endedAt: now, now: now)
            return .cancelled(cancelled)
        }
    }

    package func revive(_ id: PulseID, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> ReviveAnswer {
        try access { state in
            guard let pulse = state.pulses[id] else { return .unknown }
            guard pulse.progress.status.after(.revive) != nil else { return .refused(pulse) }
            if terms.isLimited, let fault = state.fault(LimitDemand(made: 1, opening: 1), of: pulse.spec.owner, at: now) {
                return .overLimit(fault)
            }
            return state.revive(pulse, at: now, awaitsApproval: terms.awaitsApproval).map { .revived($0) } ?? .refused(pulse)
        }
    }
}

extension InMemoryState {
    /// The answers where one of the orders is to wait for what is not there.
    fileprivate func refused(_ orders: [PulseOrder]) -> [Made]? {
        for (index, order) in orders.enumerated() {
            if let wish = order.idempotency, let isSame = isSame(wish, at: order.spec.createdAt) {
                if isSame || orders.count == 1 { continue }
                return orders.indices.map { $0 == index ? .fingerprintConflict : .notTried }
            }
            if orders.count > 1, order.onKey == .refuse, let open = open(withKey: order.spec.key).first {
                return orders.indices.map { $0 == index ? .keyTaken(open) : .notTried }
            }
            let inTheWay = order.onKey == .replace ? open(withKey: order.spec.key) : []
            // The first of its dependencies that cannot be.
            let fault = order.after.lazy.compactMap { dependency -> DependencyFault? in
                if let doomed = inTheWay.first(where: { dependency == DependencyOrder(on: .pulse($0.id), condition: .success) }) {
                    return .ended(doomed.id, .cancelled)
                }
                var one = order
                one.after = [dependency]
                if case .failure(let refusal) = waits(of: one) { return refusal.fault }
                return nil
            }.first
            if let fault { return orders.indices.map { $0 == index ? .refused(fault) : .notTried } }
        }
        return nil
    }

    /// Whether what is known of an idempotency key is that very request; nil where nothing is known of it.
    func isSame(_ wish: Idempotency, at now: Instant) -> Bool? {
        if let known = remembered(wish, at: now) { return known.idempotency.fingerprint == wish.fingerprint && pulses[known.pulse] != nil }
        guard let kept = requests[RequestKey(wish)], now - kept.at < Idempotency.lifetime else { return nil }
        return false
    }

    /// As it was when it was made.
    func asMade(_ pulse: Pulse) -> Pulse {
        Pulse.new(
            id: pulse.id, spec: pulse.spec, isWaiting: waits[pulse.id] != nil, pipeline: pulse.pipeline,
            awaitsApproval: approvals[pulse.id] != nil)
    }

    func open(withKey key: String?) -> [Pulse] {
        guard let key else { return [] }
        return openPulses.filter { $0.spec.key == key }.sorted { $0.id > $1.id }
    }

    mutating func make(_ order: PulseOrder) -> Made {
        let spec = order.spec
        if let wish = order.idempotency, let isSame = isSame(wish, at: spec.createdAt) {
            guard isSame, let known = remembered(wish, at: spec.createdAt), let pulse = pulses[known.pulse] else {
                return .fingerprintConflict
            }
            return .replayed(asMade(pulse), wasCreated: known.wasCreated)
        }
        var those = order.after.compactMap { dependency -> Dependency? in
            guard case .pulse(let id) = dependency.on, let status = pulses[id]?.progress.status else { return nil }
            return Dependency(on: id, condition: dependency.condition, isMet: dependency.condition.isMet(by: status))
        }
        let open = open(withKey: spec.key)
        if let kept = open.first {
            switch order.onKey {
            case .keep:
                remember(order, kept.id, wasCreated: false)
                return .kept(kept)
            case .refuse: return .keyTaken(kept)
            case .replace: for old in open { makeRoom(old.id, &those, at: spec.createdAt) }
            }
        }
        var pulse = insert(spec)
        if !those.isEmpty { waits[pulse.id] = those }
        if those.contains(where: { !$0.isMet }) {
            (pulse.progress.status, pulse.progress.reason) = (.blocked, Dependency.reason)
            put(pulse)
        }
        if order.awaitsApproval { pulse = awaitApproval(pulse) }
        for wait in those where !wait.isMet {
            guard let status = pulses[wait.on]?.progress.status, !status.isOpen else { continue }
            settleDependents(of: wait.on, status, at: spec.createdAt)
        }
        remember(order, pulse.id, wasCreated: true)
        return open.isEmpty ? .created(pulse) : .replaced(pulse, old: open.map(\.id))
    }

    private mutating func makeRoom(_ id: PulseID, _ those: inout [Dependency], at now: Instant) {
        guard let pulse = pulses[id], open.contains(id) else { return }
        guard pulse.progress.status == .processing else {
            let cancelled = cancel(pulse, reason: SchedulePolicies.replaced, at: now)
            return concluded(cancelled, endedAt: now, now: now)
        }
        running[id]?.isCancelled = true
        record(.pulseCancelAsked, at: now, pulse, attempt: pulse.progress.attempt, detail: SchedulePolicies.replaced)
        those.append(Dependency(on: id, condition: .end))
    }

    private mutating func remember(_ order: PulseOrder, _ id: PulseID, wasCreated: Bool) {
        guard let wish = order.idempotency else { return }
        remembered.append(Remembered(idempotency: wish, pulse: id, wasCreated: wasCreated, at: order.spec.createdAt))
    }

    /// Cancels a pulse if it waits, and what waits for it.
    mutating func cancelWaiting(_ id: PulseID, reason: String, at now: Instant) {
        guard let pulse = pulses[id], pulse.progress.status == .pending || pulse.progress.status == .blocked else { return }
        cancel(pulse, reason: reason, at: now)
        settleDependents(of: id, .cancelled, at: now)
    }

    /// Cancels a pulse that waits.
    @discardableResult
    mutating func cancel(_ pulse: Pulse, reason: String, at now: Instant) -> Pulse {
        var pulse = pulse
        pulse.progress.status = .cancelled
        pulse.progress.reason = reason
        pulse.progress.finishedAt = now
        put(pulse)
        record(.pulseCancelled, at: now, pulse, detail: reason)
        return pulse
    }
}
