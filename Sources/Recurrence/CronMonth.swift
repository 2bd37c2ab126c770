/// A month of the years 0 to 9999 and where it begins; days count from 1970-01-01, as in ``CivilTime/dayNumber``.
///
/// The conversions are those of Cassio Neri and Lorenz Schneider ("Euclidean affine functions and their application to
/// calendar algorithms", 2022), in 32 bits.
struct CronMonth {
    private(set) var year: Int
    private(set) var month: Int
    /// The day that is its first.
    private(set) var start: Int

    init(year: Int, month: Int) {
        self.year = year
        self.month = month
        let ofMarch = UInt32(truncatingIfNeeded: month <= 2 ? year &- 1 : year)
        let shifted = UInt32(truncatingIfNeeded: month <= 2 ? month &+ 12 : month)
        let century = ofMarch / 100
        let days = ofMarch &* 1461 / 4 &- century &+ century / 4 &+ (979 &* shifted &- 2919) / 32
        start = Int(days) &- Self.epoch
    }

    /// The month that a day lies in.
    init(of day: Int) {
        let quarters = UInt32(truncatingIfNeeded: day &+ Self.epoch) &* 4 &+ 3
        let (century, ofCentury) = quarters.quotientAndRemainder(dividingBy: 146_097)
        let product = UInt64(ofCentury | 3) &* 2_939_745
        let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
        let position = dayOfYear &* 2141 &+ 197_913
        let isNextYear = dayOfYear >= 306
        year = Int(century &* 100 &+ UInt32(truncatingIfNeeded: product &>> 32)) &+ (isNextYear ? 1 : 0)
        month = Int(position &>> 16) &- (isNextYear ? 12 : 0)
        start = day &- Int((position & 0xFFFF) / 2141)
    }

    /// Days from 0000-03-01 to 1970-01-01.
    private static let epoch = 719_468

    /// 28 to 31.
    var length: Int { Self.length(of: month, isLeap: isLeap) }

    var isLeap: Bool { year & 3 == 0 && (year % 100 != 0 || year & 15 == 0) }

    /// Of its first day; 0 is Sunday.
    var firstWeekday: Int { Self.weekday(of: start) }

    static func length(of month: Int, isLeap: Bool) -> Int {
        month == 2 ? (isLeap ? 29 : 28) : 30 | (month ^ month &>> 3) & 1
    }

    /// 0 is Sunday; for days from the year 0 on.
    static func weekday(of day: Int) -> Int {
        Int(UInt32(truncatingIfNeeded: day &+ epoch &+ 3) % 7)
    }

    mutating func advance() {
        start &+= length
        (year, month) = month == 12 ? (year &+ 1, 1) : (year, month &+ 1)
    }
}
