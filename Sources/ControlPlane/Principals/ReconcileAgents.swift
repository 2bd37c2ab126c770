package import Pulses

/// Brings the agents of the store to what the files declare. What an agent owns stays its own, whatever becomes of it.
package struct ReconcileAgents: Sendable {
    let agents: any AgentKeeping

    /// - Returns: what was changed, or would be.
    package func callAsFunction(_ declared: [Agent], isDryRun: Bool = false) async throws(RequestError) -> [Reconfiguration.Change] {
        var changes: [Reconfiguration.Change] = []
        let stored = try await asking { () async throws(StoreError) in try await agents.agents() }
        for agent in stored {
            guard case .declared = agent.origin, !declared.contains(where: { $0.name == agent.name }) else { continue }
            if !isDryRun { _ = try await asking { () async throws(StoreError) in try await agents.removeAgent(named: agent.name) } }
            changes.append(Reconfiguration.Change(.agent, agent.name, .removed))
        }
        for var agent in declared {
            let known = stored.first { $0.name == agent.name }
            if let known { agent.createdAt = known.createdAt }
            guard agent != known else { continue }
            let changed = agent
            if !isDryRun { try await asking { () async throws(StoreError) in try await agents.keep(changed) } }
            changes.append(Reconfiguration.Change(.agent, agent.name, known == nil ? .added : .changed))
        }
        return changes
    }
}
