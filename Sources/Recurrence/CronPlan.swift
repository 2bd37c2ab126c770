/// What a cron expression comes to for the evaluator: bit masks of the times and dates on a clock without a zone.
///
/// Local times are seconds since 1970-01-01T00:00:00 on that clock, in the years 1 to 9999 or just outside.
struct CronPlan: Hashable, Sendable {
    var clock = CronClock()
    var dates = CronDates()
    /// Second, minute and hour all do not begin with `*`.
    var isFixedTime = true

    private static let day = 86_400

    /// The first match from a local time on; nil if there is none up to the year 9999.
    func first(from local: Int64) -> Int64? {
        let day = Int(floorDivide(local, Int64(Self.day)))
        let second = clock.first(from: Int(local) &- day &* Self.day)
        guard let match = dates.first(from: second == nil ? day &+ 1 : day) else { return nil }
        return Int64(match &* Self.day &+ (match == day ? second ?? clock.first : clock.first))
    }

    /// The last match up to a local time; nil if there is none from the year 1 on.
    func last(through local: Int64) -> Int64? {
        let day = Int(floorDivide(local, Int64(Self.day)))
        let second = clock.last(through: Int(local) - day * Self.day)
        guard let match = dates.last(through: second == nil ? day - 1 : day) else { return nil }
        return Int64(match * Self.day + (match == day ? second ?? clock.last : clock.last))
    }

    /// How many matches a range of local times has.
    func count(in range: Range<Int64>) -> Int {
        let first = Int(floorDivide(range.lowerBound, Int64(Self.day)))
        let last = Int(floorDivide(range.upperBound, Int64(Self.day)))
        return dates.count(in: first..<last) * clock.count
            - dates.count(in: first..<first + 1) * clock.count(before: Int(range.lowerBound) - first * Self.day)
            + dates.count(in: last..<last + 1) * clock.count(before: Int(range.upperBound) - last * Self.day)
    }
}
