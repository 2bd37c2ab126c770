package import Pulses

/// Removes a schedule. What it has made and what waits of it is called off; what runs goes on; its history stays until it is pruned.
package struct RemoveSchedule: Sendable {
    let plane: ControlPlane

    /// - Throws: `notFound`; `conflict` for one that is declared in a file; `denied`.
    package func callAsFunction(_ name: String, by caller: Caller) async throws(RequestError) -> Schedule {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        try principal.mayTouch("the schedule \(name)", of: schedule.spec.template.owner)
        try ControlPlane.refuseDeclared(schedule, to: "remove")
        let now = plane.clock.now()
        let removed = try await asking { () async throws(StoreError) in try await plane.schedules.remove(schedule.id, at: now) }
        guard let removed else { throw ControlPlane.noSchedule(name) }
        // What waited for a pulse of it may run now.
        plane.engine.wake(dueAt: now)
        return removed
    }
}
