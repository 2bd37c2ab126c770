package import Pulses

/// The tokens of the store that were not revoked, the oldest first; those that have expired too.
package struct ListTokens: Sendable {
    let plane: ControlPlane

    /// - Throws: `denied` for all but persons with all of their rights.
    package func callAsFunction(by caller: Caller) async throws(RequestError) -> [AccessToken] {
        try await plane.principal(caller).mayGiveAccess("see tokens")
        return try await asking { () async throws(StoreError) in try await plane.access.tokens() }.filter { $0.revokedAt == nil }
    }
}
