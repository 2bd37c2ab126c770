package import Recurrence

/// Who may come in over the network, and what they were answered. What is returned is durable.
package protocol AccessRecords: Sendable {
    /// Notes that a request is being carried out whose effect does not note its key itself (``RequestBegun``).
    ///
    /// - Parameter owner: who carries it out. What another one began and never finished is taken over at once, what this one began when
    ///   ``Idempotency/patience`` is over.
    func begin(_ request: Idempotency, by owner: BootID, at now: Instant) async throws(StoreError) -> RequestBegun
    /// Keeps the answer to a request that this owner began; to one that another owner has taken over nothing is done.
    func finish(_ request: Idempotency, by owner: BootID, with answer: KeptAnswer) async throws(StoreError)
    /// Forgets a request that this owner began and that was refused.
    func abandon(_ request: Idempotency, by owner: BootID) async throws(StoreError)

    /// All that are on record, the oldest first: those that were revoked or have expired too.
    func tokens() async throws(StoreError) -> [AccessToken]
    /// False, and nothing was done, where one of that hash is on record, or a living one has its name.
    func add(_ token: AccessToken) async throws(StoreError) -> Bool
    /// Revokes the living one of that name; nil where there is none.
    func revokeToken(named name: String, at now: Instant) async throws(StoreError) -> AccessToken?
    /// Notes that it was used; an earlier time than the one on record changes nothing.
    func noteUse(ofToken hash: [UInt8], at: Instant) async throws(StoreError)
}

/// A token as the store knows it: by its hash alone.
package struct AccessToken: Hashable, Sendable {
    /// Unique among the living ones.
    package var name: String
    /// SHA-256 of the token's text.
    package var hash: [UInt8]
    package var createdAt: Instant
    /// What it lets do; each includes the ones before.
    package var scope: Agent.Scope
    /// The agent as which its bearer acts; nil: the person.
    package var agent: String?
    /// From then on it opens nothing; nil: it does not expire.
    package var expiresAt: Instant?
    package var revokedAt: Instant?
    /// To the minute or so.
    package var lastUsedAt: Instant?

    package init(
        name: String, hash: [UInt8], createdAt: Instant, scope: Agent.Scope = .admin, agent: String? = nil, expiresAt: Instant? = nil,
        revokedAt: Instant? = nil, lastUsedAt: Instant? = nil
    ) {
        self.name = name
        self.hash = hash
        self.createdAt = createdAt
        self.scope = scope
        self.agent = agent
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
    }

    /// Whether it opens anything.
    package func isLiving(at now: Instant) -> Bool { revokedAt == nil && expiresAt.map { now < $0 } ?? true }
}
