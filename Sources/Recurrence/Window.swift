/// A stretch of some days by the clock of a zone: `mon-fri 09:00-18:00`, `22:00-06:00`.
///
/// The end does not belong to it. A window that crosses midnight belongs to the day it begins on.
public struct Window: Hashable, Sendable, CustomStringConvertible {
    let days: WeekdaySet
    /// Minutes since midnight, 0 to 1439.
    let start: Int
    /// Minutes since midnight of the day it begins on, later than `start` by less than a day or by one; beyond 1440 it
    /// ends on the next day.
    let end: Int

    static let minutesPerDay = 1440
    static let minutesPerWeek = 7 * minutesPerDay

    /// Minutes since Monday 00:00 when it is open, in pieces that do not reach beyond Sunday 24:00.
    var minutesOfWeek: [Range<Int>] {
        (0..<7).filter(days.contains).flatMap { day in
            let range = (day * Self.minutesPerDay + start)..<(day * Self.minutesPerDay + end)
            guard range.upperBound > Self.minutesPerWeek else { return [range] }
            return [range.lowerBound..<Self.minutesPerWeek, 0..<(range.upperBound - Self.minutesPerWeek)]
        }
    }

    /// A text that is parsed as the same window: `mon-fri 09:00-18:00`, `sat,sun 22:00-06:00`.
    public var description: String {
        let hours = "\(Self.clock(start))-\(Self.clock(end > Self.minutesPerDay ? end - Self.minutesPerDay : end))"
        guard days != .all else { return hours }
        let names = days.runs.map { run in
            let (first, last) = (WeekdaySet.names[run.first].prefix(3), WeekdaySet.names[run.last].prefix(3))
            switch (run.last - run.first + 7) % 7 {
            case 0: return "\(first)"
            case 1: return "\(first),\(last)"
            default: return "\(first)-\(last)"
            }
        }
        return "\(names.joined(separator: ",")) \(hours)"
    }

    static func clock(_ minute: Int) -> String {
        "\(padded(Int64(minute / 60), 2)):\(padded(Int64(minute % 60), 2))"
    }
}
