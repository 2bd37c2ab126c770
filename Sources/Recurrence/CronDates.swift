/// The dates on which a cron expression fires. Days count from 1970-01-01, and lie in the years 1 to 9999 or just outside.
struct CronDates: Hashable, Sendable {
    /// Bit 1 is January.
    var months: UInt64 = 0
    /// Nil without a year field: every year there is.
    var years: CronYears?
    var days = CronDays()
    /// The weekdays, bit 0 being Sunday, if nothing else matters; else 0. Set once everything else is.
    private(set) var plainWeekdays: UInt64 = 0

    /// The years, unless they are all that a year field can name.
    var restrictedYears: CronYears? { years == .every ? nil : years }

    mutating func settle() {
        plainWeekdays = months == 0x1FFE && years == nil ? UInt64(days.plainWeekdays) : 0
        plainWeekdays |= plainWeekdays << 7
    }

    /// The first day from one on.
    func first(from day: Int) -> Int? {
        if plainWeekdays != 0 {
            return day &+ plainWeekdays.shifted(by: CronMonth.weekday(of: day)).trailingZeroBitCount
        }
        var month = CronMonth(of: day)
        var found: UInt32 = 0
        if months.has(month.month), isListed(month.year) {
            found = mask(month) & (.max &<< UInt32(truncatingIfNeeded: day &- month.start))
        }
        while found == 0 {
            guard let next = following(month), next.year <= 9999 else { return nil }
            month = next
            found = mask(month)
        }
        return month.start &+ found.trailingZeroBitCount
    }

    /// The last day up to one.
    func last(through day: Int) -> Int? {
        if plainWeekdays != 0 {
            let weekday = CronMonth.weekday(of: day) + 7
            return day - weekday + plainWeekdays.below(weekday + 1).highestBit
        }
        var month = CronMonth(of: day)
        var found: UInt32 = 0
        if months.has(month.month), isListed(month.year) {
            found = mask(month) & ~(~1 &<< UInt32(truncatingIfNeeded: day - month.start))
        }
        while found == 0 {
            guard let next = previous(month), next.year >= 1 else { return nil }
            month = next
            found = mask(month)
        }
        return month.start + 31 - found.leadingZeroBitCount
    }

    /// How many days of a range it fires on.
    func count(in range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        if plainWeekdays != 0 {
            let (weeks, rest) = range.count.quotientAndRemainder(dividingBy: 7)
            let partial = plainWeekdays.shifted(by: CronMonth.weekday(of: range.lowerBound)).below(rest)
            return weeks * plainWeekdays.below(7).nonzeroBitCount + partial.nonzeroBitCount
        }
        var count = 0
        var month = CronMonth(of: range.lowerBound)
        while month.start < range.upperBound {
            if months.has(month.month), isListed(month.year) {
                var found = UInt64(mask(month))
                if month.start < range.lowerBound {
                    found &= ~found.below(range.lowerBound - month.start)
                }
                if month.start + month.length > range.upperBound {
                    found = found.below(range.upperBound - month.start)
                }
                count += found.nonzeroBitCount
            }
            month.advance()
        }
        return count
    }

    /// Whether no year has a date: of the listed years, or else of the fourteen calendars (leap or not, by the weekday
    /// of 1 January) that all years follow.
    var isEmpty: Bool {
        guard let years else {
            return !(0..<7).contains { hasDay(isLeap: false, firstWeekday: $0) || hasDay(isLeap: true, firstWeekday: $0) }
        }
        var next = years.first(from: 0)
        while let year = next {
            let january = CronMonth(year: year, month: 1)
            if hasDay(isLeap: january.isLeap, firstWeekday: january.firstWeekday) {
                return false
            }
            next = years.first(from: year + 1)
        }
        return true
    }

    private func hasDay(isLeap: Bool, firstWeekday: Int) -> Bool {
        var weekday = firstWeekday
        for month in 1...12 {
            let length = CronMonth.length(of: month, isLeap: isLeap)
            if months.has(month), days.mask(length: length, firstWeekday: weekday) != 0 {
                return true
            }
            weekday = (weekday + length) % 7
        }
        return false
    }

    private func isListed(_ year: Int) -> Bool { years?.contains(year) ?? true }

    private func mask(_ month: CronMonth) -> UInt32 {
        days.mask(length: month.length, firstWeekday: month.firstWeekday)
    }

    /// The next month that is allowed.
    private func following(_ month: CronMonth) -> CronMonth? {
        let later = months.shifted(by: month.month) & ~1
        if later != 0, isListed(month.year) {
            return CronMonth(year: month.year, month: month.month &+ later.trailingZeroBitCount)
        }
        guard let year = years == nil ? month.year &+ 1 : years?.first(from: month.year + 1) else { return nil }
        return CronMonth(year: year, month: months.trailingZeroBitCount)
    }

    /// The month before that is allowed.
    private func previous(_ month: CronMonth) -> CronMonth? {
        let earlier = months.below(month.month)
        if earlier != 0, isListed(month.year) {
            return CronMonth(year: month.year, month: earlier.highestBit)
        }
        guard let year = years == nil ? month.year - 1 : years?.last(through: month.year - 1) else { return nil }
        return CronMonth(year: year, month: months.highestBit)
    }
}
