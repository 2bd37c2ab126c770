package import Pulses
package import Recurrence

extension InMemoryStore {
    package func postpone(
        _ id: PulseID, until: Instant, at now: Instant, _ terms: AskingTerms
    ) async throws(StoreError) -> PostponeAnswer {
        try access { state in
            guard var pulse = state.pulses[id] else { return .unknown }
            guard pulse.progress.status == .pending else { return .refused(pulse) }
            pulse.progress.dueAt = until
            if terms.awaitsApproval { pulse = state.awaitApproval(pulse) } else { state.put(pulse) }
            state.record(.pulseSnoozed, at: now, pulse)
            return .postponed(pulse)
        }
    }

    package func scheduleCounts() async throws(StoreError) -> ScheduleCounts {
        try access { state in
            let states = state.schedules.values.map(\.state)
            return ScheduleCounts(
                total: states.count, paused: states.count { $0.over == nil && $0.pause != nil }, over: states.count { $0.over != nil })
        }
    }
}
