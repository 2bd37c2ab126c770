package import Pulses
package import Recurrence

extension InMemoryStore: PulseMaking {
    package func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] {
        try access { state in orders.map { state.make($0) } }
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
            if let schedule = pulse.spec.schedule { state.ended(.cancelled, of: schedule, endedAt: now, now: now) }
            return .cancelled(cancelled)
        }
    }

    package func revive(_ id: PulseID, at now: Instant) async throws(StoreError) -> ReviveAnswer {
        try access { state in
            guard var pulse = state.pulses[id] else { return .unknown }
            guard let next = pulse.progress.status.after(.revive) else { return .refused(pulse) }
            if let key = pulse.spec.key, state.openPulses.contains(where: { $0.spec.key == key }) { return .refused(pulse) }
            pulse.progress.status = next
            pulse.progress.reason = nil
            pulse.progress.finishedAt = nil
            pulse.progress.dueAt = now
            pulse.progress.spent = 0
            pulse.progress.lost = 0
            state.put(pulse)
            state.record(.pulseRevived, at: now, pulse)
            return .revived(pulse)
        }
    }
}

extension InMemoryState {
    fileprivate mutating func make(_ order: PulseOrder) -> Made {
        let spec = order.spec
        if let wish = order.idempotency,
            let known = remembered.last(where: {
                $0.idempotency.scope == wish.scope && $0.idempotency.key == wish.key
                    && spec.createdAt - $0.at < Idempotency.lifetime
            })
        {
            guard known.idempotency.fingerprint == wish.fingerprint else { return .fingerprintConflict }
            guard let pulse = pulses[known.pulse] else { return .fingerprintConflict }
            return .replayed(Pulse.new(id: pulse.id, spec: pulse.spec), wasCreated: known.wasCreated)
        }
        let kept = spec.key.flatMap { key in openPulses.first { $0.spec.key == key } }
        let pulse = kept ?? insert(spec)
        if let wish = order.idempotency {
            remembered.append(Remembered(idempotency: wish, pulse: pulse.id, wasCreated: kept == nil, at: spec.createdAt))
        }
        return kept.map { .kept($0) } ?? .created(pulse)
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
