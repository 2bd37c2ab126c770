/// The units of durations.
enum TimeUnit: Sendable, CaseIterable {
    case millisecond, second, minute, hour, day, week, month, year

    /// The unit of a lower-case word. `m` is minutes, as in systemd; a month is `month`.
    init?(word: String) {
        guard let unit = Self.byWord[word] else { return nil }
        self = unit
    }

    private static let byWord: [String: TimeUnit] = [String: TimeUnit](
        uniqueKeysWithValues: allCases.flatMap { unit in unit.words.map { ($0, unit) } })

    var words: [String] {
        switch self {
        case .millisecond: ["ms", "msec", "msecs", "millisecond", "milliseconds"]
        case .second: ["s", "sec", "secs", "second", "seconds"]
        case .minute: ["m", "min", "mins", "minute", "minutes"]
        case .hour: ["h", "hr", "hrs", "hour", "hours"]
        case .day: ["d", "day", "days"]
        case .week: ["w", "week", "weeks"]
        case .month: ["month", "months"]
        case .year: ["year", "years"]
        }
    }

    /// The length of a unit that is always equally long; days and longer follow the calendar.
    var milliseconds: Int64? {
        switch self {
        case .millisecond: 1
        case .second: 1000
        case .minute: 60_000
        case .hour: 3_600_000
        case .day, .week, .month, .year: nil
        }
    }
}

/// Which units a duration may have.
enum UnitSet: Sendable {
    /// From now on, in a calendar: seconds to years.
    case calendar
    /// Elapsed time: milliseconds to weeks, a day being 24 hours.
    case elapsed
    /// Between the fires of an interval: seconds to weeks. The others are taken and judged by ``Interval``.
    case interval

    var units: [TimeUnit] {
        switch self {
        case .calendar: [.second, .minute, .hour, .day, .week, .month, .year]
        case .elapsed: [.millisecond, .second, .minute, .hour, .day, .week]
        case .interval: TimeUnit.allCases
        }
    }

    var remedy: String {
        switch self {
        case .calendar: "use seconds, minutes, hours, days, weeks, months or years"
        case .elapsed: "use milliseconds, seconds, minutes, hours, days or weeks"
        case .interval: "use seconds, minutes, hours, days or weeks"
        }
    }
}
