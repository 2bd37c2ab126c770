import Crypto
package import Pulses
import Synchronization

/// Tells whose token it is. Tokens are known by their SHA-256 alone.
///
/// The store is asked once; what it said is kept until ``forget()``. All hashes are compared, each in constant time.
package final class Authenticate: Sendable {
    private let access: any AccessRecords
    private let configured: [(name: String, hash: [UInt8])]
    private let known = Mutex<[AccessToken]?>(nil)

    /// - Parameter configured: tokens that the settings name, by the name of the setting, beside those of the store.
    package init(access: any AccessRecords, configured: [(name: String, hash: [UInt8])] = []) {
        self.access = access
        self.configured = configured
    }

    /// The digest by which a token is known.
    package static func hash(of token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

    /// The name of the token.
    ///
    /// - Parameter token: as presented; nil where none was.
    /// - Throws: `unauthorized` without a token, `forbidden` with one that is not known, or the store's error.
    package func callAsFunction(_ token: String?) async throws(RequestError) -> String {
        guard let token else { throw .unauthorized }
        let presented = Self.hash(of: token)
        var name: String?
        for candidate in configured where Self.areEqual(candidate.hash, presented) { name = name ?? candidate.name }
        for candidate in try await stored() where Self.areEqual(candidate.hash, presented) { name = name ?? candidate.name }
        guard let name else { throw .forbidden }
        return name
    }

    /// Asks the store again the next time: its tokens have changed.
    package func forget() { known.withLock { $0 = nil } }

    private func stored() async throws(RequestError) -> [AccessToken] {
        if let tokens = known.withLock({ $0 }) { return tokens }
        let tokens = try await asking { () async throws(StoreError) in try await access.tokens() }
        known.withLock { $0 = tokens }
        return tokens
    }

    /// Takes as long for any two lists of one length.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count, !a.isEmpty else { return false }
        var difference: UInt8 = 0
        for (x, y) in zip(a, b) { difference |= x ^ y }
        return difference == 0
    }
}
