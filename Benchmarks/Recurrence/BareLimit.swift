/// What is compared with: the least that is done where a date matters at all, in plain integers, without an expression, a zone
/// or a branch that depends on either.
enum BareLimit {
    /// Seconds since 1970 to year, month, day and time of day, and back (Hinnant's algorithms, unrolled here).
    @inline(__always)
    static func roundTrip(_ seconds: Int64) -> Int64 {
        let shifted = seconds / 86_400 + 719_468
        let ofDay = seconds % 86_400
        let (hour, minute, second) = (ofDay / 3600, ofDay / 60 % 60, ofDay % 60)
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5
        // And back, from the parts alone.
        let again = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * month + 2) / 5 + day
        return (era * 146_097 + again - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Nanoseconds for one of these instants.
    static func nanoseconds(roundTripsOf starts: [Int64]) -> Double {
        upbeat_recurrence_bench.nanoseconds(each: starts.count) {
            var sum: Int64 = 0
            for start in starts { sum &+= roundTrip(start &+ sum & 1) }
            keep(sum)
        }
    }

    /// Nanoseconds to read a text once and add up its numbers, field by field.
    static func nanoseconds(scanning text: String, times: Int) -> Double {
        upbeat_recurrence_bench.nanoseconds(each: times) {
            var sum: Int64 = 0
            for _ in 0..<times {
                var number: Int64 = 0
                for byte in text.utf8 {
                    number = (48...57).contains(byte) ? number &* 10 &+ Int64(byte) : 0
                    sum &+= number
                }
                keep(sum)
            }
        }
    }
}
