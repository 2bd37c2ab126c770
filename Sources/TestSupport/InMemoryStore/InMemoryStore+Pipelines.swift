package import Pulses
import Recurrence

extension InMemoryStore {
    package func makePipeline(_ orders: [PulseOrder], _ idempotency: Idempotency?) async throws(StoreError) -> PipelineMade {
        try access { state in
            guard let now = orders.first?.spec.createdAt else { return .created([]) }
            if let idempotency, let isSame = state.isSame(idempotency, at: now) {
                guard isSame, let known = state.remembered(idempotency, at: now) else { return .fingerprintConflict }
                let made = state.pulses.values.filter { $0.pipeline == known.pulse }.sorted { $0.id < $1.id }
                return .replayed(made.map(state.asMade))
            }
            for (step, order) in orders.enumerated() {
                if case .failure(let refusal) = state.waits(of: order) { return .refused(step: step, refusal.fault) }
            }
            let demand = LimitDemand(made: orders.count, opening: orders.count)
            if let fault = state.fault(demand, of: orders.first?.spec.owner, at: now) { return .overLimit(fault) }
            var made = state.makeSteps(orders.map { ($0.spec, $0.after) })
            for (index, order) in orders.enumerated() where order.awaitsApproval { made[index] = state.awaitApproval(made[index]) }
            if let idempotency, let first = made.first {
                state.remembered.append(
                    InMemoryState.Remembered(idempotency: idempotency, pulse: first.id, wasCreated: true, at: now))
            }
            return .created(made)
        }
    }

    package func dependencies(of ids: [PulseID]) async throws(StoreError) -> [PulseID: [Dependency]] {
        try access { state in
            Dictionary(ids.compactMap { id in state.waits[id].map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
        }
    }
}

extension InMemoryState {
    /// Makes pulses that belong together; their dependencies have been looked at.
    ///
    /// - Parameter isBuffered: those that wait for none of the others wait for what is open of their schedule.
    mutating func makeSteps(_ steps: [(spec: PulseSpec, after: [DependencyOrder])], isBuffered: Bool = false) -> [Pulse] {
        var made: [Pulse] = []
        for step in steps {
            var pulse = insert(step.spec)
            pulse.pipeline = made.first?.id ?? pulse.id
            put(pulse)
            made.append(pulse)
        }
        for (index, step) in steps.enumerated() {
            let those = step.after.map { dependency in
                switch dependency.on {
                case .step(let place): return Dependency(on: made[place].id, condition: dependency.condition)
                case .pulse(let id):
                    let status = pulses[id]?.progress.status ?? .cancelled
                    return Dependency(on: id, condition: dependency.condition, isMet: dependency.condition.isMet(by: status))
                }
            }
            if !those.isEmpty { waits[made[index].id] = those }
            let isWaiting = those.contains { !$0.isMet }
            guard isWaiting || isBuffered && step.after.isEmpty else { continue }
            made[index].progress.status = .blocked
            made[index].progress.reason = isWaiting ? Dependency.reason : SchedulePolicies.buffered
            put(made[index])
        }
        return made
    }
}
