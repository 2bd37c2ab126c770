import Testing

@testable import Recurrence

struct CronDialectTests {
    @Test(
        arguments: [
            ("rust-cron", "0 0 9 * * 1", "0 0 9 * * 0"), ("rust-cron", "0 0 9 * * 2-6", "0 0 9 * * 1-5"),
            ("rust-cron", "0 0 9 * * Mon-Fri", "0 0 9 * * Mon-Fri"),
            ("rust-cron", "0 0 9 1,15 * 2-6", "0 0 9 1,15 * +1-5"), ("rust-cron", "0 0 9 1-31 * SUN", "0 0 9 1-31 * +SUN"),
            ("rust-cron", "0 0 9 */2 * 7/2", "0 0 9 */2 * 6/2"), ("rust-cron", "0 0 9 ? * 1,07,3/2", "0 0 9 ? * 0,6,2/2"),
            ("rust-cron", "  0  30 9,12,15     1,15       May-Aug  Mon,Wed,Fri  2018/2", "0 30 9,12,15 1,15 May-Aug +Mon,Wed,Fri 2018/2"),
            ("rust-cron", "* * * * * *", "* * * * * *"), ("rust-cron", "@weekly", "@weekly"),
            ("rust-cron", "TZ=UTC 0 0 9 15 * 6", "TZ=UTC 0 0 9 15 * +5"),
            ("quartz", "0 0 12 ? * 6L", "0 0 12 ? * 5L"), ("quartz", "0 15 10 ? * 6#3", "0 15 10 ? * 5#3"),
            ("quartz", "0 0 12 ? * L", "0 0 12 ? * 6"),
            ("quartz", "0 0 12 L-3W * ?", "0 0 12 L-3W * ?"), ("quartz", "0 0/5 14,18 * * ?", "0 0/5 14,18 * * ?"),
            ("quartz", "0 0 12 ? * 6-2", "0 0 12 ? * 5-1"),
            ("quartz", "0 0 12 ? * FRI-MON 2199", "0 0 12 ? * FRI-MON 2199"), ("quartz", "0 0 12 1 * 2", "0 0 12 1 * +1"),
            ("upbeat", "0 0 9 1 * 2", "0 0 9 1 * 2"),
        ] as [(String, String, String)])
    func isConvertedToTheLanguageOfThisLibrary(dialect: String, text: String, converted: String) throws {
        let dialect = try #require(CronExpression.Dialect(rawValue: dialect))
        let expression = try CronExpression(parsing: text, dialect: dialect)
        #expect(expression.description == converted)
        let again = try CronExpression(parsing: converted)
        #expect(again == expression)
        #expect(again.plan == expression.plan)
    }

    @Test func weekdaysCountFromSundayAsOne() throws {
        let start = "2025-01-01T00:00:00Z"
        // 2025-01-02 is a Thursday.
        #expect(try fires("0 0 9 * * 5", after: start, count: 1, dialect: .rustCron) == ["2025-01-02T09:00:00+00:00"])
        #expect(try fires("0 0 9 * * 5", after: start, count: 1) == ["2025-01-03T09:00:00+00:00"])
        // Both day fields have to match.
        #expect(try fires("0 0 9 13 * 6", after: start, count: 1, dialect: .rustCron) == ["2025-06-13T09:00:00+00:00"])
        #expect(try fires("0 0 9 13 * 6", after: start, count: 1, dialect: .quartz) == ["2025-06-13T09:00:00+00:00"])
    }

    @Test(
        arguments: [
            ("rust-cron", "0 0 9 * * 0", "out_of_range", 11, "Sunday is 1, Saturday is 7 in rust-cron"),
            ("quartz", "0 0 9 ? * 8", "out_of_range", 11, "Sunday is 1"),
            ("rust-cron", "0 0 9 * * 6-2", "bad_range", 11, "`0 0 9 * * 6-7,1-2`"),
            ("rust-cron", "0 0 22-2 * * *", "bad_range", 5, "`0 0 22-23,0-2 * * *`"),
            ("rust-cron", "0 0 9 * * SAT-SUN", "bad_range", 11, ""), ("rust-cron", "0 0 9 * * 2 2101", "out_of_range", 13, ""),
            ("rust-cron", "0 9 * * 1", "field_count", 1, "the second comes first: did you mean `0 0 9 * * 1`"),
            ("quartz", "0 12 * * ?", "field_count", 1, "`0 0 12 * * ?`"),
            ("rust-cron", "0 0 9 ? * L", "misplaced_special", 11, ""), ("quartz", "0 0 12 13 * 6#6", "bad_nth", 15, ""),
            ("quartz", "0 0 12 30 2 ?", "never_fires", 8, ""),
        ] as [(String, String, String, Int, String)])
    func itsOwnRulesAreKept(dialect: String, text: String, code: String, column: Int, hint: String) throws {
        let error = cronError(text, try #require(CronExpression.Dialect(rawValue: dialect)))
        #expect(error?.code.rawValue == code)
        #expect(error?.column == column)
        #expect(hint.isEmpty || error?.hint?.contains(hint) == true, "\(error?.hint ?? "no hint")")
    }
}
