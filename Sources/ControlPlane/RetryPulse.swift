package import Pulses

/// Asks for a pulse again that ended badly: it is due now, with a new set of attempts.
package struct RetryPulse: Sendable {
    let plane: ControlPlane

    /// - Throws: `notFound`; `denied`; `conflict` where it is open, has completed, or its key belongs to an open pulse.
    package func callAsFunction(_ id: PulseID, by caller: Caller) async throws(RequestError) -> Pulse {
        let principal = try await plane.principal(caller)
        if !principal.isOverAll {
            let pulse = try await plane.touchable(id, by: principal)
            let owner = try await plane.owner(asked: pulse.spec.owner, by: principal)
            try await AgentLimits(agents: plane.agents, now: plane.clock.now()).checkPulse(of: owner)
        }
        switch try await asking({ () async throws(StoreError) in try await plane.making.revive(id, at: plane.clock.now()) }) {
        case .revived(let pulse):
            plane.engine.wake(dueAt: pulse.progress.dueAt)
            return pulse
        case .refused(let pulse):
            throw .conflict(Self.reason(pulse))
        case .unknown:
            throw .notFound("there is no pulse \(id)")
        }
    }

    private static func reason(_ pulse: Pulse) -> String {
        let status = pulse.progress.status
        if status.after(.revive) != nil, let key = pulse.spec.key {
            return "pulse \(pulse.id) cannot be asked for again while another pulse with the key \"\(key)\" is open"
        }
        return "pulse \(pulse.id) is \(status.name); only what failed, was cancelled or was missed can be asked for again"
    }
}
