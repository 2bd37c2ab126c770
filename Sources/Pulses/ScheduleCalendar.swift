import Recurrence

/// The times of one schedule as stored: its timetable, whatever its windows say, and its windows apart, because what they block has to
/// be put on record.
struct ScheduleCalendar {
    let timing: ScheduleTiming
    let times: Timetable
    let windows: Windows
    private let name: String

    /// Nil where the stored rule, zone or windows cannot be read any more.
    init?(_ schedule: Schedule, zones: any ZoneSource) {
        timing = schedule.spec.timing
        name = schedule.spec.name
        guard let rule = try? RecurrenceRule(parsing: timing.rule, dialect: timing.dialect, schedule: name),
            let zone = try? zones.zone(named: timing.zone), let active = try? timing.active.map(Window.init(parsing:)),
            let quiet = try? timing.quiet.map(Window.init(parsing:))
        else { return nil }
        let times = Timetable(
            rule: rule, zone: zone, creation: timing.anchor, start: timing.start, end: timing.end,
            mode: timing.isAfterCompletion ? .afterCompletion : .fixedRate, jitter: timing.jitter)
        self.times = schedule.state.cursor > timing.anchor ? times.resumed(after: schedule.state.cursor) : times
        windows = Windows(active: active, quiet: quiet)
    }

    var isReboot: Bool { times.rule == .reboot }

    /// The nominal time and its jitter.
    func fireTime(_ nominal: Instant) -> Instant { times.due(nominal, schedule: name) }

    /// How late an occurrence may be and still be on time (DESIGN.md, time).
    func tolerance(of nominal: Instant, _ policies: SchedulePolicies) -> Duration {
        if let tolerance = policies.tolerance { return tolerance }
        guard let following = times.next(after: nominal) else { return .seconds(60) }
        return min(.seconds(60), .milliseconds((following - nominal).milliseconds / 2))
    }

    /// The next occurrence that windows let through, or that waits for them to open; nil when there is none.
    func coming(after cursor: Instant) -> NextOccurrence? {
        var nominal = times.next(after: cursor)
        // A schedule whose windows exclude all of its times was refused when it was made.
        for _ in 0..<10_000 {
            guard let candidate = nominal else { return nil }
            if windows.isOpen(at: candidate, in: times.zone) { return NextOccurrence(nominal: candidate, at: fireTime(candidate)) }
            guard let opening = windows.nextOpening(after: candidate, in: times.zone) else { return nil }
            if timing.onBlocked == .defer { return NextOccurrence(nominal: candidate, at: opening) }
            nominal = times.next(after: opening + .milliseconds(-1))
        }
        return nil
    }
}
