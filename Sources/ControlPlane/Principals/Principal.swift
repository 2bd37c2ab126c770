import Pulses
import Recurrence

/// Who acts, and what is theirs: an agent, or the person, who may do everything that the token lets them.
///
/// This is the one place where scopes hold: of an agent's and its token's the smaller one.
struct Principal: Hashable {
    /// Nil: the person.
    var agent: Agent?
    /// The name of the token that was shown; nil where none was needed.
    var token: String?
    /// What that token lets do.
    var grant = Agent.Scope.admin
    /// The pulse inside whose run it asks: whoever works there works for somebody, and is not the one who gives access.
    var run: PulseID?

    static let person = Principal()

    private var scope: Agent.Scope { min(agent?.scope ?? .admin, grant) }

    /// Whether all of the house is theirs.
    var isOverAll: Bool { scope == .admin }

    /// Whether what they say of things that they make is believed, and their webhooks are not confined: a person's, whatever the token.
    var isTrusted: Bool { agent == nil || isOverAll }

    /// - Throws: `denied` where this may not be done with less than scope `admin`.
    func mayDo(_ what: String) throws(RequestError) {
        guard isOverAll else { throw .denied("\(name(needing: .admin)) may not \(what); that is for the person, or takes scope admin") }
    }

    /// - Throws: `denied` for whoever may only read.
    func mayMake() throws(RequestError) {
        guard scope >= .schedule else { throw .denied("\(name(needing: .schedule)) may only read; its scope has to be schedule") }
    }

    /// - Throws: `denied` for agents, whatever their scope, for what is called inside a run, and for tokens of less than scope `admin`.
    func mayGiveAccess(_ what: String) throws(RequestError) {
        if agent == nil, let run {
            throw .denied("a run of pulse \(run) may not \(what); that is for the person, outside of runs (without UPBEAT_RUN)")
        }
        guard agent == nil, isOverAll else {
            throw .denied("\(name(needing: .admin)) may not \(what); that is for the person, with a token of scope admin")
        }
    }

    /// - Parameters:
    ///   - owner: whose it is; nil: the person's.
    ///   - thing: as a sentence names it: `pulse 12`.
    /// - Throws: `denied` for an agent whose it is not, and for whoever may only read.
    func mayTouch(_ thing: String, of owner: String?) throws(RequestError) {
        try mayMake()
        guard let agent, !isOverAll, owner != agent.name else { return }
        let whose = owner.map { "the agent \($0)'s" } ?? "the person's"
        throw .denied("\(thing) is \(whose), and \(name(needing: .schedule)) may touch only its own")
    }

    /// Whom a refusal is about: the token where it is what falls short.
    private func name(needing scope: Agent.Scope) -> String {
        if let token, grant < scope { return "the token \(token)" }
        return agent.map { "the agent \($0.name)" } ?? "the person"
    }
}

extension ControlPlane {
    /// Who a caller is. A command inside a run acts as the agent whose pulse that is (DESIGN.md, small decisions): a guard rail, not a wall.
    ///
    /// An agent that is not declared any more may only read.
    func principal(_ caller: Caller) async throws(RequestError) -> Principal {
        var token: String?
        if case .network(let shown) = caller.way { token = shown }
        var name = caller.agent
        if name == nil, let run = caller.run {
            name = try await asking { () async throws(StoreError) in try await reading.pulse(run.pulse) }?.spec.owner
        }
        guard let name else { return Principal(token: token, grant: caller.grant, run: caller.run?.pulse) }
        let known = try await declaredAgents().first { $0.name == name }
        let agent = known ?? Agent(name: name, scope: .read, createdAt: .distantPast)
        return Principal(agent: agent, token: token, grant: caller.grant)
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
