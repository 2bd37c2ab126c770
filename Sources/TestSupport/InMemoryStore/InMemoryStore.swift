package import Pulses
package import Recurrence
import Synchronization

/// A store that keeps everything in memory and forgets it: the model that the real stores are held against.
package final class InMemoryStore: Sendable {
    private let state: Mutex<InMemoryState>
    let bell = EventBell()

    /// - Parameters:
    ///   - judge: decides about schedules.
    ///   - leaseTime: the clock of the leases; it is read inside of transactions.
    package init(judge: any ScheduleJudging = IntervalJudge(), leaseTime: @escaping @Sendable () -> Duration = { .zero }) {
        state = Mutex(InMemoryState(judge: judge, leaseTime: leaseTime))
    }

    /// As when somebody opens a file whose lock he holds: whoever had a lease is dead.
    package func voidLeases() { state.withLock { $0.leases = Leases() } }

    /// From now on every call fails with this error; nil heals it.
    package func fail(with error: StoreError?) { state.withLock { $0.failure = error } }

    /// One transaction.
    func access<R>(_ body: (inout InMemoryState) -> R) throws(StoreError) -> R {
        let (result, hasEvents): (Result<R, StoreError>, Bool) = state.withLock { state in
            if let failure = state.failure { return (.failure(failure), false) }
            let before = state.events.last?.sequence
            let answer = body(&state)
            return (.success(answer), state.events.last?.sequence != before)
        }
        if hasEvents { bell.ring() }
        return try result.get()
    }
}

extension InMemoryStore: AccessRecords {
    package func tokens() async throws(StoreError) -> [AccessToken] { try access { $0.tokens } }

    package func add(_ token: AccessToken) async throws(StoreError) -> Bool {
        try access { state in
            let isTaken = state.tokens.contains {
                $0.hash == token.hash || ($0.name == token.name && $0.isLiving(at: token.createdAt))
            }
            if !isTaken { state.tokens.append(token) }
            return !isTaken
        }
    }

    package func revokeToken(named name: String, at now: Instant) async throws(StoreError) -> AccessToken? {
        try access { state in
            guard let index = state.tokens.firstIndex(where: { $0.name == name && $0.isLiving(at: now) }) else { return nil }
            state.tokens[index].revokedAt = now
            return state.tokens[index]
        }
    }

    package func noteUse(ofToken hash: [UInt8], at: Instant) async throws(StoreError) {
        try access { state in
            guard let index = state.tokens.firstIndex(where: { $0.hash == hash }) else { return }
            state.tokens[index].lastUsedAt = max(at, state.tokens[index].lastUsedAt ?? at)
        }
    }
}

extension InMemoryStore: AgentKeeping {
    package func keep(_ agent: Agent) async throws(StoreError) { try access { $0.agents[agent.name] = agent } }

    package func removeAgent(named name: String) async throws(StoreError) -> Bool {
        try access { $0.agents.removeValue(forKey: name) != nil }
    }

    package func agents() async throws(StoreError) -> [Agent] {
        try access { $0.agents.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
    }
}
