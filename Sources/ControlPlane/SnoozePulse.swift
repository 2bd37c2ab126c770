package import Pulses
import Recurrence

/// Puts a pulse off that waits for its time.
package struct SnoozePulse: Sendable {
    let plane: ControlPlane

    /// - Parameter length: how much later than planned, or than now where its time has come.
    /// - Throws: `notFound`; `denied`; `conflict` for one that is not pending.
    package func callAsFunction(_ id: PulseID, by length: String, by caller: Caller) async throws(RequestError) -> Pulse {
        let principal = try await plane.principal(caller)
        let length = try plane.snooze(length)
        let pulse = try await plane.touchable(id, by: principal)
        let now = plane.clock.now()
        let until = max(pulse.progress.dueAt, now) + length
        try principal.mayPutOff(until: until, at: now)
        switch try await asking({ () async throws(StoreError) in
            try await plane.making.postpone(id, until: until, at: now, principal.terms)
        }) {
        case .postponed(let pulse): return pulse
        case .refused(let pulse): throw .conflict("pulse \(id) is \(pulse.progress.status.name); only what is pending can be put off")
        case .unknown: throw .notFound("there is no pulse \(id)")
        }
    }
}

extension Principal {
    /// - Throws: `invalid` where that is further ahead than an agent may plan.
    func mayPutOff(until: Instant, at now: Instant) throws(RequestError) {
        var check = FieldCheck()
        AgentLimits.checkFurthest(of: agent, until, now: now, "for", &check)
        try check.finish()
    }
}

extension ControlPlane {
    /// A pulse that a principal may change.
    ///
    /// - Throws: `notFound`; `denied`.
    func touchable(_ id: PulseID, by principal: Principal) async throws(RequestError) -> Pulse {
        let pulse = try await existing(id)
        try principal.mayTouch("pulse \(id)", of: pulse.spec.owner)
        return pulse
    }

    func existing(_ id: PulseID) async throws(RequestError) -> Pulse {
        let pulse = try await asking { () async throws(StoreError) in try await reading.pulse(id) }
        guard let pulse else { throw .notFound("there is no pulse \(id)") }
        return pulse
    }
}
