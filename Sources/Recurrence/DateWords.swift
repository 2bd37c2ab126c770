/// Words for the dates of a cron expression.
struct DateWords {
    let dates: CronDates
    /// Whether to say so when nothing restricts the dates.
    let saysEveryDay: Bool

    /// What follows the times of day, with commas in front: `, Monday to Friday`, `, on the 1st of January`.
    var text: String {
        var parts: [String] = []
        var months = dates.months.values(1...12)
        if months.count == 12 {
            months = []
        }
        switch (byDate, byWeekday) {
        case (nil, nil):
            if saysEveryDay {
                parts.append("every day")
            }
        case (let date?, nil):
            parts.append("on \(date) of \(months.isEmpty ? "the month" : Self.monthList(months))")
            months = []
        case (nil, let weekday?): parts.append(weekday.alone)
        case (let date?, let weekday?):
            parts.append("on \(date) of the month" + (days.isAnded ? ", only if it is \(weekday.asCondition)" : " and on \(weekday.each)"))
        }
        if !months.isEmpty {
            parts.append("in \(Self.monthList(months))")
        }
        if let years {
            parts.append("in \(English.list(years))")
        }
        return parts.map { ", " + $0 }.joined()
    }

    /// Whether every date fits.
    var isEveryDay: Bool {
        byDate == nil && byWeekday == nil && dates.months.values(1...12).count == 12 && dates.restrictedYears == nil
    }

    private var days: CronDays { dates.days }

    private var years: [Int]? {
        dates.restrictedYears.map { years in CronYears.all.filter { years.contains($0) } }
    }

    private static func monthList(_ months: [Int]) -> String {
        English.list(months) { English.months[$0 - 1] }
    }

    // MARK: Days of the month

    private var isEveryDate: Bool { days.dates == .max >> 1 }

    private var isEveryWeekday: Bool { days.weekdays == 0x7F }

    /// `the 1st and 15th`; nil when dates restrict nothing.
    private var byDate: String? {
        guard !isEveryDate, days.isAnded || !isEveryWeekday else { return nil }
        let numbers = UInt64(days.dates).values(0...30).map { $0 + 1 }
        let workday = "the weekday (Monday to Friday)"
        var others = UInt64(days.workdays).values(0...30).map { "\(workday) nearest to the \(English.ordinal($0 + 1))" }
        others += UInt64(days.lasts).values(0...30).reversed().map { $0 == 0 ? "the last day" : "the \(Self.beforeLast($0))" }
        others += UInt64(days.lastWorkdays).values(0...30).reversed().map {
            $0 == 0 ? "the last weekday (Monday to Friday)" : "\(workday) nearest to the \(Self.beforeLast($0))"
        }
        let listed = numbers.isEmpty ? [] : ["the " + English.list(numbers, English.ordinal)]
        return English.list(listed + others)
    }

    private static func beforeLast(_ offset: Int) -> String {
        "\(English.ordinal(offset)) day before the last"
    }

    // MARK: Days of the week

    /// The same weekdays in the three places where they may stand.
    private struct Weekdays {
        /// `Monday to Friday`, `on the last Friday of the month`
        let alone: String
        /// `every Friday`
        let each: String
        /// `a Friday`
        let asCondition: String
    }

    /// Nil when weekdays restrict nothing.
    private var byWeekday: Weekdays? {
        guard !isEveryWeekday, days.isAnded || !isEveryDate else { return nil }
        let runs = Self.fromMonday(days.weekdays).runs.flatMap { run in
            (run.last - run.first + 7) % 7 == 1 ? [(run.first, run.first), (run.last, run.last)] : [(run.first, run.last)]
        }
        let nths = (1...5).flatMap { week in
            let ofWeek = UInt32(truncatingIfNeeded: days.nths >> UInt64((week - 1) * 7)) & 0x7F
            return Self.names(ofWeek).map { "the \(Self.weeks[week - 1]) \($0) of the month" }
        }
        let special = nths + Self.names(days.lastWeekdays).map { "the last \($0) of the month" }
        let isOneStretch = special.isEmpty && runs.count == 1 && runs[0].0 != runs[0].1
        let plain = runs.map { $0 == $1 ? English.weekdays[$0] : "\(English.weekdays[$0]) to \(English.weekdays[$1])" }
        let each = runs.map {
            $0 == $1 ? "every \(English.weekdays[$0])" : "every day from \(English.weekdays[$0]) to \(English.weekdays[$1])"
        }
        let conditions = runs.map {
            $0 == $1 ? "a \(English.weekdays[$0])" : "a day from \(English.weekdays[$0]) to \(English.weekdays[$1])"
        }
        return Weekdays(
            alone: isOneStretch ? plain[0] : "on " + English.list((special.isEmpty ? plain : each) + special),
            each: English.list(each + special), asCondition: English.list(conditions + special, "or"))
    }

    private static let weeks = ["first", "second", "third", "fourth", "fifth"]

    /// Bit 0 is Sunday.
    private static func fromMonday(_ weekdays: UInt32) -> WeekdaySet {
        var set = WeekdaySet()
        for day in UInt64(weekdays).values(0...6) {
            set.insert(from: (day + 6) % 7, through: (day + 6) % 7)
        }
        return set
    }

    /// From Monday.
    private static func names(_ weekdays: UInt32) -> [String] {
        (0...6).filter { weekdays & 1 << UInt32(($0 + 1) % 7) != 0 }.map { English.weekdays[$0] }
    }
}

extension UInt64 {
    /// The numbers of a range whose bits are set.
    func values(_ range: ClosedRange<Int>) -> [Int] {
        range.filter(has)
    }
}
