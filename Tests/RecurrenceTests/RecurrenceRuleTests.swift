import Testing

@testable import Recurrence

struct RecurrenceRuleTests {
    private enum Form: String { case cron, interval, reboot }

    private func form(_ rule: RecurrenceRule) -> Form {
        switch rule {
        case .cron: .cron
        case .interval: .interval
        case .reboot: .reboot
        }
    }

    @Test(arguments: [
        ("* * * * *", "cron"), (" 0 9 * * 1-5", "cron"), ("*/5 * * * * *", "cron"), ("@daily", "cron"), ("@EVERY_MINUTE", "cron"),
        ("CRON_TZ=Europe/Paris 0 9 * * *", "cron"), ("TZ=UTC @hourly", "cron"), ("\t0 9 * * MON\n", "cron"), ("H H * * *", "cron"),
        ("@every 5m", "interval"), ("every 5 minutes", "interval"), ("every hour", "interval"), ("PT5M", "interval"), ("P1D", "interval"),
        ("@every 1h/15m", "interval"), ("@reboot", "reboot"), (" @REBOOT ", "reboot"),
    ])
    func picksTheFormByTheText(text: String, form: String) throws {
        let rule = try RecurrenceRule(parsing: text, schedule: "backup")
        #expect(self.form(rule).rawValue == form)
        #expect(try RecurrenceRule(parsing: rule.description, schedule: "backup") == rule)
    }

    @Test(
        arguments: [
            ("", "empty", nil), (" \n", "empty", nil), (String(repeating: "*", count: 513), "too_long", nil),
            // The error is that of the form that fits best.
            ("* * * *", "field_count", nil), ("61 * * * *", "out_of_range", nil), ("0 0 30 2 *", "never_fires", nil),
            ("every 5 fortnights", "bad_duration", nil), ("@every", "bad_duration", nil), ("PT", "bad_duration", nil),
            ("every 100ms", "interval_too_short", nil), ("P1M", "calendar_unit_in_interval", "did you mean `@monthly`?"),
            ("@dayly", "unknown_macro", nil), ("@", "unknown_macro", nil),
            // What lacks a word.
            ("hourly", "unknown_macro", "did you mean `@hourly`?"), ("Daily", "unknown_macro", "did you mean `@daily`?"),
            ("reboot", "unknown_macro", "did you mean `@reboot`?"), ("5 minutes", "bad_duration", "did you mean `every 5 minutes`?"),
            ("90m", "bad_duration", "did you mean `every 90m`?"), ("5", "bare_number", nil), ("1700000000", "bare_number", nil),
            ("03/04/2025", "ambiguous_date", nil),
            ("daily at 9", "bad_time", "did you mean `0 9 * * *`?"), ("weekdays at 9:30", "bad_time", "did you mean `30 9 * * 1-5`?"),
            ("CRON_TZ=UTC @every 5m", "bad_duration", "did you mean `@every 5m`?"),
            ("TZ=UTC every 5m", "bad_duration", "did you mean `every 5m`?"),
            // Single times.
            ("in 5 minutes", "bad_time", "such as `0 9 * * 1-5` or `every 90m`"),
            ("tomorrow at 9", "bad_time", "such as `0 9 * * 1-5` or `every 90m`"),
            ("now", "bad_time", "such as `0 9 * * 1-5` or `every 90m`"),
            ("@1700000000", "bad_time", "such as `0 9 * * 1-5` or `every 90m`"),
            ("2026-01-20T09:00[Europe/Paris]", "bad_time", "such as `0 9 * * 1-5` or `every 90m`"),
            ("17:30", "bad_time", "such as `0 9 * * 1-5` or `every 90m`"),
            ("friday at 9:30", "bad_time", "such as `30 9 * * 5` or `every 90m`"),
        ] as [(String, String, String?)])
    func refusesByTheFormThatFitsBest(text: String, code: String, hint: String?) {
        let error = #expect(throws: TimeError.self) { try RecurrenceRule(parsing: text) }
        #expect(error?.code.rawValue == code)
        if let hint {
            #expect(error?.hint == hint)
        }
    }

    @Test(
        arguments: [
            ("0 9 * * *", nil, "Europe/Berlin"), ("0 9 * * *", "Asia/Tokyo", "Asia/Tokyo"), ("TZ=Asia/Tokyo 0 9 * * *", nil, "Asia/Tokyo"),
            ("CRON_TZ=Asia/Tokyo 0 9 * * *", "Asia/Tokyo", "Asia/Tokyo"), ("every 5m", "Asia/Tokyo", "Asia/Tokyo"),
            ("@reboot", nil, "Europe/Berlin"),
        ] as [(String, String?, String)])
    func findsTheZone(text: String, given: String?, expected: String) throws {
        let rule = try RecurrenceRule(parsing: text)
        #expect(try rule.zone(given: given, default: zone("Europe/Berlin"), zones: zones).identifier == expected)
    }

    @Test(
        arguments: [
            ("CRON_TZ=Asia/Tokyo 0 9 * * *", "Europe/Berlin", "zone_conflict", "Asia/Tokyo", 9),
            ("TZ=Asia/Tokio 0 9 * * *", nil, "unknown_zone", "Asia/Tokio", 4), ("0 9 * * *", "PST", "unknown_zone", "PST", nil),
        ] as [(String, String?, String, String, Int?)])
    func refusesZones(text: String, given: String?, code: String, value: String, column: Int?) throws {
        let rule = try RecurrenceRule(parsing: text)
        let error = #expect(throws: TimeError.self) { try rule.zone(given: given, default: .utc, zones: zones) }
        #expect(error?.code.rawValue == code)
        #expect(error?.value == value)
        #expect(error?.column == column)
    }
}
