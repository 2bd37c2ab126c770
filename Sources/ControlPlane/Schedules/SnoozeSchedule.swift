import Pulses
import Recurrence

/// Puts the next occurrence of a schedule off: it and what comes until then run as one, at the later time.
package struct SnoozeSchedule: Sendable {
    let plane: ControlPlane

    /// - Parameter length: how much later than planned, or than now where its time has come.
    /// - Throws: `notFound`; `denied`; `conflict` for one that has no next occurrence, or is paused.
    package func callAsFunction(_ name: String, by length: String, by caller: Caller) async throws(RequestError) -> ScheduleView {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        try principal.mayTouch("the schedule \(name)", of: schedule.spec.template.owner)
        try ControlPlane.refuseAwaiting(schedule, "put off")
        let now = plane.clock.now()
        let length = try plane.snooze(length)
        if principal.terms.awaitsApproval {
            throw .denied(
                "the schedule \(name) was approved with its times, so the person alone may put it off; change it, and it waits for approval anew"
            )
        }
        if let pause = schedule.state.pause, pause.kind != .snooze, pause.isInForce(at: now) {
            throw .conflict("the schedule \(name) is paused; resume it first")
        }
        guard let next = schedule.state.next else {
            let reason = schedule.state.over.map { "it is over (\($0))" } ?? "its next time is counted from the end of a run"
            throw .conflict("the schedule \(name) has no next occurrence to put off: \(reason)")
        }
        let until = max(next.at, now) + length
        try principal.mayPutOff(until: until, at: now)
        let pause = Pause(kind: .snooze, by: principal.agent?.name ?? caller.creator, since: min(now, next.nominal), until: until)
        return try await plane.pause(schedule, pause, at: now)
    }
}

extension ControlPlane {
    /// How long something is put off.
    func snooze(_ text: String) throws(RequestError) -> Duration {
        var check = FieldCheck()
        let length = check.duration(text, "for", in: limits.snooze)
        try check.finish()
        return length ?? .zero
    }
}
