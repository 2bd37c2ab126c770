import Recurrence
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The `Date` of an answer (RFC 9110 section 6.6.1), in the form of section 5.6.7, written once a second at most, and only when asked.
final class HTTPDate: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((.min, ""))

    func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let second = Int64(time.tv_sec)
        return last.withLock { last in
            if last.second != second { last = (second, Self.text(of: Instant(seconds: second))) }
            return last.text
        }
    }

    static func text(of instant: Instant) -> String {
        let time = CivilTime(millisecondsSinceEpoch: instant.milliseconds)
        let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][time.weekday - 1]
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][time.month - 1]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = [time.hour, time.minute, time.second].map(two).joined(separator: ":")
        return "\(day), \(two(time.day)) \(month) \(time.year) \(clock) GMT"
    }
}
