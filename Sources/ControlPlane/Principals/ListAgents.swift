package import Pulses
import Recurrence

/// The agents there are, and what each has. They are declared in files; no door makes one.
package struct ListAgents: Sendable {
    let plane: ControlPlane

    package struct Shown: Hashable, Sendable {
        package var agent: Agent
        /// Its recent pulses are those of the last 24 hours.
        package var usage: AgentUsage
    }

    /// By name.
    package func callAsFunction() async throws(RequestError) -> [Shown] {
        var shown: [Shown] = []
        for agent in try await plane.declaredAgents() { shown.append(try await self.shown(agent)) }
        return shown
    }

    /// - Throws: `notFound`.
    package func callAsFunction(_ name: String) async throws(RequestError) -> Shown {
        let all = try await plane.declaredAgents()
        guard let agent = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name)
            let hint = names.isEmpty ? "none is declared (`agents:` in the configuration)" : "there are \(names.joined(separator: ", "))"
            throw .notFound("there is no agent \(name.prefix(80)); \(hint)")
        }
        return try await shown(agent)
    }

    private func shown(_ agent: Agent) async throws(RequestError) -> Shown {
        let since = plane.clock.now() - .seconds(86_400)
        let usage = try await asking { () async throws(StoreError) in try await plane.agents.usage(of: agent.name, since: since) }
        return Shown(agent: agent, usage: usage)
    }
}
