/// A duration whose days and months follow the calendar (ISO 8601 and RFC 5545 nominal durations).
struct CalendarDuration: Hashable, Sendable {
    var months: Int64 = 0
    var days: Int64 = 0
    var milliseconds: Int64 = 0

    /// A number as it was written.
    struct Amount: Hashable, Sendable {
        /// Nil when the digits are more than `Int64` holds.
        var whole: Int64?
        /// Billionths; digits beyond the ninth are dropped.
        var billionths: Int64 = 0
        var hasFraction = false
        var digitCount = 1
    }

    /// Adds so many units; returns false when that is more than can be counted.
    mutating func add(_ amount: Amount, _ unit: TimeUnit) -> Bool {
        guard let whole = amount.whole else { return false }
        switch unit {
        case .millisecond, .second, .minute, .hour:
            let length = unit.milliseconds ?? 1
            return Self.add(whole, times: length, to: &milliseconds)
                && Self.add(amount.billionths * length / 1_000_000_000, times: 1, to: &milliseconds)
        case .day: return Self.add(whole, times: 1, to: &days)
        case .week: return Self.add(whole, times: 7, to: &days)
        case .month: return Self.add(whole, times: 1, to: &months)
        case .year: return Self.add(whole, times: 12, to: &months)
        }
    }

    /// The instant so much later: months first (the day clamped to the month's end), then days, both by the zone's
    /// calendar at the same wall clock, then the elapsed part. Nil when it lies outside of years 1 to 9999.
    func added(to instant: Instant, in zone: Zone) -> Instant? {
        var result = instant
        if months != 0 || days != 0 {
            guard let date = shiftedDate(of: zone.civilTime(at: instant)) else { return nil }
            result = zone.instant(of: date)
        }
        let (sum, overflow) = result.milliseconds.addingReportingOverflow(milliseconds)
        let end = Instant(milliseconds: sum)
        return overflow || !end.isWritable ? nil : end
    }

    /// Elapsed milliseconds, a day being 24 hours; nil when that is more than ten thousand years. Months must be zero.
    var elapsedMilliseconds: Int64? {
        var total = milliseconds
        let limit = Instant.distantFuture.milliseconds - Instant.distantPast.milliseconds
        return Self.add(days, times: CivilTime.millisecondsPerDay, to: &total) && total <= limit ? total : nil
    }

    private func shiftedDate(of time: CivilTime) -> CivilTime? {
        let (month, monthOverflow) = (time.year * 12 + Int64(time.month) - 1).addingReportingOverflow(months)
        let year = floorDivide(month, 12)
        guard !monthOverflow, (1...9999).contains(year) else { return nil }
        let monthOfYear = Int(month - year * 12) + 1
        let day = min(time.day, CivilTime.days(inMonth: monthOfYear, of: year))
        let (dayNumber, dayOverflow) = CivilTime.dayNumber(year: year, month: monthOfYear, day: day).addingReportingOverflow(days)
        guard !dayOverflow, abs(dayNumber) < 4_000_000 else { return nil }
        return CivilTime(millisecondsSinceEpoch: dayNumber * CivilTime.millisecondsPerDay + time.millisecondOfDay)
    }

    private static func add(_ count: Int64, times factor: Int64, to total: inout Int64) -> Bool {
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        let (sum, carry) = total.addingReportingOverflow(product)
        guard !overflow, !carry else { return false }
        total = sum
        return true
    }
}
