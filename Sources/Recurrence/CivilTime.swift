/// Date and time of day as a calendar and a clock show them, without a zone: proleptic Gregorian, 24 hours a day.
///
/// The day algorithms are Howard Hinnant's `days_from_civil` and `civil_from_days` (chrono-compatible low-level date
/// algorithms), in 64-bit integers: they hold for every instant that `Int64` milliseconds can name.
public struct CivilTime: Hashable, Sendable {
    /// Astronomical year: 0 is 1 BC.
    public let year: Int64
    /// 1 to 12.
    public let month: Int
    /// 1 to the days of the month.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59; there are no leap seconds.
    public let second: Int
    /// 0 to 999.
    public let millisecond: Int

    /// Returns nil when there is no such date or time of day, and outside of years -9999 to 99999.
    public init?(year: Int64, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
        guard (-9999...99_999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year),
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second), (0..<1000).contains(millisecond)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// What calendar and clock show so many milliseconds after 1970-01-01T00:00:00 on the same clock.
    public init(millisecondsSinceEpoch milliseconds: Int64) {
        let dayNumber = floorDivide(milliseconds, Self.millisecondsPerDay)
        let ofDay = Int(milliseconds &- dayNumber &* Self.millisecondsPerDay)
        (year, month, day) = Self.date(ofDay: dayNumber)
        hour = ofDay / 3_600_000
        minute = ofDay / 60_000 % 60
        second = ofDay / 1000 % 60
        millisecond = ofDay % 1000
    }

    /// Milliseconds since 1970-01-01T00:00:00 on the same clock.
    public var millisecondsSinceEpoch: Int64 {
        dayNumber &* Self.millisecondsPerDay &+ millisecondOfDay
    }

    /// Days since 1970-01-01.
    public var dayNumber: Int64 {
        Self.dayNumber(year: year, month: month, day: day)
    }

    /// ISO 8601 weekday: 1 is Monday, 7 is Sunday.
    public var weekday: Int {
        let sinceMonday = dayNumber + 3
        return Int(sinceMonday - floorDivide(sinceMonday, 7) * 7) + 1
    }

    /// 28 to 31; `month` is 1 to 12.
    public static func days(inMonth month: Int, of year: Int64) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static let millisecondsPerDay: Int64 = 86_400_000

    /// Milliseconds since the day began.
    var millisecondOfDay: Int64 {
        Int64(((hour * 60 + minute) * 60 + second) * 1000 + millisecond)
    }

    /// The instant when a clock that is `offset` seconds ahead of UTC shows this.
    func instant(offset: Int) -> Instant {
        Instant(milliseconds: millisecondsSinceEpoch).shifted(milliseconds: -Int64(offset) * 1000)
    }

    static func dayNumber(year: Int64, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func date(ofDay dayNumber: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
    }
}
