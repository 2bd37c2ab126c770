internal import GRDB
package import Pulses
package import Recurrence
import Synchronization

/// Pruning looks for what may go on a reader's connection, and removes a batch in one short transaction that looks at each again.
extension SQLiteStore {
    package func prune(_ policy: PruningPolicy, at now: Instant, batch: Int) async throws(StoreError) -> Pruned {
        let position = pruning.withLock { $0 }
        let limit = now - policy.age
        let (pulses, occurrences, events) = try await read { db in
            (
                try PulseSweep(db, policy, limit: limit, batch: batch, after: position),
                try OccurrenceSweep(db, policy, limit: limit, batch: batch), try EventSweep(db, policy, limit: limit, batch: batch)
            )
        }
        let found = !pulses.ids.isEmpty || !occurrences.keys.isEmpty || events.through != nil
        var pruned = Pruned()
        if found {
            pruned = try await writer.submit { session throws(Failure) in
                Pruned(
                    pulses: try session.prune(pulses), occurrences: try session.prune(occurrences), events: try session.prune(events))
            }
        }
        pruning.withLock { $0 = pulses.position }
        pruned.isPartial = pulses.isPartial || occurrences.isPartial || events.isPartial
        return pruned
    }
}

/// Ended pulses that may go, the lowest ids first. No index is kept for this: the table is gone through in pieces, from where the piece
/// before ended, and from the beginning again once there is nothing left to find.
private struct PulseSweep: Sendable {
    var ids: [Int64] = []
    /// Where the next piece begins.
    var position: PulseID
    var isPartial = false

    init(_ db: Database, _ policy: PruningPolicy, limit: Instant, batch: Int, after start: PulseID) throws {
        position = start
        let names = [PulseStatus.completed, .failed, .cancelled, .missed].map { TallyName.status($0).text }
        let ended = try Int64.fetchOne(
            db, sql: "SELECT sum(count) FROM tally WHERE name IN (?, ?, ?, ?)", arguments: StatementArguments(names))
        var excess = (ended ?? 0) - Int64(policy.pulses)
        let piece = max(batch * 10, 1000)
        let rows = try db.rows(
            "SELECT id, status, created_at, finished_at FROM pulse WHERE id > ? ORDER BY id LIMIT ?", [start.value, piece]
        ) { row in
            let hasEnded = row.integer(1) >= Int64(PulseStatus.completed.rawValue)
            return (id: row.integer(0), createdAt: row.integer(2), finishedAt: hasEnded ? row.integer(3) : nil)
        }
        // What was made after the limit has not ended before it.
        var sawOld = false
        for row in rows {
            sawOld = sawOld || row.createdAt < limit.milliseconds
            if let finishedAt = row.finishedAt, excess > 0 || finishedAt < limit.milliseconds {
                isPartial = ids.count == batch
                if isPartial { return }
                ids.append(row.id)
                excess -= 1
            }
            position = PulseID(row.id)
        }
        isPartial = rows.count == piece && (excess > 0 || sawOld)
        if !isPartial { position = PulseID(0) }
    }
}

/// Occurrences that may go, those that were decided first. One whose pulse has not ended stays.
private struct OccurrenceSweep: Sendable {
    var keys: [(schedule: Int64, first: Int64)] = []
    var isPartial = false

    init(_ db: Database, _ policy: PruningPolicy, limit: Instant, batch: Int) throws {
        let count = try Int64.fetchOne(db, sql: "SELECT count FROM tally WHERE name = ?", arguments: [TallyName.occurrences.text])
        let excess = (count ?? 0) - Int64(policy.occurrences)
        let rows = try db.rows(
            """
            SELECT o.schedule, o.first, o.at FROM occurrence AS o
            WHERE NOT EXISTS (SELECT 1 FROM pulse AS p WHERE p.id = o.pulse AND p.status < 3) ORDER BY o.at, o.schedule, o.first LIMIT ?
            """, [batch + 1]
        ) { (schedule: $0.integer(0), first: $0.integer(1), at: $0.integer(2)) }
        let old = rows.enumerated().prefix { $0 < excess || $1.at < limit.milliseconds }.map { ($1.schedule, $1.first) }
        keys = Array(old.prefix(batch))
        isPartial = old.count > batch
    }
}

/// Events that may go, the oldest first; the newest stays, so that no number is given twice.
private struct EventSweep: Sendable {
    var through: Int64?
    var isPartial = false

    init(_ db: Database, _ policy: PruningPolicy, limit: Instant, batch: Int) throws {
        guard let newest = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM event") else { return }
        let rows = try db.rows("SELECT sequence, at FROM event ORDER BY sequence LIMIT ?", [batch + 1]) { ($0.integer(0), $0.integer(1)) }
        // Numbers follow each other without a gap.
        let old = rows.prefix { sequence, at in
            sequence < newest && (newest - sequence >= Int64(policy.events) || at < limit.milliseconds)
        }
        through = old.prefix(batch).last?.0
        isPartial = old.count > batch
    }
}

extension Session {
    fileprivate func prune(_ sweep: PulseSweep) throws(Failure) -> [PulseID] {
        var pruned: [PulseID] = []
        for id in sweep.ids {
            let status = try statement(.prunePulse).bind(1, id).first { PulseStatus(rawValue: Int($0.integer(0))) }
            guard let status else { continue }
            try statement(.pruneDependencies).bind(1, id).run()
            try statement(.pruneAttempts).bind(1, id).run()
            try statement(.pruneReports).bind(1, id).run()
            try statement(.pruneRequests).bind(1, id).run()
            if let status { count(.status(status), -1) }
            pruned.append(PulseID(id))
        }
        return pruned
    }

    fileprivate func prune(_ sweep: OccurrenceSweep) throws(Failure) -> Int {
        var pruned = 0
        for key in sweep.keys { pruned += try statement(.pruneOccurrence).bind(1, key.schedule).bind(2, key.first).run() }
        count(.occurrences, -Int64(pruned))
        return pruned
    }

    fileprivate func prune(_ sweep: EventSweep) throws(Failure) -> Int {
        guard let through = sweep.through else { return 0 }
        return try statement(.pruneEvents).bind(1, through).run()
    }
}
