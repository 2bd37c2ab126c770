package import Pulses
package import Recurrence

extension SQLiteStore {
    package func approve(_ id: PulseID, at now: Instant) async throws(StoreError) -> ApprovalAnswer {
        try await decide(id) { session, rows throws(Failure) in
            for row in rows { try session.approve(row, at: now) }
        }
    }

    package func deny(_ id: PulseID, why: String?, at now: Instant) async throws(StoreError) -> ApprovalAnswer {
        let reason = Approval.denial(why)
        return try await decide(id) { session, rows throws(Failure) in
            // All first, so that none of them is called off for the sake of another.
            for row in rows { _ = try session.cancelWaiting(row, reason: reason, at: now) }
            for row in rows {
                try session.concluded(row.id, .cancelled, of: row.columns.schedule, pipeline: row.pipeline, endedAt: now, now: now)
            }
        }
    }

    private func decide(
        _ id: PulseID, _ body: @escaping @Sendable (Session, [PulseRow]) throws(Failure) -> Void
    ) async throws(StoreError) -> ApprovalAnswer {
        let (row, done) = try await writer.submit { session throws(Failure) -> (PulseRow?, [PulseRow]?) in
            guard let row = try PulseRow.find(id, session) else { return (nil, nil) }
            guard row.awaitsApproval else { return (row, nil) }
            let together = try session.awaitingTogether(with: row)
            try body(session, together)
            var done: [PulseRow] = []
            for one in together { if let row = try PulseRow.find(PulseID(one.id), session) { done.append(row) } }
            return (row, done)
        }
        guard let row else { return .unknown }
        guard let done else { return .refused(try row.pulse()) }
        var pulses: [Pulse] = []
        for row in done { pulses.append(try row.pulse()) }
        return .done(pulses)
    }
}

extension PulseRow {
    var awaitsApproval: Bool { status == .blocked && approval == .awaited }
}

/// Pulses that wait for the person's word, in the writer's transaction.
extension Session {
    /// It and those that were made with it and wait for the same word.
    func awaitingTogether(with row: PulseRow) throws(Failure) -> [PulseRow] {
        guard let pipeline = row.pipeline else { return [row] }
        var ids: [Int64] = []
        try statement(.awaitingOfPipeline).bind(1, pipeline).rows { ids.append($0.integer(0)) }
        var rows: [PulseRow] = []
        for id in ids { if let row = try PulseRow.find(PulseID(id), self) { rows.append(row) } }
        return rows
    }

    /// Has a pulse wait for it that waited for something else, and has been taken out of the due index.
    func awaitApproval(_ row: PulseRow) throws(Failure) {
        try statement(.awaitApproval).bind(1, row.id).bind(2, Approval.reason).run()
        if row.status == .pending { count(.status(.blocked)) }
    }

    fileprivate func approve(_ row: PulseRow, at now: Instant) throws(Failure) {
        let due = max(row.dueAt, now.milliseconds)
        if try isWaiting(row.id) {
            try statement(.giveApproval).bind(1, row.id).bind(2, PulseStatus.blocked.rawValue).bind(3, Dependency.reason)
                .bind(4, row.dueAt).run()
        } else {
            try statement(.giveApproval).bind(1, row.id).bind(2, PulseStatus.pending.rawValue).bind(3, nil as String?).bind(4, due).run()
            try insertDue(row.id, lane: row.lane, priority: row.columns.priority, due: due)
            count(.status(.blocked), -1)
        }
        try record(.pulseApproved, at: now.milliseconds, pulse: row.id, schedule: row.columns.schedule)
    }
}
