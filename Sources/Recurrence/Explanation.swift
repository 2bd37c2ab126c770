/// What a schedule does, in words: `At 09:00, Monday to Friday`.
public struct Explanation: Hashable, Sendable {
    /// How day of month and day of week go together where both are restricted.
    public enum DayRule: String, Hashable, Sendable, CaseIterable {
        /// Both have to match.
        case and
        /// One of them is enough.
        case or

        fileprivate var words: String {
            switch self {
            case .and: "both day fields have to match"
            case .or: "either day field is enough"
            }
        }
    }

    /// One sentence without a full stop. Times are those of the schedule's clock; it leaves nothing out.
    public let words: String
    /// Nil if one of the two is `*` or `?`, or if there are no such fields.
    public let dayRule: DayRule?
    /// What surprises people about a schedule that is accepted.
    public let warnings: [ScheduleWarning]

    /// Explains a rule.
    ///
    /// - Parameters:
    ///   - rule: what is put into words.
    ///   - zone: for the warnings about its changes of the clock.
    ///   - now: they are about the ten years from then on.
    ///   - dialect: what the expression was written in; who names a dialect is not warned of its weekdays.
    public init(of rule: RecurrenceRule, in zone: Zone, now: Instant, dialect: CronExpression.Dialect = .upbeat) {
        switch rule {
        case .cron(let expression):
            let syntax = expression.syntax
            dayRule = Self.dayRule(syntax)
            words = Self.words(for: expression) + (dayRule.map { " (\($0.words))" } ?? "")
            warnings = ScheduleWarning.all(of: expression, syntax, in: zone, now: now, dialect: dialect)
        case .interval(let interval):
            words = Self.words(for: interval)
            dayRule = nil
            warnings = []
        case .reboot:
            words = "Once at every start of the daemon"
            dayRule = nil
            warnings = []
        }
    }

    /// Explains a timetable: its rule, what windows leave of it, from when to when, and how late it may be.
    public init(of timetable: Timetable, now: Instant, dialect: CronExpression.Dialect = .upbeat) {
        let rule = Explanation(of: timetable.rule, in: timetable.zone, now: now, dialect: dialect)
        words = ([Self.ruleWords(of: timetable, else: rule.words)] + Self.limits(of: timetable)).joined(separator: "; ")
        dayRule = rule.dayRule
        warnings = rule.warnings
    }

    private static func words(for expression: CronExpression) -> String {
        let (clock, dates) = (expression.plan.clock, expression.plan.dates)
        let isEveryDay = DateWords(dates: dates, saysEveryDay: false).isEveryDay
        let times = ClockWords(
            hours: clock.hours.values(0...23), minutes: clock.minutes.values(0...59), seconds: clock.seconds.values(0...59),
            isEveryDay: isEveryDay)
        return times.text + DateWords(dates: dates, saysEveryDay: times.areListed).text
    }

    private static func words(for interval: Interval) -> String {
        let every = every(interval.length)
        guard let phase = interval.phase else { return every }
        switch interval.length {
        case 86_400: return "\(every), at \(clock(phase)) UTC"
        case let length where 86_400 % length == 0: return "\(every), from \(clock(phase)) UTC on"
        default: return "\(every), counted from \(Instant(seconds: phase))"
        }
    }

    private static func every(_ length: Int64) -> String {
        switch length {
        case let length where length % 86_400 == 0 && length > 86_400: "Every \(length / 86_400) days of 24 hours"
        case 3600: "Every hour"
        case let length where length % 3600 == 0: "Every \(length / 3600) hours"
        case 60: "Every minute"
        case let length where length % 60 == 0: "Every \(length / 60) minutes"
        case 1: "Every second"
        default: "Every \(length) seconds"
        }
    }

    private static func clock(_ second: Int64) -> String {
        Window.clock(Int(second / 60)) + (second % 60 == 0 ? "" : ":" + padded(second % 60, 2))
    }

    private static func dayRule(_ syntax: CronSyntax) -> DayRule? {
        guard let date = syntax[.dayOfMonth], let weekday = syntax[.dayOfWeek], !date.isStar, !weekday.isStar else { return nil }
        return syntax.daysAreAnded ? .and : .or
    }

    // MARK: Timetables

    private static func ruleWords(of timetable: Timetable, else words: String) -> String {
        guard case .interval(let interval) = timetable.rule, interval.phase == nil else { return words }
        guard timetable.mode == .afterCompletion else {
            return "\(words), counted from \(timetable.anchor.formatted(in: timetable.zone))"
        }
        return "Always \(English.length(milliseconds: interval.length * 1000)) after a run has ended"
    }

    private static func limits(of timetable: Timetable) -> [String] {
        guard timetable.rule != .reboot else { return [] }
        var limits: [String] = []
        if let start = timetable.start {
            limits.append("from \(start.formatted(in: timetable.zone)) on")
        }
        if let end = timetable.end {
            limits.append("until \(end.formatted(in: timetable.zone))")
        }
        let windows = timetable.windows
        if !windows.active.isEmpty {
            limits.append("only \(English.list(windows.active.map(\.words)))")
        }
        if !windows.quiet.isEmpty {
            limits.append("never \(English.list(windows.quiet.map(\.words), "or"))")
        }
        if timetable.blocked == .defer, !windows.active.isEmpty || !windows.quiet.isEmpty {
            limits.append("what falls outside comes together in one run at the next opening")
        }
        if timetable.jitter > .zero {
            limits.append("each up to \(English.length(milliseconds: timetable.jitter.wholeMilliseconds)) later")
        }
        return limits
    }
}

extension Window {
    /// `Monday to Friday from 09:00 to 18:00`, `from 22:00 to 06:00 on the next day`
    fileprivate var words: String {
        let names = days.runs.flatMap { run in
            let (first, last) = (English.weekdays[run.first], English.weekdays[run.last])
            return switch (run.last - run.first + 7) % 7 {
            case 0: [first]
            case 1: [first, last]
            default: ["\(first) to \(last)"]
            }
        }
        let crosses = end > Self.minutesPerDay
        let hours =
            "from \(Self.clock(start)) to \(Self.clock(crosses ? end - Self.minutesPerDay : end))" + (crosses ? " of the next day" : "")
        return days == .all ? hours : "\(English.list(names)) \(hours)"
    }
}
