/// The rule of a POSIX TZ string: a standard offset, and perhaps another one for a part of each year.
///
/// It holds for every year; days and times are those of RFC 9636 section 3.3.1. Daylight saving time may lie behind standard
/// time (Europe/Dublin), last over New Year or the whole year.
struct PosixRule: Hashable, Sendable {
    /// A day of any year.
    enum Day: Hashable, Sendable {
        /// `Jn`: 1 to 365; 29 February has no number.
        case julian(Int)
        /// `n`: 0 to 365; 29 February has one.
        case ordinal(Int)
        /// `Mm.w.d`: weekday 0 (Sunday) to 6 in week 1 to 5 of a month; 5 is the last one.
        case weekday(Int, week: Int, month: Int)
    }

    /// When clocks are changed: seconds of local time after the day began, -167 to 167 hours.
    struct Change: Hashable, Sendable {
        let day: Day
        let time: Int64
    }

    struct Saving: Hashable, Sendable {
        let offset: Int64
        /// By standard time.
        let start: Change
        /// By daylight saving time.
        let end: Change
    }

    /// Seconds ahead of UTC.
    let standard: Int64
    let saving: Saving?

    /// No span ends later, but for those without an end: 400 years after the last instant that can be written. The same
    /// distance before 1970 bounds the past.
    static let horizon: Int64 = 253_402_300_800 + SpanTable.cycleLength

    /// The longest span around an instant.
    func span(at seconds: Int64) -> Zone.Span {
        guard let saving, saving.offset != standard else { return Zone.Span(from: .min, until: .max, offset: standard) }
        let seconds = min(max(seconds, -Self.horizon), Self.horizon)
        let year = CivilTime.date(ofDay: floorDivide(seconds, 86_400)).year
        var (from, until) = (Int64.min, Int64.max)
        // A period begins at most 8 days outside of its year and is at most 16 days longer than one.
        for year in year - 2...year + 2 {
            let period = period(of: year, saving)
            guard !period.contains(seconds) else { return whole(period, of: year, saving) }
            if period.upperBound <= seconds {
                from = max(from, period.upperBound)
            } else {
                until = min(until, period.lowerBound)
            }
        }
        return bounded(from, until, standard)
    }

    /// A period of daylight saving time with those that follow it, or that it follows, without a break.
    private func whole(_ period: Range<Int64>, of year: Int64, _ saving: Saving) -> Zone.Span {
        var (from, until) = (period.lowerBound, period.upperBound)
        for distance in Int64(1)...401 {
            let earlier = self.period(of: year - distance, saving)
            guard earlier.upperBound >= from else { break }
            from = distance > 400 ? .min : min(from, earlier.lowerBound)
        }
        for distance in Int64(1)...401 {
            let later = self.period(of: year + distance, saving)
            guard later.lowerBound <= until else { break }
            until = distance > 400 ? .max : max(until, later.upperBound)
        }
        return bounded(from, until, saving.offset)
    }

    private func bounded(_ from: Int64, _ until: Int64, _ offset: Int64) -> Zone.Span {
        Zone.Span(from: from < -Self.horizon ? .min : from, until: until > Self.horizon ? .max : until, offset: offset)
    }

    /// The daylight saving time that starts in a year, in seconds since 1970-01-01T00:00:00Z.
    private func period(of year: Int64, _ saving: Saving) -> Range<Int64> {
        let from = Self.seconds(of: saving.start, in: year) - standard
        var until = Self.seconds(of: saving.end, in: year) - saving.offset
        if until <= from {
            until = Self.seconds(of: saving.end, in: year + 1) - saving.offset
        }
        return from..<max(from, until)
    }

    private static func seconds(of change: Change, in year: Int64) -> Int64 {
        dayNumber(of: change.day, in: year) * 86_400 + change.time
    }

    private static func dayNumber(of day: Day, in year: Int64) -> Int64 {
        switch day {
        case .julian(let number):
            let leapDay = number >= 60 && CivilTime.days(inMonth: 2, of: year) == 29
            return CivilTime.dayNumber(year: year, month: 1, day: number) + (leapDay ? 1 : 0)
        case .ordinal(let number):
            return CivilTime.dayNumber(year: year, month: 1, day: 1 + number)
        case .weekday(let weekday, let week, let month):
            let first = CivilTime.dayNumber(year: year, month: month, day: 1)
            let firstWeekday = Int(first + 4 - floorDivide(first + 4, 7) * 7)
            let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return first + Int64(day < CivilTime.days(inMonth: month, of: year) ? day : day - 7)
        }
    }
}
