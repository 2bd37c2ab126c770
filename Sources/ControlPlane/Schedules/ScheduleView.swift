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

    /// A pause that is in force.
    package var pause: Pause? { schedule.state.pause.flatMap { $0.isInForce(at: now) ? $0 : nil } }
}

extension ControlPlane {
    /// - Parameter fires: how many of the next fires.
    func view(_ schedule: Schedule, fires count: Int, at now: Instant) -> ScheduleView {
        let times = ScheduleTimes(schedule, zones: zones)
        let explanation = times.map { Explanation(of: $0.timetable, now: now, dialect: schedule.spec.timing.dialect) }
        return ScheduleView(
            schedule: schedule, words: explanation?.words ?? schedule.spec.timing.rule, warnings: explanation?.warnings ?? [],
            next: times?.coming(count, from: now) ?? [], now: now)
    }
}
