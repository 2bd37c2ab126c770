package import Pulses

extension Own {
    /// Refuses, as making it would, what is over a limit of the agent whose it would be. Counted for good only when it is made.
    ///
    /// - Throws: `limitReached`.
    package func checkRoom(_ demand: LimitDemand = LimitDemand(), schedules: Int = 0, for caller: Caller) async throws(RequestError) {
        guard let (agent, usage) = try await allowance(for: caller).map({ ($0.agent, $0.usage) }) else { return }
        if demand.made > 0, let fault = agent.limits.fault(of: agent.name, usage, demand) { throw RequestError(fault) }
        if schedules > 0, let limit = agent.limits.schedules, usage.schedules + schedules > limit {
            throw RequestError(LimitFault(agent: agent.name, kind: .schedules, limit: limit, has: usage.schedules, asked: schedules))
        }
    }
}
