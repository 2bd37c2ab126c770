import Pulses
import Recurrence

/// Pulses that wait for others.
extension InMemoryState {
    // MARK: ends

    /// A pulse has ended for good: those that wait for it go on or are cancelled, and its schedule counts.
    mutating func concluded(_ pulse: Pulse, endedAt: Instant, now: Instant, pauseReason: String? = nil) {
        settleDependents(of: pulse.id, pulse.progress.status, at: now)
        guard let schedule = pulse.spec.schedule else { return }
        var status = pulse.progress.status
        if let pipeline = pulse.pipeline, pauseReason == nil {
            let all = pulses.values.filter { $0.pipeline == pipeline }
            guard all.allSatisfy({ !$0.progress.status.isOpen }) else { return }
            status = PulseStatus.ofAll(Set(all.map(\.progress.status)))
        }
        ended(status, of: schedule, endedAt: endedAt, now: now, pauseReason: pauseReason)
    }

    mutating func settleDependents(of id: PulseID, _ status: PulseStatus, at now: Instant) {
        var ended = [(id, status)]
        while let (id, status) = ended.popLast() {
            for dependent in dependents(of: id) {
                let places = (waits[dependent] ?? []).indices.filter { waits[dependent]?[$0].on == id }
                for place in places where waits[dependent]?[place].isMet == false {
                    guard let pulse = pulses[dependent], pulse.progress.status == .blocked,
                        pulse.progress.reason == Dependency.reason || pulse.progress.reason == Approval.reason
                    else { continue }
                    if waits[dependent]?[place].condition.isMet(by: status) == true {
                        waits[dependent]?[place].isMet = true
                        guard pulse.progress.reason == Dependency.reason, waits[dependent]?.allSatisfy(\.isMet) == true else { continue }
                        release(pulse, at: now)
                    } else {
                        cancel(pulse, reason: Dependency.reason, at: now)
                        ended.append((dependent, .cancelled))
                    }
                }
            }
        }
    }

    private mutating func release(_ pulse: Pulse, at now: Instant) {
        var pulse = pulse
        (pulse.progress.status, pulse.progress.reason) = (.pending, nil)
        pulse.progress.dueAt = max(pulse.spec.scheduledAt, now)
        put(pulse)
        record(.pulseReleased, at: now, pulse)
    }

    // MARK: asked for again

    mutating func revive(_ pulse: Pulse, at now: Instant, awaitsApproval: Bool) -> Pulse? {
        let known = approvals[pulse.id]
        guard let revived = reopen(pulse, awaitsApproval ? .awaited : known == .awaited ? .given : known, at: now) else { return nil }
        if let owner = pulse.spec.owner { revivals.append((owner, now)) }
        var open = [pulse.id]
        while let id = open.popLast() {
            for dependent in dependents(of: id) {
                guard let pulse = pulses[dependent], pulse.progress.status == .cancelled, pulse.progress.reason == Dependency.reason,
                    waits[dependent]?.contains(where: { $0.on == id && !$0.isMet && $0.condition == .success }) == true,
                    reopen(pulse, approvals[dependent], at: now) != nil
                else { continue }
                open.append(dependent)
            }
        }
        return revived
    }

    private mutating func reopen(_ pulse: Pulse, _ approval: Approval?, at now: Instant) -> Pulse? {
        guard let next = pulse.progress.status.after(.revive) else { return nil }
        if let key = pulse.spec.key, openPulses.contains(where: { $0.spec.key == key }) { return nil }
        var those = waits[pulse.id] ?? []
        for place in those.indices where !those[place].isMet {
            those[place].isMet = pulses[those[place].on].map { those[place].condition.isMet(by: $0.progress.status) } ?? false
        }
        let unmet = those.filter { !$0.isMet }
        guard unmet.allSatisfy({ open.contains($0.on) }) else { return nil }
        if !those.isEmpty { waits[pulse.id] = those }
        var pulse = pulse
        pulse.progress = PulseProgress(status: next, dueAt: now, attempt: pulse.progress.attempt)
        if !unmet.isEmpty { (pulse.progress.status, pulse.progress.reason) = (.blocked, Dependency.reason) }
        if approval == .awaited { (pulse.progress.status, pulse.progress.reason) = (.blocked, Approval.reason) }
        approvals[pulse.id] = approval
        put(pulse)
        record(.pulseRevived, at: now, pulse)
        return pulse
    }

    private func dependents(of id: PulseID) -> [PulseID] {
        waits.filter { $0.value.contains { $0.on == id } }.keys.sorted()
    }

    // MARK: making

    /// What an order would wait for; or why it cannot.
    func waits(of order: PulseOrder) -> Result<[Dependency], Refusal> {
        var found: [Dependency] = []
        for dependency in order.after {
            guard case .pulse(let id) = dependency.on else { continue }
            guard let status = pulses[id]?.progress.status else { return .failure(Refusal(fault: .unknown(id))) }
            let isMet = dependency.condition.isMet(by: status)
            guard status.isOpen || isMet else { return .failure(Refusal(fault: .ended(id, status))) }
            found.append(Dependency(on: id, condition: dependency.condition, isMet: isMet))
        }
        return .success(found)
    }

    struct Refusal: Error {
        var fault: DependencyFault
    }

    /// What the pulses wrote that this one waited for, as far as they completed.
    func inputs(of id: PulseID) -> [RunInput] {
        (waits[id] ?? []).compactMap { wait in
            guard let pulse = pulses[wait.on], pulse.progress.status == .completed else { return nil }
            return RunInput(step: pulse.spec.step?.name, key: RunKey(pulse: pulse.id, attempt: pulse.progress.attempt))
        }
    }
}
