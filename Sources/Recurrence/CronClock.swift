/// The times of day at which a cron expression fires: one bit for each second, minute and hour.
struct CronClock: Hashable, Sendable {
    var seconds: UInt64 = 0
    var minutes: UInt64 = 0
    var hours: UInt64 = 0

    /// Fires on one day.
    var count: Int { seconds.nonzeroBitCount * minutes.nonzeroBitCount * hours.nonzeroBitCount }

    /// The first second of a day at which it fires.
    var first: Int { (hours.trailingZeroBitCount * 60 + minutes.trailingZeroBitCount) * 60 + seconds.trailingZeroBitCount }

    /// The last second of a day at which it fires.
    var last: Int { (hours.highestBit * 60 + minutes.highestBit) * 60 + seconds.highestBit }

    func contains(_ second: Int) -> Bool {
        hours.has(second / 3600) && minutes.has(second / 60 % 60) && seconds.has(second % 60)
    }

    /// The first fire at or after a second of the day; nil if there is none on that day.
    func first(from second: Int) -> Int? {
        let hour = second / 3600
        let minuteOfDay = second / 60
        if hours.has(hour) {
            let minute = minuteOfDay - hour * 60
            if minutes.has(minute) {
                let rest = seconds &>> UInt64(second - minuteOfDay * 60)
                if rest != 0 {
                    return second + rest.trailingZeroBitCount
                }
            }
            let rest = minutes &>> UInt64(minute) & ~1
            if rest != 0 {
                return (minuteOfDay + rest.trailingZeroBitCount) * 60 + seconds.trailingZeroBitCount
            }
        }
        let rest = hours &>> UInt64(hour) & ~1
        guard rest != 0 else { return nil }
        return ((hour + rest.trailingZeroBitCount) * 60 + minutes.trailingZeroBitCount) * 60 + seconds.trailingZeroBitCount
    }

    /// The last fire at or before a second of the day; nil if there is none on that day.
    func last(through second: Int) -> Int? {
        let hour = second / 3600
        let minute = second / 60 % 60
        if hours.has(hour) {
            if minutes.has(minute) {
                let rest = seconds.below(second % 60 + 1)
                if rest != 0 {
                    return (hour * 60 + minute) * 60 + rest.highestBit
                }
            }
            let rest = minutes.below(minute)
            if rest != 0 {
                return (hour * 60 + rest.highestBit) * 60 + seconds.highestBit
            }
        }
        let rest = hours.below(hour)
        guard rest != 0 else { return nil }
        return (rest.highestBit * 60 + minutes.highestBit) * 60 + seconds.highestBit
    }

    /// Fires before a second of the day, which may be 86,400.
    func count(before second: Int) -> Int {
        let hour = second / 3600
        let minute = second / 60 % 60
        let perMinute = seconds.nonzeroBitCount
        var count = hours.below(hour).nonzeroBitCount * minutes.nonzeroBitCount * perMinute
        if hours.has(hour) {
            count += minutes.below(minute).nonzeroBitCount * perMinute
            if minutes.has(minute) {
                count += seconds.below(second % 60).nonzeroBitCount
            }
        }
        return count
    }
}

extension UInt64 {
    /// `bit` is 0 to 63.
    func has(_ bit: Int) -> Bool { self &>> UInt64(truncatingIfNeeded: bit) & 1 != 0 }

    /// The bits under one that is 0 to 63.
    func below(_ bit: Int) -> UInt64 { self & ((1 &<< UInt64(truncatingIfNeeded: bit)) &- 1) }

    /// `bits` is 0 to 63.
    func shifted(by bits: Int) -> UInt64 { self &>> UInt64(truncatingIfNeeded: bits) }

    /// The number of the highest bit that is set; there has to be one.
    var highestBit: Int { 63 - leadingZeroBitCount }
}
