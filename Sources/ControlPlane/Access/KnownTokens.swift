import Pulses
package import Recurrence
import Synchronization

/// What the store said of its tokens, kept until ``forget()``, and which of them have been used.
///
/// All that ask one store share one of these: whoever revokes a token by one configuration revokes it for the next one too.
package final class KnownTokens: Sendable {
    package struct Use: Hashable, Sendable {
        package var hash: [UInt8]
        package var at: Instant
    }

    /// Uses to be written down: no more than one in a minute for each token. For one reader.
    package let uses: AsyncStream<Use>

    private struct State {
        var tokens: [AccessToken]?
        /// Counts how often all was forgotten: what was asked for before that is not kept.
        var generation = 0
        var noted: [[UInt8]: Instant] = [:]
    }

    private let state = Mutex(State())
    private let writer: AsyncStream<Use>.Continuation

    /// How coarse the times of use are.
    static let interval = Duration.seconds(60)

    package init() {
        // Where nobody reads (a command line that answers for itself), the latest few are all that is kept.
        (uses, writer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    /// All but those that are revoked.
    func tokens(of access: any AccessRecords) async throws(RequestError) -> [AccessToken] {
        let (known, generation) = state.withLock { ($0.tokens, $0.generation) }
        if let known { return known }
        let tokens = try await asking { () async throws(StoreError) in try await access.tokens() }.filter { $0.revokedAt == nil }
        state.withLock { state in
            if state.generation == generation { state.tokens = tokens }
        }
        return tokens
    }

    func forget() {
        state.withLock { state in
            state.tokens = nil
            state.generation += 1
        }
    }

    /// Passes a use on to ``uses`` where the latest one of that token is long enough ago.
    func noteUse(of token: AccessToken, at now: Instant) {
        let isNew = state.withLock { state in
            guard state.noted[token.hash].map({ now - $0 >= Self.interval }) ?? true else { return false }
            // Tokens that are gone are not kept track of.
            state.noted = state.noted.filter { now - $0.value < Self.interval }
            state.noted[token.hash] = now
            return true
        }
        if isNew { writer.yield(Use(hash: token.hash, at: now)) }
    }
}
