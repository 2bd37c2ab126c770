package import Pulses

/// Revokes a token: it opens nothing from the next request on, and never will again.
package struct RevokeToken: Sendable {
    let plane: ControlPlane

    /// - Throws: `denied` for all but persons with all of their rights; `notFound`; `conflict` for one that is a setting.
    package func callAsFunction(_ name: String, by caller: Caller) async throws(RequestError) -> AccessToken {
        try await plane.principal(caller).mayGiveAccess("revoke tokens")
        guard !plane.authenticate.isConfigured(name) else {
            throw .conflict("the token \(name) is a setting; remove it from the configuration instead")
        }
        let now = plane.clock.now()
        let revoked = try await asking { () async throws(StoreError) in try await plane.access.revokeToken(named: name, at: now) }
        guard let revoked else { throw .notFound("there is no living token \(name.prefix(80)); `upbeat token ls` lists those there are") }
        plane.authenticate.forget()
        return revoked
    }
}
