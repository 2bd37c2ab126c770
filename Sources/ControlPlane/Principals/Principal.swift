import Pulses
import Recurrence

/// Who acts, and what is theirs: an agent, or the person, who may do everything.
struct Principal: Hashable {
    /// Nil: the person.
    var agent: Agent?

    static let person = Principal(agent: nil)

    /// Whether all of the house is theirs.
    var isOverAll: Bool { agent.map { $0.scope == .admin } ?? true }

    /// - Throws: `denied` where this may not be done by an agent that has no more than its own.
    func mayDo(_ what: String) throws(RequestError) {
        guard isOverAll else { throw .denied("\(name) may not \(what); that is for the person, or for an agent of scope admin") }
    }

    /// - Throws: `denied` for an agent that may only read.
    func mayMake() throws(RequestError) {
        guard agent?.scope != .read else { throw .denied("\(name) may only read; its scope has to be schedule") }
    }

    /// - Parameters:
    ///   - owner: whose it is; nil: the person's.
    ///   - thing: as a sentence names it: `pulse 12`.
    /// - Throws: `denied` for an agent whose it is not.
    func mayTouch(_ thing: String, of owner: String?) throws(RequestError) {
        guard let agent, !isOverAll else { return }
        try mayMake()
        guard owner != agent.name else { return }
        let whose = owner.map { "the agent \($0)'s" } ?? "the person's"
        throw .denied("\(thing) is \(whose), and \(name) may touch only its own")
    }

    private var name: String { agent.map { "the agent \($0.name)" } ?? "the person" }
}

extension ControlPlane {
    /// Who a caller is. A command inside a run acts as the agent whose pulse that is (DESIGN.md, small decisions): a guard rail, not a wall.
    ///
    /// An agent that is not declared any more may only read.
    func principal(_ caller: Caller) async throws(RequestError) -> Principal {
        var name = caller.agent
        if name == nil, let run = caller.run {
            name = try await asking { () async throws(StoreError) in try await reading.pulse(run.pulse) }?.spec.owner
        }
        guard let name else { return .person }
        let known = try await declaredAgents().first { $0.name == name }
        return Principal(agent: known ?? Agent(name: name, scope: .read, createdAt: .distantPast))
    }

    /// Whose a new thing is: the named agent's, else the one's who asks.
    ///
    /// - Throws: `denied` for an agent that names another one; `invalid` for one that does not exist.
    func owner(asked name: String?, by principal: Principal) async throws(RequestError) -> Agent? {
        try principal.mayMake()
        guard let name, name != principal.agent?.name else { return principal.agent }
        try principal.mayDo("make things for others")
        let known = try await declaredAgents()
        guard let agent = known.first(where: { $0.name == name }) else {
            var check = FieldCheck()
            let names = known.map(\.name).sorted()
            if names.isEmpty {
                check.fail("agent", sentence: "is not known; no agents are declared (`agents:` in the configuration)")
            } else {
                check.unknown(name, "agent", among: names)
            }
            try check.finish()
            return nil
        }
        return agent
    }

    func declaredAgents() async throws(RequestError) -> [Agent] {
        try await asking { () async throws(StoreError) in try await agents.agents() }
    }
}
