import Testing

@testable import Recurrence

struct CronNeverFiresTests {
    @Test(
        arguments: [
            ("0 0 30 2 *", "30", "day_of_month", 5, "no day 30 is in month 2"),
            ("0 0 30,31 FEB ?", "30,31", "day_of_month", 5, "no day 30,31 is in month FEB"),
            ("0 0 31 4 *", "31", "day_of_month", 5, "no day 31 is in month 4"),
            ("0 0 31 4,6,9,11 *", "31", "day_of_month", 5, "no day 31 is in month 4,6,9,11"),
            ("0 0 31W 4 *", "31W", "day_of_month", 5, "no day 31W is in month 4"),
            ("0 0 L-29 2 *", "L-29", "day_of_month", 5, "no day L-29 is in month 2"),
            ("CRON_TZ=UTC 0 0 31 6 *", "31", "day_of_month", 17, "no day 31 is in month 6"),
            ("0 0 1 * +MON#2", "MON#2", "day_of_week", 10, "day of month 1 is never a MON#2 in any month"),
            ("0 0 1-28 * +SUN#5", "SUN#5", "day_of_week", 13, "day of month 1-28 is never a SUN#5 in any month"),
            ("0 0 LW * +SUN", "SUN", "day_of_week", 11, "day of month LW is never a SUN in any month"),
            ("0 0 29 2 +2#1", "2#1", "day_of_week", 11, "day of month 29 is never a 2#1 in month 2"),
            ("0 0 0 29 2 * 2025-2027", "29", "day_of_month", 7, "no day 29 is in month 2 of 2025-2027"),
            ("0 0 0 29 2 * 2100", "29", "day_of_month", 7, "no day 29 is in month 2 of 2100"),
            ("0 0 0 1 1 +MON 2025", "MON", "day_of_week", 12, "day of month 1 is never a MON in month 1 of 2025"),
            ("0 0 0 30 2 MON#5 2025", "MON#5", "day_of_week", 12, "day of month 30 is never a MON#5 in month 2 of 2025"),
        ] as [(String, String, String, Int, String)])
    func isRefusedAndPointsAtTheFieldToBlame(text: String, value: String, field: String, column: Int, reason: String) {
        let error = cronError(text)
        #expect(error?.code == .neverFires)
        #expect(error?.value == value)
        #expect(error?.field?.rawValue == field)
        #expect(error?.column == column)
        #expect(error?.message.hasSuffix(reason) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("0 0 29 2 *", "2100-01-01", ["2104-02-29"]),
        ("0 0 29 2 *", "2096-03-01", ["2104-02-29"]),
        ("0 0 31W 2-5 *", "2025-01-01", ["2025-03-31", "2025-05-30"]),
        ("0 0 L-28 2 *", "2025-01-01", ["2028-02-01", "2032-02-01"]),
        ("0 0 29-31 * +SUN#5", "2025-01-01", ["2025-03-30", "2025-06-29"]),
        ("0 0 LW * +FRI", "2025-01-01", ["2025-01-31", "2025-02-28"]),
        ("0 0 29 2 +MON#5", "2025-01-01", ["2044-02-29", "2072-02-29"]),
        // The longest waits: a weekday's 29 February across 2100, and another date of a weekday.
        ("0 0 29 2 +MON", "2072-03-01", ["2112-02-29"]),
        ("0 0 1 1 +MON", "2096-01-01", ["2103-01-01"]),
        ("0 0 0 29 2 * 2025-2028", "2025-01-01", ["2028-02-29"]),
        ("0 0 30 2 MON", "2025-01-01", ["2025-02-03", "2025-02-10"]),
    ])
    func whatFiresAtAllIsTaken(text: String, start: String, expected: [String]) throws {
        #expect(try days(text, after: start + "T00:00:00Z", count: expected.count) == expected)
    }

    @Test func aYearFieldEndsAndNothingElseDoes() throws {
        #expect(try days("0 0 0 1 1 * 2026,2030") == ["2026-01-01", "2030-01-01"])
        #expect(try days("0 0 0 1 1 * 1999") == [])
        #expect(try days("0 0 0 1 1 * 2199", after: "2198-12-31T23:59:59Z") == ["2199-01-01"])
        #expect(try days("0 0 0 1 1 * *", after: "2198-06-01T00:00:00Z") == ["2199-01-01"])
        #expect(try days("0 0 1 1 *", after: "2199-06-01T00:00:00Z", count: 1) == ["2200-01-01"])
        #expect(try days("0 0 0 1 1 * */1", after: "2199-06-01T00:00:00Z") == [])
    }

    @Test func startsOutsideOfTheYearsThatCanBeWrittenAreTaken() throws {
        let zones = try ["UTC", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"].map(FoundationZones().zone)
        for text in ["* * * * * *", "30 2 * * *", "0 0 29 2 *", "0 0 * * 5L", "0 0 0 1 1 * 2030", "*/15 * 1,15 * MON"] {
            let expression = try CronExpression(parsing: text)
            for zone in zones {
                for start in [Int64.min, -62_135_596_800_001, -62_135_596_800_000, -1, 253_402_300_799_999, 253_402_300_800_000, .max] {
                    let start = Instant(milliseconds: start)
                    let next = expression.next(after: start, in: zone)
                    let last = expression.last(atOrBefore: start, in: zone)
                    #expect(next.map { $0 > start && $0 >= .distantPast && $0 <= .distantFuture } ?? true)
                    #expect(last.map { $0 <= start && $0 >= .distantPast && $0 <= .distantFuture } ?? true)
                    #expect(next != nil || start.milliseconds >= 253_402_300_799_999)
                    #expect(last != nil || start.milliseconds < 0)
                }
                #expect(expression.count(after: Instant(milliseconds: .min), through: Instant(milliseconds: .max), in: zone) > 0)
                #expect(expression.count(after: Instant(milliseconds: .max), through: Instant(milliseconds: .min), in: zone) == 0)
            }
        }
    }
}
