import Recurrence

/// What somebody wants to know the times of: a rule that comes again and again, or a time that comes once.
struct ScheduleQuestion {
    var text: String
    /// The name of a zone; nil: the one in the text, else the default.
    var zone: String?
    var dialect = CronExpression.Dialect.upbeat
    /// The schedule's name, which `H` draws from.
    var schedule: String?
    var from: Instant

    enum Answer {
        case recurring(Timetable, from: Instant)
        case once(ResolvedTime)

        /// The first times after the start.
        func times(_ count: Int) -> [Instant] {
            switch self {
            case .recurring(let timetable, let from): timetable.first(count, after: from)
            case .once(let time): count > 0 ? [time.instant] : []
            }
        }
    }

    func resolved(zones: any ZoneSource, default defaultZone: Zone) throws(TimeError) -> Answer {
        let given = try zone.map { name throws(TimeError) in try zones.zone(named: name) }
        let expression = try TimeExpression(
            parsing: text, now: from, zone: given ?? defaultZone, zones: zones, dialect: dialect, schedule: schedule)
        switch expression {
        case .once(let time): return .once(time)
        case .recurring(let rule):
            let zone = try rule.zone(given: zone, default: defaultZone, zones: zones)
            return .recurring(Timetable(rule: rule, zone: zone, creation: from), from: from)
        }
    }
}

extension Timetable {
    func first(_ count: Int, after instant: Instant) -> [Instant] {
        if case .cron(let expression) = rule, windows.areAlwaysOpen, start == nil, end == nil {
            return Array(expression.fires(after: instant, in: zone).prefix(count))
        }
        return Array(nominalTimes(after: instant).prefix(count))
    }
}
