import Testing

@testable import Recurrence

/// Searching back and counting, against walking forward fire by fire.
struct CronSearchTests {
    static let expressions = [
        "* * * * *", "*/15 * * * *", "30 2 * * *", "0 9 * * 1-5", "0,30 8-18/2 1,15 */3 *", "30 4 1,15 * 5", "0 18 * * 5L", "0 0 LW * *",
        "0 0-3 * * *", "*/20 0-3 * * *", "59 23 * * 0", "15 0/2 ? * +MON,WED#2", "0 */40 1-3 * * *", "0 30 1,2 * * * 2025,2027",
        "H H(0-3) * * *",
    ]

    static let zones = [
        "UTC", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo",
    ]

    /// The days around whose beginnings each zone is looked at: changes of clocks, and a plain one.
    static let starts = [
        1_741_478_400, 1_762_041_600, 1_743_868_800, 1_759_536_000, 1_743_206_400, 1_761_350_400, 1_740_182_400, 1_325_116_800,
        1_541_203_200,
        1_735_603_200,
    ]

    @Test(arguments: zones)
    func lastAndCountAgreeWithWalking(name: String) throws {
        let zone = try FoundationZones().zone(named: name)
        var random = SplitMix(seed: 4)
        for text in Self.expressions {
            let expression = try CronExpression(parsing: text, schedule: "backup")
            for start in Self.starts {
                let begin = Instant(seconds: Int64(start) - 3600)
                let end = begin + .seconds(4 * 86_400)
                let fires = Array(expression.fires(after: begin, in: zone).prefix { $0 <= end })
                #expect(expression.count(after: begin, through: end, in: zone) == fires.count, "\(text) from \(begin)")
                for _ in 0..<12 {
                    let low = begin + .milliseconds(Int64(random.next() % (4 * 86_400_000)))
                    let high = low + .milliseconds(Int64(random.next() % 86_400_000))
                    let between = fires.filter { $0 > low && $0 <= high }
                    #expect(expression.count(after: low, through: min(high, end), in: zone) == between.count, "\(text) \(low) \(high)")
                    #expect(expression.next(after: low, in: zone) == fires.first { $0 > low } ?? expression.next(after: end, in: zone))
                    let last = expression.last(atOrBefore: low, in: zone)
                    if let expected = fires.last(where: { $0 <= low }) {
                        #expect(last == expected, "\(text) before \(low)")
                    } else if let last {
                        #expect(last <= begin && expression.next(after: last, in: zone) == expression.next(after: begin, in: zone))
                    }
                }
                for fire in fires.prefix(40) {
                    #expect(expression.last(atOrBefore: fire, in: zone) == fire)
                    #expect(expression.last(atOrBefore: fire - .milliseconds(1), in: zone) != fire)
                }
            }
        }
    }

    @Test(
        arguments: [
            ("0 0 29 2 *", "2025-06-01T00:00:00Z", "2024-02-29T00:00:00Z"), ("0 0 29 2 *", "2103-06-01T00:00:00Z", "2096-02-29T00:00:00Z"),
            ("0 0 29 2 +MON", "2111-06-01T00:00:00Z", "2072-02-29T00:00:00Z"),
            ("0 0 0 1 1 * 1999", "2150-01-01T00:00:00Z", "1999-01-01T00:00:00Z"),
            ("0 0 0 1 1 * 2150", "2025-01-01T00:00:00Z", nil), ("0 0 0 1 1 * 1970,2033", "2040-01-01T00:00:00Z", "2033-01-01T00:00:00Z"),
            ("30 9 1 * *", "2025-01-01T09:29:59Z", "2024-12-01T09:30:00Z"),
            ("0 12 * * FRI", "2025-01-03T11:00:00Z", "2024-12-27T12:00:00Z"),
        ] as [(String, String, String?)])
    func theLastFireIsFoundFromAfar(text: String, end: String, expected: String?) throws {
        let end = try #require(Instant(rfc3339: end))
        #expect(try CronExpression(parsing: text).last(atOrBefore: end, in: .utc)?.description == expected)
    }

    @Test(
        arguments: [
            ("* * * * * *", "2025-01-01T00:00:00Z", "2026-02-05T00:00:00Z", 400 * 86_400),
            ("* * * * *", "1970-01-01T00:00:00Z", "2170-01-01T00:00:00Z", 73_049 * 1440),
            ("0 0 29 2 *", "2000-01-01T00:00:00Z", "2400-01-01T00:00:00Z", 97),
            ("0 0 13 * +FRI", "2000-01-01T00:00:00Z", "2400-01-01T00:00:00Z", 688),
            ("0 0 * * 1-5", "2025-01-01T00:00:00Z", "2025-12-31T00:00:00Z", 260),
            ("0 0 0 * * * 2025-2026", "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z", 730),
            ("0 9 * * *", "2025-01-01T09:00:00Z", "2025-01-01T09:00:00Z", 0),
            ("0 9 * * *", "2025-01-01T08:59:59Z", "2025-01-01T09:00:00Z", 1),
        ] as [(String, String, String, Int)])
    func countsOverYears(text: String, start: String, end: String, expected: Int) throws {
        let (start, end) = (try #require(Instant(rfc3339: start)), try #require(Instant(rfc3339: end)))
        #expect(try CronExpression(parsing: text).count(after: start, through: end, in: .utc) == expected)
    }

    @Test func monthsAreThoseOfTheCalendar() {
        for day in stride(from: -719_160, through: 2_932_896, by: 13) {
            let (year, month, date) = CivilTime.date(ofDay: Int64(day))
            let found = CronMonth(of: day)
            #expect(found.year == Int(year) && found.month == month && found.start == day - date + 1)
            #expect(found.length == CivilTime.days(inMonth: month, of: year))
            #expect(CronMonth(year: found.year, month: month).start == found.start)
            #expect(found.firstWeekday == (found.start % 7 + 11) % 7)
        }
    }
}

/// SplitMix64: the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
