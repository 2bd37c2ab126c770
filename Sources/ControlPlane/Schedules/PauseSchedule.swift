import Pulses
import Recurrence

/// Pauses a schedule: nothing of it fires until a time, or until somebody resumes it. Pausing is state: it survives a change of the file.
package struct PauseSchedule: Sendable {
    let plane: ControlPlane

    /// What is asked of a pause.
    package struct Wish: Hashable, Sendable {
        /// Everything a time phrase may be; nil: until somebody resumes it.
        package var until: String?
        package var why: String?

        package init(until: String? = nil, why: String? = nil) {
            self.until = until
            self.why = why
        }
    }

    /// - Throws: `notFound`; `denied`; `conflict` for one that is over.
    package func callAsFunction(_ name: String, _ wish: Wish, by caller: Caller) async throws(RequestError) -> ScheduleView {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        try principal.mayTouch("the schedule \(name)", of: schedule.spec.template.owner)
        if let over = schedule.state.over {
            throw .conflict("the schedule \(name) is over (\(over)) and fires no more; there is nothing to pause")
        }
        try ControlPlane.refuseAwaiting(schedule, "pause")
        let now = plane.clock.now()
        let until = try plane.until(wish, at: now)
        let pause = Pause(by: principal.agent?.name ?? caller.creator, why: wish.why, since: now, until: until)
        return try await plane.pause(schedule, pause, at: now)
    }
}

extension ControlPlane {
    /// - Throws: `invalid` for a time that cannot be read or has passed, and for a reason that is no line of text.
    func until(_ wish: PauseSchedule.Wish, at now: Instant) throws(RequestError) -> Instant? {
        var check = FieldCheck()
        let time = TimeCheck(zones: zones, zone: zone, limits: limits)
        let until = wish.until.flatMap { time.moment($0, "until", now: now, &check) }
        if let why = wish.why { check.text(why, "why", length: limits.reason, oneLine: true) }
        try check.finish()
        return until
    }

    func pause(_ schedule: Schedule, _ pause: Pause?, at now: Instant) async throws(RequestError) -> ScheduleView {
        let changed = try await asking { () async throws(StoreError) in try await schedules.pause(schedule.id, pause, at: now) }
        guard let changed else { throw Self.noSchedule(schedule.spec.name) }
        wake(for: changed)
        return view(changed, fires: MakeSchedule.firesShown, at: now)
    }
}
