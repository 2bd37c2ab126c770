import Testing

@testable import Recurrence

/// `H`, against an independent computation in Python.
struct CronHashTests {
    @Test(arguments: [
        ("backup", "24 4 12 1 2 5"), ("report-7", "45 8 2 17 6 0"), ("日本", "13 58 17 21 9 5"),
    ])
    func eachFieldIsDrawnForItself(schedule: String, fields: String) throws {
        let drawn = try CronExpression(parsing: "H H H H H +H", schedule: schedule)
        let written = try CronExpression(
            parsing: fields.split(separator: " ").dropLast().joined(separator: " ") + " +\(fields.last ?? "0")")
        #expect(drawn.plan == written.plan)
    }

    @Test(
        arguments: [
            ("backup", "H/15 * * * *", .minute, [1, 16, 31, 46]), ("report-7", "H/15 * * * *", .minute, [2, 17, 32, 47]),
            ("日本", "H/15 * * * *", .minute, [14, 29, 44, 59]),
            ("report-7", "H(20-29) * * * *", .minute, [21]), ("日本", "h(20-29) * * * *", .minute, [29]),
            ("report-7", "0 0 H/10 * *", .dayOfMonth, [6, 16, 26]), ("日本", "0 0 H/10 * *", .dayOfMonth, [8, 18, 28]),
            ("backup", "0 H(9-17)/3 * * *", .hour, [10, 13, 16]), ("日本", "0 H(9-17)/3 * * *", .hour, [11, 14, 17]),
            ("backup", "0 0 * * H(MON-FRI)", .dayOfWeek, [4]), ("report-7", "0 0 * * H(1-5)", .dayOfWeek, [1]),
            ("日本", "H(5-9)/20 * * * *", .minute, [9]), ("backup", "0,H * * * *", .minute, [0, 4]),
            ("backup", "0 0 0 1 1 * H(1970-2199)", .year, [2122]), ("backup", "0 0 H(31-31) * *", .dayOfMonth, [31]),
        ] as [(String, String, TimeField, [Int])])
    func rangesAndStepsAreDrawn(schedule: String, text: String, field: TimeField, values: [Int]) throws {
        #expect(try CronExpression(parsing: text, schedule: schedule).values(of: field) == values)
    }

    @Test func withoutAScheduleItIsRefused() {
        let error = cronError("0 H * * *")
        #expect(error?.code == .misplacedSpecial)
        #expect(error?.field == .hour)
        #expect(error?.column == 3)
        #expect(error?.message == "H in hour is drawn from the schedule's id or name, and there is none here")
    }

    @Test func theScheduleMattersOnlyWithAnH() throws {
        #expect(try CronExpression(parsing: "H * * * *", schedule: "a") != CronExpression(parsing: "H * * * *", schedule: "b"))
        #expect(
            try CronExpression(parsing: "H * * * *", schedule: "a").hashValue
                == CronExpression(parsing: " H * * * *", schedule: "a").hashValue)
        #expect(try CronExpression(parsing: "0 * * * *", schedule: "a") == CronExpression(parsing: "0 * * * *"))
        #expect(try CronExpression(parsing: "0 0 * MARCH THU").schedule == nil)
    }
}
