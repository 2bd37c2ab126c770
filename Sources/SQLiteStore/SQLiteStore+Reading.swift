internal import GRDB
package import Pulses
package import Recurrence

extension SQLiteStore: PulseReading {
    package func pulse(_ id: PulseID) async throws(StoreError) -> Pulse? {
        let row = try await read { db in
            try db.rows(StoreStatement.selectPulse.text, [id.value]) { PulseRow($0) }.first
        }
        return try row?.pulse()
    }

    package func attempts(of id: PulseID) async throws(StoreError) -> [Attempt] {
        try await read { db in
            let ended = try Row.fetchAll(
                db,
                sql: """
                    SELECT number, owner, due_at, started_at, ended_at, outcome, stopped, exit_code, signal, error, output_bytes,
                        error_bytes FROM attempt WHERE pulse = ? ORDER BY number
                    """, arguments: [id.value])
            let running = try Row.fetchOne(
                db,
                sql: """
                    SELECT attempt, owner, due_at, started_at, pid, process_start, process_group FROM running WHERE id = ?
                    """, arguments: [id.value])
            var attempts = ended.map { Attempt(ended: $0, of: id) } + (running.map { [Attempt(running: $0, of: id)] } ?? [])
            let reports = try Self.reports(of: id, db)
            for index in attempts.indices { attempts[index].report = reports[attempts[index].key.attempt] }
            return attempts
        }
    }

    package func pulses(_ query: PulseQuery) async throws(StoreError) -> [Pulse] {
        let rows: [PulseRow] =
            switch query.selection {
            case .upcoming: try await upcoming(query.limit)
            case .late(let moment, let pools): try await upcoming(query.limit, before: moment, avoiding: pools)
            case .newest(let statuses): try await newest(statuses, query)
            case .pipeline(let first): try await pipeline(first, query.limit)
            case .open(let schedule): try await open(of: schedule, query.limit)
            case .awaitingApproval: try await awaitingApproval(query.limit)
            }
        var pulses: [Pulse] = []
        // One row that cannot be read does not hide the rest.
        for row in rows { if let pulse = try? row.pulse() { pulses.append(pulse) } }
        return pulses
    }

    /// The heads of the queues of all lanes and priorities, merged: none of them is read further than the limit.
    private func upcoming(
        _ limit: Int, before moment: Instant? = nil, avoiding pools: Set<String> = []
    ) async throws(StoreError) -> [PulseRow] {
        try await read { db in
            var heads: [(due: Int64, priority: Int64, id: Int64)] = []
            let lanes = try db.rows("SELECT id, pools FROM lane") { row in
                (id: row.integer(0), pools: row.text(1).split(separator: "\n").map(String.init))
            }
            for lane in [0] + lanes.filter({ pools.isDisjoint(with: $0.pools) }).map(\.id) {
                for priority in Priority.allCases {
                    heads += try db.rows(
                        "SELECT due_at, priority, id FROM due WHERE lane = ? AND priority = ? AND due_at < ? ORDER BY due_at, id LIMIT ?",
                        [lane, priority.rawValue, moment?.milliseconds ?? .max, limit]
                    ) { ($0.integer(0), $0.integer(1), $0.integer(2)) }
                }
            }
            let soonest = heads.sorted { $0 < $1 }.prefix(limit)
            return try soonest.compactMap { head in try db.rows(StoreStatement.selectPulse.text, [head.id]) { PulseRow($0) }.first }
        }
    }

    private func pipeline(_ first: PulseID, _ limit: Int) async throws(StoreError) -> [PulseRow] {
        try await read { db in
            let ids = try Int64.fetchAll(
                db, sql: StoreStatement.pulsesOfPipeline.text + " LIMIT ?2", arguments: [first.value, limit])
            return try ids.compactMap { id in try db.rows(StoreStatement.selectPulse.text, [id]) { PulseRow($0) }.first }
        }
    }

    private func open(of schedule: ScheduleID, _ limit: Int) async throws(StoreError) -> [PulseRow] {
        try await read { db in
            let ids = try Int64.fetchAll(
                db, sql: "SELECT id FROM pulse WHERE schedule = ? AND schedule IS NOT NULL AND status < 3 ORDER BY id LIMIT ?",
                arguments: [schedule.value, limit])
            return try ids.compactMap { id in try db.rows(StoreStatement.selectPulse.text, [id]) { PulseRow($0) }.first }
        }
    }

    private func awaitingApproval(_ limit: Int) async throws(StoreError) -> [PulseRow] {
        try await read { db in
            let ids = try Int64.fetchAll(
                db, sql: "SELECT id FROM pulse WHERE approval = 1 AND status = 0 ORDER BY id LIMIT ?", arguments: [limit])
            return try ids.compactMap { id in try db.rows(StoreStatement.selectPulse.text, [id]) { PulseRow($0) }.first }
        }
    }

    /// The columns of `PulseRow`.
    static let pulseColumns = """
        SELECT p.id, p.created_at, p.scheduled_at, p.due_at, p.priority, p.status, p.reason, p.attempt, p.spent, p.lost,
        p.finished_at, p.key, p.spec, r.attempt, p.schedule, p.nominal, p.owner, p.lane, p.pipeline, p.awaits, p.approval
        """

    private func newest(_ statuses: Set<PulseStatus>, _ query: PulseQuery) async throws(StoreError) -> [PulseRow] {
        let columns = Self.pulseColumns + " FROM pulse AS p LEFT JOIN running AS r ON r.id = p.id"
        var parts: [String] = []
        let before = "p.id < \(query.before?.value ?? Int64.max)"
        let tail = "ORDER BY p.id DESC LIMIT \(query.limit)"
        if statuses.isEmpty { parts.append("\(columns) WHERE \(before) \(tail)") }
        for status in statuses.sorted(by: { $0.rawValue < $1.rawValue }) {
            let condition = Self.condition(status)
            let source = status == .processing ? columns.replacing("LEFT JOIN", with: "INNER JOIN") : columns
            parts.append("\(source) WHERE \(condition) AND \(before) \(tail)")
        }
        let sql = "SELECT * FROM (" + parts.joined(separator: ") UNION ALL SELECT * FROM (") + ") ORDER BY 1 DESC LIMIT \(query.limit)"
        return try await read { db in try db.rows(sql) { PulseRow($0) } }
    }

    /// That the pulse `p`, running as `r`, has a status.
    static func condition(_ status: PulseStatus) -> String {
        switch status {
        case .processing: "r.id IS NOT NULL"
        case .pending: "p.status = 1 AND r.id IS NULL"
        case .blocked, .completed, .failed, .cancelled, .missed: "p.status = \(status.rawValue)"
        }
    }

    package func tally() async throws(StoreError) -> Tally {
        try await read { db in
            var counts: [String: Int64] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT name, count FROM tally") { counts[row[0]] = row[1] }
            let running = try Int64.fetchOne(db, sql: "SELECT count(*) FROM running") ?? 0
            var tally = Tally(totalDuration: .milliseconds(counts[TallyName.duration.text] ?? 0))
            for status in PulseStatus.allCases { tally.byStatus[status] = counts[TallyName.status(status).text] }
            for outcome in AttemptOutcome.allCases { tally.byOutcome[outcome] = counts[TallyName.outcome(outcome).text] }
            for reason in MissReason.allCases { tally.missed[reason] = counts[TallyName.missed(reason).text] }
            tally.byStatus[.processing] = running
            tally.byStatus[.pending] = (counts[TallyName.open.text] ?? 0) - running - (tally.byStatus[.blocked] ?? 0)
            return tally.withoutZeros
        }
    }
}

extension SQLiteStore {
    package func eventSignal() -> AsyncStream<Void> { writer.bell.signal() }

    package func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [EventRecord] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, at, kind, pulse, schedule, attempt, detail FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?
                    """, arguments: [sequence, limit])
            return rows.compactMap(EventRecord.init(row:))
        }
    }

    package func latestEvents(
        of kinds: Set<EventKind>, since: Instant, lookingBack: Int
    ) async throws(StoreError) -> [EventRecord] {
        try await read { db in
            let latest = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM event") ?? 0
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, at, kind, pulse, schedule, attempt, detail FROM event
                    WHERE sequence > ? AND kind IN (\(kinds.map { String($0.rawValue) }.joined(separator: ","))) AND at >= ?
                    ORDER BY sequence DESC
                    """, arguments: [latest - Int64(lookingBack), since.milliseconds])
            return rows.compactMap(EventRecord.init(row:))
        }
    }
}

extension EventRecord {
    /// Nil for a kind that a later version keeps.
    fileprivate init?(row: Row) {
        guard let kind = EventKind(rawValue: row[2]) else { return nil }
        self.init(
            sequence: row[0], at: Instant(milliseconds: row[1]), kind: kind, pulse: (row[3] as Int64?).map { PulseID($0) },
            schedule: (row[4] as Int64?).map { ScheduleID($0) }, attempt: row[5], detail: row[6])
    }
}

extension Tally {
    fileprivate var withoutZeros: Tally {
        var tally = self
        tally.byStatus = byStatus.filter { $0.value != 0 }
        tally.byOutcome = byOutcome.filter { $0.value != 0 }
        tally.missed = missed.filter { $0.value != 0 }
        return tally
    }
}

extension Attempt {
    fileprivate init(ended row: Row, of id: PulseID) {
        self.init(
            key: RunKey(pulse: id, attempt: row[0]), owner: BootID(row[1]), dueAt: Instant(milliseconds: row[2]),
            startedAt: Instant(milliseconds: row[3]),
            end: AttemptEnd(
                outcome: AttemptOutcome(rawValue: row[5]) ?? .lost,
                stopped: (row[6] as String?).flatMap(StopReason.init(rawValue:)), exitCode: row[7], signal: row[8],
                error: row[9], endedAt: Instant(milliseconds: row[4]), outputBytes: row[10], errorBytes: row[11]))
    }

    fileprivate init(running row: Row, of id: PulseID) {
        var process: ProcessRecord?
        if let pid: Int64 = row[4] {
            process = ProcessRecord(
                pid: Int32(truncatingIfNeeded: pid), startTicks: UInt64(bitPattern: row[5] as Int64? ?? 0),
                group: Int32(truncatingIfNeeded: row[6] as Int64? ?? 0))
        }
        self.init(
            key: RunKey(pulse: id, attempt: row[0]), owner: BootID(row[1]), dueAt: Instant(milliseconds: row[2]),
            startedAt: Instant(milliseconds: row[3]), process: process)
    }
}
