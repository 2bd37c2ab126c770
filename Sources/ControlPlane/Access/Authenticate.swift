import Crypto
package import Pulses
package import Recurrence

/// Tells whose token it is. Tokens are known by their SHA-256 alone.
///
/// All hashes are compared, each in constant time. What is revoked or has expired is refused from the next request on.
package struct Authenticate: Sendable {
    private let access: any AccessRecords
    private let configured: [AccessToken]
    private let known: KnownTokens

    /// - Parameters:
    ///   - configured: tokens that the settings name, by the name of the setting, beside those of the store; they are the person's.
    ///   - known: shared by all that ask the same store.
    package init(
        access: any AccessRecords, configured: [(name: String, hash: [UInt8])] = [], known: KnownTokens = KnownTokens()
    ) {
        self.access = access
        self.configured = configured.map { AccessToken(name: $0.name, hash: $0.hash, createdAt: .distantPast) }
        self.known = known
    }

    /// The digest by which a token is known.
    package static func hash(of token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

    /// The token on record, whose use is noted without waiting for it.
    ///
    /// - Parameter token: as presented; nil where none was.
    /// - Throws: `unauthorized` without a token; `forbidden` with one that is not known, was revoked or has expired; or the store's error.
    package func callAsFunction(_ token: String?, at now: Instant) async throws(RequestError) -> AccessToken {
        guard let token else { throw .unauthorized }
        let presented = Self.hash(of: token)
        var found: AccessToken?
        for candidates in [configured, try await known.tokens(of: access)] {
            for candidate in candidates where Self.areEqual(candidate.hash, presented) { found = found ?? candidate }
        }
        guard let found, found.isLiving(at: now) else { throw .forbidden }
        if found.createdAt > .distantPast { known.noteUse(of: found, at: now) }
        return found
    }

    /// Whether a setting is called so: no other token is.
    func isConfigured(_ name: String) -> Bool { configured.contains { $0.name == name } }

    /// Asks the store again the next time: its tokens have changed.
    package func forget() { known.forget() }

    /// Takes as long for any two lists of one length.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count, !a.isEmpty else { return false }
        var difference: UInt8 = 0
        for (x, y) in zip(a, b) { difference |= x ^ y }
        return difference == 0
    }
}
