import Testing

@testable import Recurrence

struct CronSyntaxTests {
    @Test func keepsWhatWasWrittenItemByItem() throws {
        let syntax = try CronExpression(
            parsing: "CRON_TZ=Asia/Tokyo */10 5,H(1-30)/7 22-2 L,L-3,LW,L-2W,15W,? FEB-APR/2 +7L,MON#2 2030/5", schedule: "backup"
        ).syntax
        #expect(syntax.zoneName == "Asia/Tokyo")
        #expect(syntax.fields.map(\.field) == [.second, .minute, .hour, .dayOfMonth, .month, .dayOfWeek, .year])
        #expect(syntax.fields.map(\.text) == ["*/10", "5,H(1-30)/7", "22-2", "L,L-3,LW,L-2W,15W,?", "FEB-APR/2", "7L,MON#2", "2030/5"])
        #expect(syntax.fields.map(\.column) == [20, 25, 37, 42, 62, 73, 82])
        let kinds: [[CronSyntax.Kind]] = [
            [.all], [.value(5), .hashed(1...30)], [.range(22, 2)],
            [.last(0), .last(3), .lastWorkday(0), .lastWorkday(2), .workday(15), .any], [.range(2, 4)],
            [.lastWeekday(7), .nth(weekday: 1, 2)], [.value(2030)],
        ]
        #expect(syntax.fields.map { $0.items.map(\.kind) } == kinds)
        #expect(syntax.fields.map { $0.items.last?.step } == [10, 7, nil, nil, 2, nil, 5])
        #expect(syntax[.dayOfMonth]?.items.map(\.column) == [42, 44, 48, 51, 56, 60])
        #expect(syntax[.dayOfWeek]?.hasPlus == true)
    }

    @Test(arguments: [
        ("0 0 1 * 1", false, true), ("0 0 * * 1", true, true), ("0 0 1 * */2", true, true), ("0 0 1 * +1", true, true),
        ("0 0 ? * 1", true, true),
        ("* 0 1 * 1", false, false), ("0 */2 1 * 1", false, false), ("* 0 0 1 * 1", false, false), ("0,* 0 1 * 1", false, true),
        ("@hourly", true, false),
        ("@daily", true, true),
    ])
    func tellsHowDaysAreReadAndWhetherTimesAreFixed(text: String, isAnded: Bool, isFixed: Bool) throws {
        let expression = try CronExpression(parsing: text)
        #expect(expression.syntax.daysAreAnded == isAnded)
        #expect(expression.plan.dates.days.isAnded == isAnded)
        #expect(expression.syntax.isFixedTime == isFixed)
        #expect(expression.plan.isFixedTime == isFixed)
    }

    @Test func listsTheNumbersOfAField() throws {
        let expression = try CronExpression(parsing: "*/20 5 22-2 20-5/5 2-4 FRI-MON 2030-2032")
        #expect(expression.values(of: .second) == [0, 20, 40])
        #expect(expression.values(of: .hour) == [0, 1, 2, 22, 23])
        #expect(expression.values(of: .dayOfMonth) == [4, 20, 25, 30])
        #expect(expression.values(of: .month) == [2, 3, 4])
        #expect(expression.values(of: .dayOfWeek) == [0, 1, 5, 6])
        #expect(expression.values(of: .year) == [2030, 2031, 2032])
        #expect(try CronExpression(parsing: "@daily").values(of: .year) == [])
    }
}
