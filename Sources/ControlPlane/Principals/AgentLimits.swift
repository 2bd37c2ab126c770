import Pulses
import Recurrence

/// Holds agents to their limits when they ask for more.
struct AgentLimits {
    let agents: any AgentKeeping
    let now: Instant

    private static let day = Duration.seconds(86_400)

    /// - Throws: `limitReached` where so many pulses more would be too many.
    func checkPulse(of agent: Agent?, count: Int = 1) async throws(RequestError) {
        guard let agent, agent.limits.openPulses != nil || agent.limits.pulsesPerDay != nil else { return }
        let usage = try await usage(agent)
        let these = count == 1 ? "" : ", and these are \(count)"
        if let limit = agent.limits.openPulses, usage.openPulses + count > limit {
            throw .limitReached(
                "the agent \(agent.name) may have \(limit) pulses open at once, and has \(usage.openPulses)\(these); cancel one, or wait until one ends"
            )
        }
        if let limit = agent.limits.pulsesPerDay, usage.recentPulses + count > limit {
            throw .limitReached(
                "the agent \(agent.name) may have \(limit) pulses in 24 hours, and has had \(usage.recentPulses)\(these); try again later")
        }
    }

    /// - Throws: `limitReached` where one schedule more would be too many.
    func checkSchedule(of agent: Agent?) async throws(RequestError) {
        guard let agent, let limit = agent.limits.schedules else { return }
        let usage = try await usage(agent)
        guard usage.schedules >= limit else { return }
        throw .limitReached("the agent \(agent.name) may have \(limit) schedules, and has \(usage.schedules); remove one first")
    }

    /// Refuses a schedule whose times come closer together than its owner is allowed.
    static func checkInterval(of agent: Agent?, _ timetable: Timetable, _ field: String, _ check: inout FieldCheck) {
        guard let agent, let limit = agent.limits.shortestInterval, let shortest = shortestGap(timetable), shortest < limit else { return }
        check.fail(
            field,
            sentence: "gives times that are \(HumanDuration.format(shortest)) apart; the agent \(agent.name) is allowed no less than "
                + HumanDuration.format(limit))
    }

    /// The shortest time between two of the next fires.
    private static func shortestGap(_ timetable: Timetable) -> Duration? {
        let fires = timetable.nominalTimes(after: timetable.start ?? timetable.anchor).prefix(500)
        return zip(fires, fires.dropFirst()).map { $1 - $0 }.min()
    }

    private func usage(_ agent: Agent) async throws(RequestError) -> AgentUsage {
        try await asking { () async throws(StoreError) in try await agents.usage(of: agent.name, since: now - Self.day) }
    }
}
