import Testing

@testable import Recurrence

struct TimeExpressionTests {
    private func parse(_ text: String) throws -> TimeExpression {
        try TimeExpression(parsing: text, now: instant("2026-01-20T09:00:00Z"), zone: zone("Europe/Berlin"), zones: zones)
    }

    @Test(arguments: ["0 9 * * 1-5", "@daily", "@reboot", "every 5m", "@every 1h/15m", "PT5M", "CRON_TZ=UTC 0 9 * * *"])
    func takesSchedules(text: String) throws {
        #expect(try parse(text) == .recurring(RecurrenceRule(parsing: text)))
    }

    @Test(arguments: [
        ("in 5 minutes", "2026-01-20T09:05:00Z"), ("tomorrow at 9am", "2026-01-21T08:00:00Z"), ("@1769936400", "2026-02-01T09:00:00Z"),
        ("now", "2026-01-20T09:00:00Z"), ("2026-02-01", "2026-01-31T23:00:00Z"), ("17:30", "2026-01-20T16:30:00Z"),
        ("+P1D", "2026-01-21T09:00:00Z"), ("monday at 9", "2026-01-26T08:00:00Z"),
    ])
    func takesSingleTimes(text: String, expected: String) throws {
        guard case .once(let time) = try parse(text) else {
            Issue.record("\(text) is taken as a schedule")
            return
        }
        #expect(time.instant.description == expected)
    }

    @Test(arguments: [
        ("", "empty"), ("* * * *", "field_count"), ("0 9 1 1", "field_count"), ("0 9 * *", "field_count"), ("61 * * * *", "out_of_range"),
        ("every 5 fortnights", "bad_duration"), ("every 2 months", "calendar_unit_in_interval"), ("@dayly", "unknown_macro"),
        ("hourly", "unknown_macro"), ("in 5 fortnights", "bad_duration"), ("today at 9", "in_the_past"), ("2020-01-01", "in_the_past"),
        ("yesterday at 9", "in_the_past"), ("2026-02-01T09:00[Europe/Pariss]", "unknown_zone"), ("03/04/2026", "ambiguous_date"),
        ("5", "bare_number"), ("5m", "bad_duration"), ("tomorow at 9", "bad_time"), ("tomorrow", "bad_time"),
        ("in 8000 years", "out_of_range"),
        (String(repeating: "9", count: 600), "too_long"), ("2026-02-01T09:00+02:00[Europe/Paris]", "offset_conflict"),
    ])
    func refusesByTheFormThatIsMeant(text: String, code: String) {
        let error = #expect(throws: TimeError.self) { try parse(text) }
        #expect(error?.code.rawValue == code)
    }
}
