import Pulses
import Recurrence

/// The times that a schedule is going to fire at.
struct ScheduleTimes {
    let schedule: Schedule
    let timetable: Timetable

    /// Nil where the stored rule, zone or windows cannot be read any more.
    init?(_ schedule: Schedule, zones: any ZoneSource) {
        let timing = schedule.spec.timing
        guard let rule = try? RecurrenceRule(parsing: timing.rule, dialect: timing.dialect, schedule: schedule.spec.name),
            let zone = try? zones.zone(named: timing.zone), let active = try? timing.active.map(Window.init(parsing:)),
            let quiet = try? timing.quiet.map(Window.init(parsing:))
        else { return nil }
        let times = Timetable(
            rule: rule, zone: zone, creation: timing.anchor, start: timing.start, end: timing.end,
            windows: Windows(active: active, quiet: quiet), blocked: timing.onBlocked == .defer ? .defer : .skip,
            mode: timing.isAfterCompletion ? .afterCompletion : .fixedRate, jitter: timing.jitter)
        timetable = schedule.state.cursor > timing.anchor ? times.resumed(after: schedule.state.cursor) : times
        self.schedule = schedule
    }

    /// The next fires in their order; none while it is paused without an end, waits for the end of a run, or is over.
    func coming(_ count: Int, from now: Instant, until end: Instant? = nil) -> [Fire] {
        guard let (first, following) = beginning, runsLeft > 0 else { return [] }
        let (limit, end) = (min(count, runsLeft), end ?? .distantFuture)
        var fires: [Fire] = []
        var offset = timetable.zone.offset(at: now)
        func add(_ nominal: Instant, at: Instant) {
            let before = offset
            offset = timetable.zone.offset(at: at)
            fires.append(Fire(nominal: nominal, at: at, zone: timetable.zone, offsetBefore: before == offset ? nil : before))
        }
        if let first, limit > 0 {
            guard first.at <= end else { return [] }
            add(first.nominal, at: first.at)
        }
        guard timetable.mode == .fixedRate else { return fires }
        for nominal in timetable.nominalTimes(after: following) {
            guard fires.count < limit, nominal <= end else { break }
            add(nominal, at: timetable.due(nominal, schedule: schedule.spec.name))
        }
        return fires
    }

    /// How many fires come until an instant, without going through them.
    func count(until end: Instant) -> Int {
        guard let (first, following) = beginning else { return 0 }
        if let first, first.at > end { return 0 }
        let later = timetable.mode == .fixedRate ? timetable.count(after: following, through: end) : 0
        return max(0, min(runsLeft, later + (first == nil ? 0 : 1)))
    }

    private var runsLeft: Int { schedule.spec.timing.maxRuns.map { $0 - schedule.state.fires } ?? .max }

    /// The next fire, and after when the others are found. One that was put off stands for all up to the time at which it comes; what a
    /// pause leaves out has no fire at its end.
    private var beginning: (first: NextOccurrence?, following: Instant)? {
        guard let next = schedule.state.next, schedule.state.over == nil else { return nil }
        guard next.at > timetable.due(next.nominal, schedule: schedule.spec.name) else { return (next, next.nominal) }
        let pause = schedule.state.pause
        if let until = pause?.until, until == next.at, pause?.kind != .snooze, schedule.spec.timing.onBlocked == .skip {
            return (nil, until - .milliseconds(1))
        }
        return (next, next.at)
    }
}
