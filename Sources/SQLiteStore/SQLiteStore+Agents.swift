internal import GRDB
package import Pulses
import Recurrence

extension SQLiteStore: AgentKeeping {
    package func keep(_ agent: Agent) async throws(StoreError) {
        var file: String?
        if case .declared(let path) = agent.origin { file = path }
        let limits = agent.limits
        try await writer.submit { [file] session throws(Failure) in
            _ = try session.statement(.saveAgent).bind(1, agent.name).bind(2, agent.scope.rawValue)
                .bind(3, limits.openPulses.map(Int64.init)).bind(4, limits.schedules.map(Int64.init))
                .bind(5, limits.shortestInterval?.milliseconds).bind(6, limits.pulsesPerDay.map(Int64.init)).bind(7, agent.zone)
                .bind(8, agent.runner).bind(9, file).bind(10, agent.createdAt.milliseconds).bind(11, limits.furthest?.milliseconds)
                .bind(12, limits.scheduleLifetime?.milliseconds).bind(13, agent.needsApproval ? 1 : 0).run()
            session.agents = nil
        }
    }

    package func removeAgent(named name: String) async throws(StoreError) -> Bool {
        try await writer.submit { session throws(Failure) in
            session.agents = nil
            return try session.statement(.deleteAgent).bind(1, name).run() > 0
        }
    }

    package func agents() async throws(StoreError) -> [Agent] {
        try await read { db in
            try db.rows(ScheduleStatement.selectAgents.text) { Agent($0) }
        }
    }
}

extension Agent {
    init(_ row: borrowing HotRow) {
        let limits = Limits(
            openPulses: row.optionalInteger(2).map { Int($0) }, schedules: row.optionalInteger(3).map { Int($0) },
            shortestInterval: row.optionalInteger(4).map { .milliseconds($0) }, pulsesPerDay: row.optionalInteger(5).map { Int($0) },
            furthest: row.optionalInteger(10).map { .milliseconds($0) }, scheduleLifetime: row.optionalInteger(11).map { .milliseconds($0) }
        )
        // What cannot be read gives the least.
        self.init(
            name: row.text(0), scope: Scope(rawValue: row.text(1)) ?? .read, limits: limits, zone: row.optionalText(6),
            runner: row.optionalText(7), origin: row.optionalText(8).map { .declared($0) } ?? .made,
            createdAt: Instant(milliseconds: row.integer(9)), needsApproval: row.integer(12) == 1)
    }
}
