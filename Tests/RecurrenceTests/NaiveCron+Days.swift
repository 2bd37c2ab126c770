/// Which dates match.
extension NaiveCron {
    func matches(_ date: NaiveCalendar.Day) -> Bool {
        guard months[date.month], years?.contains(date.year) ?? true else { return false }
        let ofMonth = daysOfMonth.contains { matches($0, date) }
        let ofWeek = daysOfWeek.contains { matches($0, date) }
        return needsBoth ? ofMonth && ofWeek : ofMonth || ofWeek
    }

    private func matches(_ item: DayOfMonth, _ date: NaiveCalendar.Day) -> Bool {
        switch item {
        case .any: true
        case .day(let day): date.day == day
        case .beforeLast(let distance): date.day == date.length - distance
        case .weekdayNear(let day): date.day == Self.weekday(near: day, inMonthOf: date)
        case .weekdayNearBeforeLast(let distance): date.day == Self.weekday(near: date.length - distance, inMonthOf: date)
        }
    }

    private func matches(_ item: DayOfWeek, _ date: NaiveCalendar.Day) -> Bool {
        switch item {
        case .any: true
        case .weekday(let weekday): date.weekday == weekday
        case .nth(let weekday, let nth): date.weekday == weekday && (date.day - 1) / 7 + 1 == nth
        case .last(let weekday): date.weekday == weekday && date.day + 7 > date.length
        }
    }

    /// Of the days of the month that are Monday to Friday, the one nearest to a day; nil when the month has no such day.
    private static func weekday(near day: Int, inMonthOf date: NaiveCalendar.Day) -> Int? {
        guard day >= 1, day <= date.length else { return nil }
        for near in [day, day - 1, day + 1, day - 2, day + 2] where near >= 1 && near <= date.length {
            let weekday = (date.weekday + near - date.day + 35) % 7
            if weekday != 0, weekday != 6 { return near }
        }
        return nil
    }

    /// Without a year field the 14 calendars are looked through, with one the years that are listed.
    var firesOnSomeDay: Bool {
        let calendar = NaiveCalendar.shared
        return (years?.sorted() ?? NaiveCalendar.fourteen).contains { year in
            calendar.days(ofYear: year).contains { matches(calendar[$0]) }
        }
    }
}
