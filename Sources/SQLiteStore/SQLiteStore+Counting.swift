internal import GRDB
package import Pulses
package import Recurrence

extension SQLiteStore {
    /// Goes through the small rows of `progress` alone.
    package func scheduleCounts() async throws(StoreError) -> ScheduleCounts {
        try await read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT count(*), total(over IS NULL AND pause IS NOT NULL), total(over IS NOT NULL) FROM progress")
            guard let row else { return ScheduleCounts() }
            return ScheduleCounts(total: row[0], paused: Int(row[1] as Double), over: Int(row[2] as Double))
        }
    }

    /// By the indexes of what has an owner.
    package func usage(of name: String, since: Instant) async throws(StoreError) -> AgentUsage {
        try await read { db in
            func count(_ sql: String, _ arguments: StatementArguments) throws -> Int {
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \(sql)", arguments: arguments) ?? 0
            }
            return AgentUsage(
                openPulses: try count("pulse WHERE owner = ? AND owner IS NOT NULL AND status < 3", [name]),
                recentPulses: try count(
                    "pulse WHERE owner = ? AND owner IS NOT NULL AND created_at >= ?", [name, since.milliseconds])
                    + count("revival WHERE owner = ? AND at >= ?", [name, since.milliseconds]),
                schedules: try count("schedule WHERE owner = ? AND owner IS NOT NULL", [name]))
        }
    }
}
