package import Pulses
package import Recurrence

extension InMemoryStore {
    package func approve(_ id: PulseID, at now: Instant) async throws(StoreError) -> ApprovalAnswer {
        try access { state in
            state.decide(id) { state, pulses in
                for pulse in pulses { state.approve(pulse, at: now) }
            }
        }
    }

    package func deny(_ id: PulseID, why: String?, at now: Instant) async throws(StoreError) -> ApprovalAnswer {
        try access { state in
            state.decide(id) { state, pulses in
                let denied = pulses.map { state.cancel($0, reason: Approval.denial(why), at: now) }
                for pulse in denied { state.concluded(pulse, endedAt: now, now: now) }
            }
        }
    }

    package func approve(_ id: ScheduleID, at now: Instant) async throws(StoreError) -> ScheduleApprovalAnswer {
        try access { state in
            state.decide(id, at: now) { schedule, state in
                state.steps(at: now).approved(schedule, hasOpen: !state.openPulses(of: id).isEmpty)
            }
        }
    }

    package func deny(_ id: ScheduleID, why: String?, at now: Instant) async throws(StoreError) -> ScheduleApprovalAnswer {
        try access { state in
            state.decide(id, at: now) { schedule, state in state.steps(at: now).denied(schedule, why: why) }
        }
    }

    package func schedulesAwaitingApproval(limit: Int) async throws(StoreError) -> [Schedule] {
        try access { state in
            Array(
                state.schedules.values.filter { $0.awaitsApproval && $0.state.over == nil }.sorted { $0.id > $1.id }.prefix(limit))
        }
    }
}

extension InMemoryState {
    func awaitsApproval(_ pulse: Pulse) -> Bool { pulse.progress.status == .blocked && approvals[pulse.id] == .awaited }

    /// Has a pulse wait for the person's word.
    mutating func awaitApproval(_ pulse: Pulse) -> Pulse {
        var pulse = pulse
        (pulse.progress.status, pulse.progress.reason) = (.blocked, Approval.reason)
        approvals[pulse.id] = .awaited
        put(pulse)
        return pulse
    }

    fileprivate mutating func decide(_ id: PulseID, _ body: (inout InMemoryState, [Pulse]) -> Void) -> ApprovalAnswer {
        guard let pulse = pulses[id] else { return .unknown }
        guard awaitsApproval(pulse) else { return .refused(pulse) }
        let together = pulse.pipeline.map { pipeline in
            pulses.values.filter { $0.pipeline == pipeline && awaitsApproval($0) }.sorted { $0.id < $1.id }
        }
        let ids = (together ?? [pulse]).map(\.id)
        body(&self, together ?? [pulse])
        return .done(ids.compactMap { pulses[$0] })
    }

    fileprivate mutating func approve(_ pulse: Pulse, at now: Instant) {
        var pulse = pulse
        if waits[pulse.id]?.contains(where: { !$0.isMet }) == true {
            pulse.progress.reason = Dependency.reason
        } else {
            (pulse.progress.status, pulse.progress.reason) = (.pending, nil)
            pulse.progress.dueAt = max(pulse.progress.dueAt, now)
        }
        approvals[pulse.id] = .given
        put(pulse)
        record(.pulseApproved, at: now, pulse)
    }

    fileprivate mutating func decide(
        _ id: ScheduleID, at now: Instant, _ body: (Schedule, InMemoryState) -> Schedule
    ) -> ScheduleApprovalAnswer {
        guard let schedule = schedules[id] else { return .unknown }
        guard schedule.awaitsApproval else { return .refused(schedule) }
        let after = body(schedule, self)
        schedules[id] = after
        record(after.state.decisionNotes(since: schedule.state), of: id, at: now)
        return .done(after)
    }
}
