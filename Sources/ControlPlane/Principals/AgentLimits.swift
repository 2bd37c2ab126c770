import Pulses
import Recurrence

/// What agents are held to beside how many of each thing they have, which the stores count where they make it. Whoever asks, the limits
/// are the owner's; what the person declares in a file is held to none.
enum AgentLimits {
    /// Refuses a schedule whose times come closer together than its owner is allowed.
    static func checkInterval(of owner: Agent?, _ timetable: Timetable, _ field: String, _ check: inout FieldCheck) {
        guard let owner, let limit = owner.limits.shortestInterval, let shortest = shortestGap(timetable), shortest < limit else { return }
        check.fail(
            field,
            sentence: "gives times that are \(HumanDuration.format(shortest)) apart; the agent \(owner.name) is allowed no less than "
                + HumanDuration.format(limit))
    }

    /// Refuses a time that lies further ahead than an agent may plan.
    static func checkFurthest(of owner: Agent?, _ instant: Instant?, now: Instant, _ field: String, _ check: inout FieldCheck) {
        guard let owner, let instant, let limit = owner.limits.furthest, instant - now > limit else { return }
        check.fail(
            field,
            sentence: "comes to \(instant), and the agent \(owner.name) may plan no further ahead than \(HumanDuration.format(limit)); "
                + "give an earlier time")
    }

    /// The shortest time between two of the next fires.
    private static func shortestGap(_ timetable: Timetable) -> Duration? {
        let fires = timetable.nominalTimes(after: timetable.start ?? timetable.anchor).prefix(500)
        return zip(fires, fires.dropFirst()).map { $1 - $0 }.min()
    }
}

extension RequestError {
    init(_ fault: LimitFault) {
        let these = fault.asked == 1 ? "" : ", and these are \(fault.asked)"
        let (agent, limit, has) = (fault.agent, fault.limit, fault.has)
        self =
            switch fault.kind {
            case .openPulses:
                .limitReached(
                    "the agent \(agent) may have \(limit) pulses open at once, and has \(has)\(these); cancel one, or wait until one ends")
            case .pulsesPerDay:
                .limitReached("the agent \(agent) may have \(limit) pulses in 24 hours, and has had \(has)\(these); try again later")
            case .schedules:
                .limitReached("the agent \(agent) may have \(limit) schedules, and has \(has); remove one first")
            }
    }
}
