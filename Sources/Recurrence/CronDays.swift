/// The days of a month on which a cron expression fires, as one word of 32 bits: bit 0 is the first.
struct CronDays: Hashable, Sendable {
    /// Bit d - 1 for day d.
    var dates: UInt32 = 0
    /// Bit n for `L-n`.
    var lasts: UInt32 = 0
    /// Bit d - 1 for `dW`.
    var workdays: UInt32 = 0
    /// Bit n for `L-nW`.
    var lastWorkdays: UInt32 = 0
    /// Bit 0 is Sunday.
    var weekdays: UInt32 = 0
    /// Seven bits from Sunday for `#1`, seven for `#2`, to `#5`.
    var nths: UInt64 = 0
    /// Bit 0 is Sunday: the last one of the month.
    var lastWeekdays: UInt32 = 0
    /// Whether date and weekday both have to match, or one of them.
    var isAnded = false

    /// The weekdays, bit 0 being Sunday, if nothing but the weekday matters; else 0.
    var plainWeekdays: UInt32 {
        let isEveryDate = dates == UInt32.max >> 1
        let isEveryWeekday = weekdays == 0x7F
        guard isAnded else { return isEveryDate || isEveryWeekday ? 0x7F : 0 }
        guard isEveryDate else { return 0 }
        return isEveryWeekday || (nths == 0 && lastWeekdays == 0) ? weekdays : 0
    }

    /// The days of a month of so many days, whose first is a weekday from 0, Sunday.
    func mask(length: Int, firstWeekday: Int) -> UInt32 {
        let month = UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- length)
        var byDate = dates
        if lasts | workdays | lastWorkdays != 0 {
            byDate |= Self.fromEnd(lasts, length)
            byDate |= Self.nearestWorkdays((workdays | Self.fromEnd(lastWorkdays, length)) & month, length, firstWeekday)
        }
        var byWeekday = Self.spread(weekdays, firstWeekday)
        if nths != 0 {
            for week in 0..<5 {
                let ofWeek = UInt32(truncatingIfNeeded: nths >> UInt64(week * 7)) & 0x7F
                byWeekday |= Self.spread(ofWeek, firstWeekday) & (0x7F << UInt32(week * 7))
            }
        }
        if lastWeekdays != 0 {
            byWeekday |= Self.spread(lastWeekdays, firstWeekday) & ~(month >> 7)
        }
        return (isAnded ? byDate & byWeekday : byDate | byWeekday) & month
    }

    /// The days of a month that have one of some weekdays.
    private static func spread(_ weekdays: UInt32, _ firstWeekday: Int) -> UInt32 {
        let week = (weekdays | weekdays << 7) &>> UInt32(truncatingIfNeeded: firstWeekday) & 0x7F
        return week &* 0x1020_4081
    }

    /// Turns days before the last into days; what lies before the first is left out.
    private static func fromEnd(_ offsets: UInt32, _ length: Int) -> UInt32 {
        var days: UInt32 = 0
        var rest = offsets & (UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- length))
        while rest != 0 {
            days |= 1 << UInt32(length - 1 - rest.trailingZeroBitCount)
            rest &= rest - 1
        }
        return days
    }

    /// Moves Saturdays to Friday and Sundays to Monday, and back where that would leave the month.
    private static func nearestWorkdays(_ days: UInt32, _ length: Int, _ firstWeekday: Int) -> UInt32 {
        let saturdays = days & spread(1 << 6, firstWeekday)
        let sundays = days & spread(1, firstWeekday)
        let last: UInt32 = 1 << UInt32(length - 1)
        return days & ~saturdays & ~sundays | (saturdays & ~1) >> 1 | (saturdays & 1) << 2 | (sundays & ~last) << 1 | (sundays & last) >> 2
    }
}
