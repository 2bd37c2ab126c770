package import Pulses

/// What a pulse would be, without making it.
package struct PreviewPulse: Sendable {
    let plane: ControlPlane

    /// - Returns: what would be stored. Limits of agents and keys that are taken are looked at when it is made.
    /// - Throws: what making it would throw for the request itself.
    package func callAsFunction(_ request: PulseRequest, by caller: Caller) async throws(RequestError) -> PulseSpec {
        let principal = try await plane.principal(caller)
        let owner = try await plane.owner(asked: request.agent, by: principal)
        var check = FieldCheck(names: request.rules.names)
        let spec = plane.spec(
            of: request, by: caller, owner: owner, principal, now: plane.clock.now(), &check)
        _ = AfterCheck().dependencies(request.after, limit: plane.limits.dependencies, &check)
        try check.finish()
        guard let spec else { throw .invalid([FieldError("", "the request could not be read")]) }
        return spec
    }
}

extension ControlPlane {
    package var preview: PreviewPulse { PreviewPulse(plane: self) }
}
