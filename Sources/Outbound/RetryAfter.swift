import Foundation

/// Reads `Retry-After` (RFC 9110 section 10.2.3).
package enum RetryAfter {
    /// How long to wait: the seconds as given, or until the date; nil where it is neither. Never below zero.
    ///
    /// - Parameter now: seconds since 1970.
    package static func wait(_ text: String, now: Int64) -> Duration? {
        let plain = text.trimmingCharacters(in: .whitespaces)
        if !plain.isEmpty, plain.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // Ten digits are three hundred years.
            return .seconds(Int64(plain.prefix(10)) ?? 0)
        }
        return date(plain).map { .seconds(max(0, $0 - now)) }
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Int64? {
        let pattern = /[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT/
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let match = text.wholeMatch(of: pattern), let month = months.firstIndex(of: String(match.2)),
            let day = Int(match.1), let year = Int(match.3), let hour = Int(match.4), let minute = Int(match.5), let second = Int(match.6),
            (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday) = (Int32(year - 1900), Int32(month), Int32(day))
        (time.tm_hour, time.tm_min, time.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        return Int64(timegm(&time))
    }
}
