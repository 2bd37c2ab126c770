package import Pulses
package import Recurrence

extension Own {
    /// What an agent has, and may have.
    package struct Allowance: Hashable, Sendable {
        package var agent: Agent
        package var usage: AgentUsage
    }

    /// Nil for a person, and for an agent that is not declared any more.
    package func allowance(for caller: Caller) async throws(RequestError) -> Allowance? {
        guard let agent = try await plane.principal(caller).agent,
            let declared = try await plane.declaredAgents().first(where: { $0.name == agent.name })
        else { return nil }
        let day = plane.clock.now() - .seconds(86_400)
        let usage = try await asking { () async throws(StoreError) in try await plane.agents.usage(of: declared.name, since: day) }
        return Allowance(agent: declared, usage: usage)
    }

    /// While everything is paused.
    package func standstill() async throws(RequestError) -> Standstill? { try await plane.standstill(at: plane.clock.now()) }

    /// The zone in which a caller means times.
    package func zone(for caller: Caller) async throws(RequestError) -> Zone {
        let name = try await plane.principal(caller).agent?.zone
        return name.flatMap { try? plane.zones.zone(named: $0) } ?? plane.zone
    }

    /// A time in the past as a caller gives it: how long ago it is, or anything that a time phrase may be.
    ///
    /// - Throws: `invalid` for what cannot be read, and for the future.
    package func pastMoment(_ text: String, _ field: String, for caller: Caller) async throws(RequestError) -> Instant {
        let now = plane.clock.now()
        if let length = try? HumanDuration.parse(text) { return now - length }
        var check = FieldCheck()
        let time = TimeCheck(zones: plane.zones, zone: try await zone(for: caller), limits: plane.limits)
        let moment = time.moment(text, field, now: now, past: .allow, &check)
        if let moment, moment > now {
            check.fail(field, sentence: "lies in the future; give a time that has passed, or a length such as 24h")
        }
        try check.finish()
        return moment ?? now
    }
}
