package import Pulses

/// Makes a pulse of a schedule now, beside its times. A paused schedule can be triggered too.
package struct TriggerSchedule: Sendable {
    let plane: ControlPlane

    /// - Throws: `notFound`; `denied`; `limitReached`.
    package func callAsFunction(_ name: String, by caller: Caller) async throws(RequestError) -> Pulse {
        try await self(name, by: caller, idempotency: nil).pulse
    }

    /// The same, noted by its idempotency key in the transaction that makes the pulse.
    package func callAsFunction(
        _ name: String, by caller: Caller, idempotency: Idempotency?
    ) async throws(RequestError) -> (pulse: Pulse, isReplay: Bool) {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        try principal.mayTouch("the schedule \(name)", of: schedule.spec.template.owner)
        let now = plane.clock.now()
        let creator = principal.agent?.name ?? caller.creator
        let triggered = try await asking { () async throws(StoreError) in
            try await plane.schedules.trigger(schedule.id, by: creator, door: caller.door, at: now, idempotency, principal.terms)
        }
        switch triggered {
        case .created(let pulse):
            plane.engine.wake(dueAt: pulse.progress.dueAt)
            return (pulse, false)
        case .replayed(let pulse): return (pulse, true)
        case .fingerprintConflict: throw ControlPlane.keyReused
        case .overLimit(let fault): throw RequestError(fault)
        case .unknown: throw ControlPlane.noSchedule(name)
        }
    }
}
