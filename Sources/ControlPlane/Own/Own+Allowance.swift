package import Pulses
package import Recurrence

extension Own {
    /// What an agent has, and may have. Nil for a person, and for an agent that is not declared any more.
    package func allowance(for caller: Caller) async throws(RequestError) -> ListAgents.Shown? {
        guard let name = try await plane.principal(caller).agent?.name,
            try await plane.declaredAgents().contains(where: { $0.name == name })
        else { return nil }
        return try await plane.listAgents(name)
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
