import Pulses

/// Lets a paused or snoozed schedule go on. What fell into the pause is put on record with the next turn.
package struct ResumeSchedule: Sendable {
    let plane: ControlPlane

    /// - Throws: `notFound`; `denied`; `conflict` for one that is not paused.
    package func callAsFunction(_ name: String, by caller: Caller) async throws(RequestError) -> ScheduleView {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        try principal.mayTouch("the schedule \(name)", of: schedule.spec.template.owner)
        try ControlPlane.refuseAwaiting(schedule, "resume")
        let now = plane.clock.now()
        guard schedule.state.pause?.isInForce(at: now) == true else { throw .conflict("the schedule \(name) is not paused") }
        return try await plane.pause(schedule, nil, at: now)
    }
}
