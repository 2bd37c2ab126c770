import Testing

@testable import Recurrence

private let now = "2026-01-20T09:00:00Z"

private func explanation(_ text: String, in place: String, dialect: CronExpression.Dialect = .upbeat) throws -> Explanation {
    let rule = try RecurrenceRule(parsing: text, dialect: dialect, schedule: "backup")
    return Explanation(of: rule, in: try zone(place), now: try instant(now), dialect: dialect)
}

struct ScheduleWarningTests {
    @Test(
        arguments: [
            ("0 9 * * *", "Europe/Berlin", []), ("0 9 1,15 * *", "UTC", []), ("0 9 * * 1-5", "UTC", []), ("@daily", "Europe/Berlin", []),
            ("every 5m", "Europe/Berlin", []), ("@reboot", "Europe/Berlin", []), ("@every 1d/2h30m", "Europe/Berlin", []),
            // Both day fields.
            ("0 9 1 * 5", "UTC", ["either_day"]), ("0 9 1 * +5", "UTC", []), ("0 9 */2 * 5", "UTC", []),
            ("0 9 1-31 * 5", "UTC", ["either_day"]),
            ("0 9 ? * 5", "UTC", []), ("0 9 L * 5L", "UTC", ["either_day"]),
            // Days that not every month has.
            ("0 9 31 * *", "UTC", ["skips_months"]), ("0 9 1,30 * *", "UTC", ["skips_months"]), ("0 9 29 * *", "UTC", ["skips_months"]),
            ("0 9 29 2 *", "UTC", ["skips_months"]), ("0 9 31 1,3,5,7,8,10,12 *", "UTC", []), ("0 9 30 1 *", "UTC", []),
            ("0 9 28 * *", "UTC", []), ("0 9 L * *", "UTC", []), ("0 9 L-30 * *", "UTC", ["skips_months"]),
            ("0 9 31W * *", "UTC", ["skips_months"]),
            ("0 9 1-31 * *", "UTC", []), ("0 9 */2 * *", "UTC", []), ("0 9 29-31 * *", "UTC", ["skips_months"]),
            ("0 9 31-2 * *", "UTC", []),
            // Clocks that change around a fixed time, where and when they really do.
            ("30 2 * * *", "Europe/Berlin", ["clock_change"]), ("30 2 * * *", "UTC", []), ("30 2 * * *", "Asia/Tokyo", []),
            ("30 2 * * *", "America/New_York", ["clock_change"]), ("30 1 * * *", "America/New_York", ["clock_change"]),
            ("30 1 * * *", "Europe/Berlin", []), ("30 3 * * *", "Europe/Berlin", []), ("*/30 2 * * *", "Europe/Berlin", []),
            ("0 2 * * *", "Europe/Berlin", ["clock_change"]), ("0 3 * * *", "Europe/Berlin", []),
            ("59 2 * * *", "Europe/Berlin", ["clock_change"]),
            ("30 2 15 * *", "Europe/Berlin", []), ("30 2 * * MON", "Europe/Berlin", []),
            ("30 2 * * SUN", "Europe/Berlin", ["clock_change"]),
            ("30 2 * 7 *", "Europe/Berlin", []), ("30 2 * 3 *", "Europe/Berlin", ["clock_change"]),
            ("0 30 2 * * *", "Europe/Berlin", ["clock_change"]),
            ("45 1 * * *", "Australia/Lord_Howe", ["clock_change"]), ("30 0 * * *", "Africa/Cairo", ["clock_change"]),
            ("H 2 * * *", "Europe/Berlin", ["clock_change"]),
            // Six fields with numbers for weekdays.
            ("0 0 9 * * 1-5", "UTC", ["numeric_weekday"]), ("0 0 9 * * MON-FRI", "UTC", []), ("0 0 9 * * *", "UTC", []),
            ("0 0 9 * * */2", "UTC", []),
            ("0 0 9 * * MON#2", "UTC", []), ("0 0 9 * * 5L", "UTC", ["numeric_weekday"]),
            ("0 0 9 ? * 2#1 2030", "UTC", ["numeric_weekday"]),
            ("0 9 * * 1-5", "UTC", []), ("@every_second", "UTC", []), ("TZ=UTC 0 0 9 * * 2-6", "UTC", ["numeric_weekday"]),
            // Several.
            ("0 30 2 31 * 1", "Europe/Berlin", ["either_day", "skips_months", "clock_change", "numeric_weekday"]),
        ] as [(String, String, [String])])
    func warns(text: String, place: String, codes: [String]) throws {
        #expect(try explanation(text, in: place).warnings.map(\.code.rawValue) == codes)
    }

    @Test func whoNamesADialectIsNotWarnedOfItsWeekdays() throws {
        #expect(try explanation("0 0 9 ? * 2-6", in: "UTC", dialect: .quartz).warnings.isEmpty)
        #expect(try explanation("0 0 9 ? * 2-6", in: "UTC", dialect: .quartz).words == "At 09:00, Monday to Friday")
    }

    @Test(arguments: [
        (
            "30 4 1,15 * FRI", "UTC",
            "day of month 1,15 and day of week FRI are both restricted, so it fires when either matches; write +FRI if both have to"
        ),
        (
            "0 9 31 * *", "UTC",
            "there is no 31st in February, April, June, September or November: nothing fires for it then; L is the last day of every month"
        ),
        (
            "0 9 1,29,30 1-4 *", "UTC",
            "there is no 29th in February outside of leap years and there is no 30th in February: nothing fires for it then; "
                + "L is the last day of every month"
        ),
        (
            "30 2 * * *", "Europe/Berlin",
            "02:30 on 2026-03-29 does not exist in Europe/Berlin: it fires once at 03:00, when the gap ends; "
                + "02:30 on 2026-10-25 is shown twice in Europe/Berlin: it fires the first time only"
        ),
        ("30 1 * * *", "America/New_York", "01:30 on 2026-11-01 is shown twice in America/New_York: it fires the first time only"),
        (
            "0 0 9 * * 2-6", "UTC",
            "day of week 2-6 counts from Sunday = 0; Quartz and the Rust crate cron count from Sunday = 1: write names, such as MON-FRI, "
                + "or name the dialect"
        ),
    ])
    func saysWhatHappens(text: String, place: String, message: String) throws {
        #expect(try explanation(text, in: place).warnings.map(\.message) == [message])
    }

    @Test func whatItSaysOfTheClocksIsTrue() throws {
        let berlin = try zone("Europe/Berlin")
        let rule = try RecurrenceRule(parsing: "30 2 * * *")
        let gap = rule.next(after: try instant("2026-03-28T12:00:00Z"), anchor: .distantPast, in: berlin)
        #expect(gap?.formatted(in: berlin) == "2026-03-29T03:00:00+02:00")
        #expect(
            try rule.count(
                after: instant("2026-10-24T12:00:00Z"), through: instant("2026-10-25T12:00:00Z"), anchor: .distantPast, in: berlin) == 1)
    }

    @Test(
        arguments: [
            ("0 9 1 * 5", "or"), ("0 9 1 * +5", "and"), ("0 9 */2 * 5", "and"), ("0 9 * * 5", nil), ("0 9 1 * *", nil), ("0 9 ? * 5", nil),
            ("0 9 1-31 * 5", "or"), ("@weekly", nil), ("every 5m", nil),
        ] as [(String, String?)])
    func saysHowTheDayFieldsGoTogether(text: String, rule: String?) throws {
        #expect(try explanation(text, in: "UTC").dayRule?.rawValue == rule)
    }
}
