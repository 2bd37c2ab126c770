package import Pulses
package import Recurrence

extension SQLiteStore {
    package func change(
        _ pulse: Pulse, to spec: PulseSpec, at now: Instant, _ terms: AskingTerms
    ) async throws(StoreError) -> PulseChanged {
        let (id, text) = (pulse.id, spec.stored)
        let (row, did) = try await writer.submit { session throws(Failure) -> (PulseRow?, Bool) in
            guard let row = try PulseRow.find(id, session) else { return (nil, false) }
            guard row.status == .pending || row.status == .blocked, (try? row.pulse()) == pulse else { return (row, false) }
            try session.change(row, from: pulse.spec, to: spec, text: text, at: now, awaitsApproval: terms.awaitsApproval)
            return (try PulseRow.find(id, session), true)
        }
        guard let row else { return .unknown }
        return did ? .changed(try row.pulse()) : .stale(try row.pulse())
    }
}

extension Session {
    /// Everything that a spec decides is moved in one transaction: the place in the due index, the lane, the expiry.
    fileprivate func change(
        _ row: PulseRow, from old: PulseSpec, to spec: PulseSpec, text: [UInt8], at now: Instant, awaitsApproval: Bool
    ) throws(Failure) {
        let due = spec.scheduledAt == old.scheduledAt ? row.dueAt : spec.scheduledAt.milliseconds
        let (lane, priority) = (Int64(try lane(of: spec.pools, at: now)), Int64(spec.priority.rawValue))
        if row.status == .pending { try deleteDue(row.id, lane: row.lane, priority: row.columns.priority, due: row.dueAt) }
        try statement(.changePulse).bind(1, row.id).bind(2, spec.scheduledAt.milliseconds).bind(3, due).bind(4, priority)
            .bind(5, text: text).bind(6, lane).run()
        if awaitsApproval {
            try awaitApproval(row)
        } else if row.status == .pending {
            try insertDue(row.id, lane: lane, priority: priority, due: due)
        }
        if old.expiresAt != spec.expiresAt {
            if let before = old.expiresAt { try statement(.deleteExpiry).bind(1, before.milliseconds).bind(2, row.id).run() }
            if let after = spec.expiresAt { try statement(.insertExpiry).bind(1, after.milliseconds).bind(2, row.id).run() }
        }
        specs.drop(row.id)
        try record(.pulseChanged, at: now.milliseconds, pulse: row.id, schedule: row.columns.schedule)
    }
}
