package import Pulses
package import Recurrence

/// A schedule as a door shows it.
package struct ScheduleView: Hashable, Sendable {
    package var schedule: Schedule
    /// Its rule in words.
    package var words: String
    /// What a person should know of the rule, though nothing is wrong.
    package var warnings: [ScheduleWarning]
    package var next: [Fire]
    /// When this was so.
    package var now: Instant
    /// What was settled beyond what was asked, when it was made or changed.
    package var notes: [String] = []

    /// A pause that is in force.
    package var pause: Pause? { schedule.state.pause.flatMap { $0.isInForce(at: now) ? $0 : nil } }
}

extension ControlPlane {
    private static func approvalNote(_ name: String) -> String {
        "it fires once the person has approved it: upbeat approve \(name) (or upbeat deny \(name))"
    }

    /// - Parameter fires: how many of the next fires.
    func view(_ schedule: Schedule, fires count: Int, at now: Instant, notes: [String] = []) -> ScheduleView {
        let times = ScheduleTimes(schedule, zones: zones)
        let explanation = times.map { Explanation(of: $0.timetable, now: now, dialect: schedule.spec.timing.dialect) }
        return ScheduleView(
            schedule: schedule, words: explanation?.words ?? schedule.spec.timing.rule, warnings: explanation?.warnings ?? [],
            next: times?.coming(count, from: now) ?? [], now: now,
            notes: notes + (schedule.awaitsApproval ? [Self.approvalNote(schedule.spec.name)] : []))
    }
}
