internal import GRDB
package import Pulses
package import Recurrence

/// The reading half of `ScheduleKeeping`.
extension SQLiteStore {
    package func schedule(_ id: ScheduleID) async throws(StoreError) -> Schedule? {
        try await schedules("\(ScheduleStatement.whole) WHERE s.id = ?", [id.value]).first
    }

    package func schedule(named name: String) async throws(StoreError) -> Schedule? {
        try await schedules("\(ScheduleStatement.whole) WHERE s.name = ?", [name]).first
    }

    package func schedules(after name: String?, limit: Int) async throws(StoreError) -> [Schedule] {
        try await schedules("\(ScheduleStatement.whole) WHERE s.name > ? ORDER BY s.name LIMIT ?", [name ?? "", limit])
    }

    package func declaredSchedules() async throws(StoreError) -> [Schedule] {
        try await schedules("\(ScheduleStatement.whole) WHERE s.file IS NOT NULL ORDER BY s.name", [])
    }

    package func schedulesByNext(until: Instant?, limit: Int) async throws(StoreError) -> [Schedule] {
        // The heads of the five priorities' queues, merged: none of them is read further than the limit.
        var heads: [Schedule] = []
        for priority in Priority.allCases {
            heads += try await schedules(
                "\(ScheduleStatement.wholeByNext) WHERE p.priority = ? AND p.next_at <= ? ORDER BY p.next_at, p.schedule LIMIT ?",
                [priority.rawValue, until?.milliseconds ?? .max, limit])
        }
        func place(_ schedule: Schedule) -> (Instant, ScheduleID) { (schedule.state.next?.at ?? .distantFuture, schedule.id) }
        return Array(heads.sorted { place($0) < place($1) }.prefix(limit))
    }

    /// Goes through the small rows of `progress` alone, as `scheduleCounts` does.
    package func selfPausedSchedules(limit: Int) async throws(StoreError) -> [Schedule] {
        try await schedules(
            """
            \(ScheduleStatement.wholeByNext)
            WHERE p.pause IS NOT NULL AND p.over IS NULL AND json_extract(p.pause, '$.kind') = 'failures' ORDER BY p.schedule DESC LIMIT ?
            """, [limit])
    }

    /// The same.
    package func schedulesAwaitingApproval(limit: Int) async throws(StoreError) -> [Schedule] {
        try await schedules(
            """
            \(ScheduleStatement.wholeByNext)
            WHERE p.pause IS NOT NULL AND p.over IS NULL AND json_extract(p.pause, '$.kind') = 'approval'
                AND json_extract(p.pause, '$.until') IS NULL ORDER BY p.schedule DESC LIMIT ?
            """, [limit])
    }

    private func schedules(_ sql: String, _ arguments: StatementArguments) async throws(StoreError) -> [Schedule] {
        let rows = try await read { db in
            try db.rows(sql, arguments) { row in (ProgressRow(row), SpecRow(row, from: 11)) }
        }
        return rows.map { progress, spec in progress.schedule(KnownSpec(spec)) }
    }

    package func occurrences(of id: ScheduleID, before: Instant?, limit: Int) async throws(StoreError) -> [Occurrence] {
        try await read { db in
            try db.rows(OccurrenceRow.plain, [id.value, before?.milliseconds ?? .max, limit]) { OccurrenceRow($0).occurrence }
        }
    }

    package func outcomes(of id: ScheduleID, before: Instant?, limit: Int) async throws(StoreError) -> [OccurrenceOutcome] {
        try await read { db in
            try db.rows(OccurrenceRow.withOutcomes, [id.value, before?.milliseconds ?? .max, limit]) { row in
                OccurrenceOutcome(occurrence: OccurrenceRow(row).occurrence, run: OccurrenceRow.run(row))
            }
        }
    }

    package func standstill() async throws(StoreError) -> Standstill? {
        try await read { db in
            try db.rows("\(ScheduleStatement.selectStandstill.text) AND ended = 0") { StandstillRow($0).standstill }.first
        }
    }
}

extension Database {
    /// Runs a query and hands each row to `body`, as the writer's statements do.
    func rows<R>(_ sql: String, _ arguments: StatementArguments = [], _ body: (borrowing HotRow) -> R) throws -> [R] {
        let statement = try cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var results: [R] = []
        while try cursor.next() != nil { results.append(body(HotRow(handle: statement.sqliteStatement))) }
        return results
    }
}
