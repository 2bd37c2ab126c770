package import Pulses
package import Recurrence

extension SQLiteStore {
    package func postpone(
        _ id: PulseID, until: Instant, at now: Instant, _ terms: AskingTerms
    ) async throws(StoreError) -> PostponeAnswer {
        let (row, did) = try await writer.submit { session throws(Failure) -> (PulseRow?, Bool) in
            guard let row = try PulseRow.find(id, session) else { return (nil, false) }
            guard row.status == .pending else { return (row, false) }
            let (priority, due) = (row.columns.priority, until.milliseconds)
            try session.deleteDue(id.value, lane: row.lane, priority: priority, due: row.dueAt)
            try session.statement(.postponePulse).bind(1, id.value).bind(2, due).run()
            if terms.awaitsApproval {
                try session.awaitApproval(row)
            } else {
                try session.insertDue(id.value, lane: row.lane, priority: priority, due: due)
            }
            try session.record(.pulseSnoozed, at: now.milliseconds, pulse: id.value, schedule: row.columns.schedule)
            return (try PulseRow.find(id, session), true)
        }
        guard let pulse = try row?.pulse() else { return .unknown }
        return did ? .postponed(pulse) : .refused(pulse)
    }
}
