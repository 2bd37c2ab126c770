package import Pulses

/// Makes a pulse of a schedule now, beside its times. A paused schedule can be triggered too.
package struct TriggerSchedule: Sendable {
    let plane: ControlPlane

    /// - Throws: `notFound`; `denied`; `limitReached`.
    package func callAsFunction(_ name: String, by caller: Caller) async throws(RequestError) -> Pulse {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        try principal.mayTouch("the schedule \(name)", of: schedule.spec.template.owner)
        let now = plane.clock.now()
        try await AgentLimits(agents: plane.agents, now: now).checkPulse(
            of: principal.agent, count: max(1, schedule.spec.steps.count))
        let creator = principal.agent?.name ?? caller.creator
        let pulse = try await asking { () async throws(StoreError) in
            try await plane.schedules.trigger(schedule.id, by: creator, door: caller.door, at: now)
        }
        guard let pulse else { throw ControlPlane.noSchedule(name) }
        plane.engine.wake(dueAt: pulse.progress.dueAt)
        return pulse
    }
}
