/// A calendar that was made by counting: day after day from 1970-01-01, a Thursday, in both directions.
final class NaiveCalendar: Sendable {
    struct Day: Sendable {
        var year: Int
        var month: Int
        var day: Int
        /// 0 is Sunday.
        var weekday: Int
        /// Days of its month.
        var length: Int
    }

    /// 1850 to 2420: 50 years and more around all that the tests ask.
    static let shared = NaiveCalendar(years: 1850...2420)

    private let days: [Day]

    /// The number of the first day; 1970-01-01 is 0.
    let first: Int

    var last: Int { first + days.count - 1 }

    /// The day with a number that lies in the calendar.
    subscript(number: Int) -> Day { days[number - first] }

    init(years: ClosedRange<Int>) {
        var before: [Day] = []
        var weekday = 4
        for year in (years.lowerBound..<1970).reversed() {
            for month in (1...12).reversed() {
                let length = Self.length(month, year)
                for day in (1...length).reversed() {
                    weekday = (weekday + 6) % 7
                    before.append(Day(year: year, month: month, day: day, weekday: weekday, length: length))
                }
            }
        }
        var all = Array(before.reversed())
        weekday = 4
        for year in 1970...years.upperBound {
            for month in 1...12 {
                let length = Self.length(month, year)
                for day in 1...length {
                    all.append(Day(year: year, month: month, day: day, weekday: weekday, length: length))
                    weekday = (weekday + 1) % 7
                }
            }
        }
        days = all
        first = -before.count
    }

    /// 30 days hath September.
    static func length(_ month: Int, _ year: Int) -> Int {
        if [4, 6, 9, 11].contains(month) { return 30 }
        guard month == 2 else { return 31 }
        if year % 400 == 0 { return 29 }
        if year % 100 == 0 { return 28 }
        return year % 4 == 0 ? 29 : 28
    }

    /// One year of each of the 14 kinds: leap or not, beginning on each weekday. As many as were found in the calendar.
    static let fourteen: [Int] = {
        var kinds: [Int: Int] = [:]
        for number in shared.first...shared.last {
            let day = shared[number]
            guard day.month == 1, day.day == 1 else { continue }
            kinds[day.weekday + (length(2, day.year) == 29 ? 7 : 0)] = day.year
        }
        return kinds.values.sorted()
    }()

    /// The numbers of a year's days.
    func days(ofYear year: Int) -> Range<Int> {
        // A year has at least 365 days, so its first lies at or after this guess.
        var number = first + (year - days[0].year) * 365
        while self[number].year < year { number += 1 }
        while self[number].day > 1 || self[number].month > 1 { number -= 1 }
        return number..<(number + (Self.length(2, year) == 29 ? 366 : 365))
    }
}
