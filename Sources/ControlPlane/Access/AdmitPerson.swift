package import Pulses

/// Who comes in by the user's own socket, or in this very process: the person, or who the person says it is. What is said only narrows.
package struct AdmitPerson: Sendable {
    let plane: ControlPlane

    /// - Parameters:
    ///   - agent: acts as this one, with its scope.
    ///   - token: acts as its agent, and with no more than its scope.
    ///   - run: inside which the caller was started.
    /// - Throws: `denied` for an agent that is not declared, and where agent, token and run speak of different ones; `forbidden` for a token
    ///   that opens nothing.
    package func callAsFunction(as agent: String?, with token: String?, inside run: RunKey?) async throws(RequestError) -> Caller {
        var caller = Caller(.local)
        if let token { caller = Caller(try await plane.authenticate(token, at: plane.clock.now())) }
        if let agent {
            if let other = caller.agent, other != agent {
                throw .denied("the token is the agent \(other)'s, and this asks as the agent \(agent.prefix(80)); leave one of them out")
            }
            try await check(agent)
            caller.agent = agent
        }
        if let agent = caller.agent, let run { try await check(run, isFor: agent) }
        caller.run = run
        return caller
    }

    private func check(_ agent: String) async throws(RequestError) {
        let names = try await plane.declaredAgents().map(\.name).sorted()
        guard !names.contains(agent) else { return }
        let known = names.isEmpty ? "none is" : "declared are \(names.prefix(20).joined(separator: ", "))\(names.count > 20 ? ", …" : "")"
        throw .denied(
            "the agent \(agent.prefix(80)) is not declared; \(known) (`agents:` in the configuration, which `upbeat reload` reads again)")
    }

    /// A run of the person's may ask as an agent: that is less. A run of another agent's may not: that is another one's.
    private func check(_ run: RunKey, isFor agent: String) async throws(RequestError) {
        let pulse = try await asking { () async throws(StoreError) in try await plane.reading.pulse(run.pulse) }
        guard let owner = pulse?.spec.owner, owner != agent else { return }
        throw .denied("this was started by a run of pulse \(run.pulse), which is the agent \(owner)'s, and asks as the agent \(agent)")
    }
}

extension ControlPlane {
    package var admitPerson: AdmitPerson { AdmitPerson(plane: self) }
}
