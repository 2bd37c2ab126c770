package import Pulses
import Recurrence

/// Makes a token, whose text is told this once: the store keeps its hash alone.
package struct MakeToken: Sendable {
    let plane: ControlPlane

    package struct Wish: Hashable, Sendable {
        package var name: String
        /// One of ``Agent/Scope``; nil: `schedule`.
        package var scope: String?
        /// The agent as which its bearer acts; nil: the person.
        package var agent: String?
        /// A length of time from now on, or everything a time phrase may be; nil: it does not expire.
        package var expires: String?

        package init(name: String, scope: String? = nil, agent: String? = nil, expires: String? = nil) {
            self.name = name
            self.scope = scope
            self.agent = agent
            self.expires = expires
        }
    }

    package struct Answer: Sendable {
        package var record: AccessToken
        package var token: Token
    }

    /// - Throws: `denied` for all but persons with all of their rights; `invalid`; `conflict` where a living token has the name.
    package func callAsFunction(_ wish: Wish, by caller: Caller) async throws(RequestError) -> Answer {
        try await plane.principal(caller).mayGiveAccess("make tokens")
        let now = plane.clock.now()
        var generator = SystemRandomNumberGenerator()
        let token = Token.random(using: &generator)
        let record = try await checked(wish, hash: token.hash, now: now)
        let isNew = try await asking { () async throws(StoreError) in try await plane.access.add(record) }
        guard isNew else {
            throw .conflict("there is a token \(wish.name) already; choose another name, or revoke that one first")
        }
        plane.authenticate.forget()
        return Answer(record: record, token: token)
    }

    private func checked(_ wish: Wish, hash: [UInt8], now: Instant) async throws(RequestError) -> AccessToken {
        var check = FieldCheck()
        if !ScheduleName.isValid(wish.name) {
            check.fail("name", sentence: "cannot be a token's; \(ScheduleName.rule)")
        } else if plane.authenticate.isConfigured(wish.name) {
            check.fail("name", sentence: "is that of a setting, whose token is taken already; choose another one")
        }
        let scope = wish.scope.map { check.choice($0, "scope", as: Agent.Scope.self) } ?? .schedule
        let expiresAt = wish.expires.flatMap { expiry($0, now: now, &check) }
        if let agent = wish.agent {
            let names = try await plane.declaredAgents().map(\.name).sorted()
            if names.isEmpty {
                check.fail("agent", sentence: "is not known; no agents are declared (`agents:` in the configuration)")
            } else if !names.contains(agent) {
                check.unknown(agent, "agent", among: names)
            }
        }
        try check.finish()
        return AccessToken(
            name: wish.name, hash: hash, createdAt: now, scope: scope ?? .read, agent: wish.agent, expiresAt: expiresAt)
    }

    private func expiry(_ text: String, now: Instant, _ check: inout FieldCheck) -> Instant? {
        if let length = try? HumanDuration.parse(text), length > .zero { return now + length }
        return plane.time(of: nil).moment(text, "expires_at", now: now, &check)
    }
}
