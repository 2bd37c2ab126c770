import Recurrence
import Testing

let zones = FoundationZones()

func zone(_ name: String) throws -> Zone {
    try zones.zone(named: name)
}

func instant(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text), "\(text) is no RFC 3339")
}

/// Resolves a phrase on Tuesday 2026-01-20 at 10:00 in Berlin, unless told otherwise; answers in local time with offset.
func resolve(
    _ text: String, now: String = "2026-01-20T10:00:00+01:00", in name: String = "Europe/Berlin", past: PastPolicy = .refuse
) throws -> String {
    let resolved = try TimePhrase.resolve(text, now: instant(now), zone: zone(name), past: past, zones: zones)
    return resolved.instant.formatted(in: resolved.zone)
}

struct PhraseTests {
    @Test(arguments: [
        ("now", "2026-01-20T10:00:00+01:00"), (" NOW\n", "2026-01-20T10:00:00+01:00"),
        ("in 30s", "2026-01-20T10:00:30+01:00"), ("in 5 secs", "2026-01-20T10:00:05+01:00"), ("in 1 second", "2026-01-20T10:00:01+01:00"),
        ("in 5m", "2026-01-20T10:05:00+01:00"), ("In 5 Min", "2026-01-20T10:05:00+01:00"), ("in 5 mins", "2026-01-20T10:05:00+01:00"),
        ("in 5minutes", "2026-01-20T10:05:00+01:00"), ("+90m", "2026-01-20T11:30:00+01:00"), ("+ 2 hrs", "2026-01-20T12:00:00+01:00"),
        ("in 1h30m", "2026-01-20T11:30:00+01:00"), ("in 1h 30m", "2026-01-20T11:30:00+01:00"), ("in 1.5h", "2026-01-20T11:30:00+01:00"),
        ("in 1 hour, 30 minutes and 5 seconds", "2026-01-20T11:30:05+01:00"), ("in 1h, and 5m", "2026-01-20T11:05:00+01:00"),
        ("2 hours from now", "2026-01-20T12:00:00+01:00"), ("an hour from now", "2026-01-20T11:00:00+01:00"),
        ("in an hour", "2026-01-20T11:00:00+01:00"), ("in a minute", "2026-01-20T10:01:00+01:00"),
        ("in a day and an hour", "2026-01-21T11:00:00+01:00"),
        ("in half an hour", "2026-01-20T10:30:00+01:00"), ("in 0.25s", "2026-01-20T10:00:00.250+01:00"),
        ("in 0s", "2026-01-20T10:00:00+01:00"),
        ("in 3 days", "2026-01-23T10:00:00+01:00"), ("in 1d", "2026-01-21T10:00:00+01:00"), ("in 2w", "2026-02-03T10:00:00+01:00"),
        ("in a week", "2026-01-27T10:00:00+01:00"), ("in 1 month", "2026-02-20T10:00:00+01:00"),
        ("in 2 years", "2028-01-20T10:00:00+01:00"),
        ("in 1 year, 2 months and 3 days", "2027-03-23T10:00:00+01:00"), ("in 1.0000000019m", "2026-01-20T10:01:00+01:00"),
        ("PT5M", "2026-01-20T10:05:00+01:00"), ("pt1h30m", "2026-01-20T11:30:00+01:00"), ("P1D", "2026-01-21T10:00:00+01:00"),
        ("P2W", "2026-02-03T10:00:00+01:00"), ("P1Y2M3DT4H5M6.5S", "2027-03-23T14:05:06.500+01:00"),
        ("in PT5M", "2026-01-20T10:05:00+01:00"),
        ("PT1H from now", "2026-01-20T11:00:00+01:00"), ("+P1M", "2026-02-20T10:00:00+01:00"),
        // Clock and calendar, in one: days by the calendar, hours as they pass.
        ("P1DT2H", "2026-01-21T12:00:00+01:00"), ("in 1 week, 1 day and 30 minutes", "2026-01-28T10:30:00+01:00"),
        ("5 minutes from now", "2026-01-20T10:05:00+01:00"), ("half an hour from now", "2026-01-20T10:30:00+01:00"),
        ("+5m", "2026-01-20T10:05:00+01:00"), ("in 1.5 hours", "2026-01-20T11:30:00+01:00"),
        ("in 2.5 minutes", "2026-01-20T10:02:30+01:00"),
        ("in 1 month, 1 day", "2026-02-21T10:00:00+01:00"), ("in 5m 30s", "2026-01-20T10:05:30+01:00"),
        ("today 17:30", "2026-01-20T17:30:00+01:00"), ("today at 17:30:05", "2026-01-20T17:30:05+01:00"),
        ("today at noon", "2026-01-20T12:00:00+01:00"),
        ("tomorrow at 9am", "2026-01-21T09:00:00+01:00"), ("tomorrow 09:00", "2026-01-21T09:00:00+01:00"),
        ("tomorrow at 9", "2026-01-21T09:00:00+01:00"),
        ("tomorrow midnight", "2026-01-21T00:00:00+01:00"), ("day after tomorrow at 9:15 pm", "2026-01-22T21:15:00+01:00"),
        ("the day after tomorrow noon", "2026-01-22T12:00:00+01:00"), ("9am tomorrow", "2026-01-21T09:00:00+01:00"),
        ("at 9 tomorrow", "2026-01-21T09:00:00+01:00"),
        ("friday at 9am", "2026-01-23T09:00:00+01:00"), ("fri 9am", "2026-01-23T09:00:00+01:00"),
        ("tuesday 11:00", "2026-01-20T11:00:00+01:00"),
        ("tuesday 10:00", "2026-01-27T10:00:00+01:00"), ("tuesday 9am", "2026-01-27T09:00:00+01:00"),
        ("next tuesday at 11am", "2026-01-27T11:00:00+01:00"),
        ("next friday 12pm", "2026-01-23T12:00:00+01:00"), ("monday 00:00", "2026-01-26T00:00:00+01:00"),
        ("17:00 Sunday", "2026-01-25T17:00:00+01:00"),
        ("9:15 pm tomorrow", "2026-01-21T21:15:00+01:00"), ("noon tomorrow", "2026-01-21T12:00:00+01:00"),
        ("at 17:30 next friday", "2026-01-23T17:30:00+01:00"), ("next friday 17:30", "2026-01-23T17:30:00+01:00"),
        ("day after tomorrow at noon", "2026-01-22T12:00:00+01:00"), ("thurs noon", "2026-01-22T12:00:00+01:00"),
        ("at midnight tomorrow", "2026-01-21T00:00:00+01:00"),
        ("at 9", "2026-01-21T09:00:00+01:00"), ("at 11", "2026-01-20T11:00:00+01:00"), ("10:00", "2026-01-21T10:00:00+01:00"),
        ("10:00:01", "2026-01-20T10:00:01+01:00"), ("9:15 pm", "2026-01-20T21:15:00+01:00"), ("9:15PM", "2026-01-20T21:15:00+01:00"),
        ("12am", "2026-01-21T00:00:00+01:00"), ("noon", "2026-01-20T12:00:00+01:00"), ("midnight", "2026-01-21T00:00:00+01:00"),
        ("at 5pm", "2026-01-20T17:00:00+01:00"),
        ("2026-02-01", "2026-02-01T00:00:00+01:00"), ("2026-02-01T09:00", "2026-02-01T09:00:00+01:00"),
        ("2026-02-01 09:00:30", "2026-02-01T09:00:30+01:00"),
        ("2026-02-01t09:00:00z", "2026-02-01T10:00:00+01:00"), ("2026-02-01T09:00:00.123456789Z", "2026-02-01T10:00:00.123+01:00"),
        ("2026-02-01T09:00:00,5Z", "2026-02-01T10:00:00.500+01:00"), ("2026-02-01T09:00:00+02:00", "2026-02-01T08:00:00+01:00"),
        ("2026-02-01T09:00+0200", "2026-02-01T08:00:00+01:00"), ("2026-02-01 09:00-05", "2026-02-01T15:00:00+01:00"),
        ("2026-02-01T09:00[America/New_York]", "2026-02-01T09:00:00-05:00"),
        ("2026-02-01T09:00:00+01:00[Europe/Paris]", "2026-02-01T09:00:00+01:00"),
        ("2026-02-01T09:00:00Z[!Asia/Kolkata]", "2026-02-01T14:30:00+05:30"), ("2026-02-01[Asia/Tokyo]", "2026-02-01T00:00:00+09:00"),
        ("2026-02-01T09:00:00Z[Europe/Berlin][u-ca=hebrew]", "2026-02-01T10:00:00+01:00"),
        ("2026-02-01T09:00[!u-ca=gregory][x-y=z]", "2026-02-01T09:00:00+01:00"),
        ("20260201T0900", "2026-02-01T09:00:00+01:00"), ("20260201T090005.5Z", "2026-02-01T10:00:05.500+01:00"),
        ("20260201t090000+0200", "2026-02-01T08:00:00+01:00"), ("20260201T090000-05[America/New_York]", "2026-02-01T09:00:00-05:00"),
        ("2026-02-01T09:00:00+00:00", "2026-02-01T10:00:00+01:00"),
        ("2026-02-01T09:00:00-00:00[Europe/Paris]", "2026-02-01T10:00:00+01:00"),
        ("@1769936400", "2026-02-01T10:00:00+01:00"), ("@1769936400.5", "2026-02-01T10:00:00.500+01:00"),
        ("9999-12-31T23:59:59Z", "+10000-01-01T00:59:59+01:00"),
    ])
    func understands(text: String, expected: String) throws {
        #expect(try resolve(text) == expected)
    }

    @Test(arguments: [
        ("", "empty"), (" \t\n ", "empty"), (String(repeating: "x", count: 513), "too_long"),
        (String(repeating: "in 5m ", count: 200_000), "too_long"),
        ("5", "bare_number"), ("1769936400", "bare_number"), ("5.5", "bare_number"), (" 42 ", "bare_number"),
        ("03/04/2025", "ambiguous_date"), ("3.4.2025", "ambiguous_date"), ("03-04-2025", "ambiguous_date"),
        ("2025/03/04 10:00", "ambiguous_date"), ("3/4", "ambiguous_date"),
        ("today at 9am", "in_the_past"), ("2026-01-20", "in_the_past"), ("2026-01-20T09:59:59", "in_the_past"), ("@0", "in_the_past"),
        ("@-5", "in_the_past"),
        ("5 minutes ago", "in_the_past"), ("yesterday at 9", "in_the_past"), ("-5m", "in_the_past"), ("today midnight", "in_the_past"),
        ("in 3 fortnights", "bad_duration"), ("in 5 minuts", "bad_duration"), ("in 500ms", "bad_duration"), ("in 1y", "bad_duration"),
        ("in 5 minutesfoo", "bad_duration"),
        ("in", "bad_duration"), ("in 5", "bad_duration"), ("+", "bad_duration"), ("+5", "bad_duration"),
        ("in five minutes", "bad_duration"), ("in 1h and", "bad_duration"),
        ("in 1h,", "bad_duration"), ("in ,1h", "bad_duration"), ("in 1h,,5m", "bad_duration"), ("in 1h 2h", "bad_duration"),
        ("in 1.5 days", "bad_duration"),
        ("in 0.5 months", "bad_duration"), ("in -5m", "bad_duration"), ("in half a day", "bad_duration"),
        ("in half an apple", "bad_duration"), ("from now", "bad_time"),
        ("PT", "bad_duration"), ("PT5", "bad_duration"), ("P5H", "bad_duration"), ("P1DT", "bad_duration"), ("PT1S1M", "bad_duration"),
        ("P1.5D", "bad_duration"),
        ("PT1.5H30M", "bad_duration"), ("P1D 2H", "bad_duration"), ("PT5M foo", "bad_duration"), ("P1M1M", "bad_duration"),
        ("P1DTT1H", "bad_duration"),
        ("tomorrow", "bad_time"), ("friday at", "bad_time"), ("9", "bare_number"), ("9 tomorrow", "bad_time"), ("tomorrow 9", "bad_time"),
        ("5m", "bad_time"),
        ("25:00", "bad_time"), ("24:00", "bad_time"), ("17:60", "bad_time"), ("17:30:60", "bad_time"), ("17:3", "bad_time"),
        ("13pm", "bad_time"), ("0am", "bad_time"),
        ("9.15pm", "bad_time"), ("at", "bad_time"), ("at noon noon", "bad_time"), ("next", "bad_time"), ("next tomorrow", "bad_time"),
        ("tomorow at 9", "bad_time"),
        ("day after", "bad_time"), ("soon", "bad_time"), ("in the morning", "bad_duration"), ("at 9am at 10am", "bad_time"),
        ("🕘", "bad_time"), ("\0", "bad_time"),
        ("2026-02-30", "bad_time"), ("2027-02-29T10:00", "bad_time"), ("2026-13-01", "bad_time"), ("2026-00-01", "bad_time"),
        ("2026-2-1", "bad_time"), ("2026-02", "bad_time"),
        ("2026-02-01T24:00", "bad_time"), ("2026-02-01T23:59:60Z", "bad_time"), ("2026-02-01T09", "bad_time"),
        ("2026-02-01T09:00:00.", "bad_time"),
        ("2026-02-01T09:00:00.1234567890Z", "bad_time"), ("2026-02-01T09:00+25:00", "bad_time"), ("2026-02-01T09:00+1", "bad_time"),
        ("2026-02-01T09:00Zfoo", "bad_time"),
        ("2026-02-01 9am", "bad_time"), ("2026-02-01Z", "bad_time"), ("2026-02-01T09:00[]", "bad_time"),
        ("2026-02-01T09:00[Europe/Paris", "bad_time"),
        ("2026-02-01T09:00[!u-ca=hebrew]", "bad_time"), ("2026-02-01T09:00[x=y][Europe/Paris]", "bad_time"),
        ("2026-02-01T09:00[Europe/Paris][Europe/Rome]", "bad_time"), ("2026-02-01T09:00[x=", "bad_time"),
        ("2026-02-01T09:00[!]", "bad_time"),
        ("20260201", "bare_number"), ("20260201T", "bad_time"), ("20260201T09", "bad_time"), ("20260201T25:00", "bad_time"),
        ("20260230T0900", "bad_time"), ("202602010T0900", "bad_time"), ("20260201T0900Z[Asia/Tokio]", "unknown_zone"),
        ("20200101T0900Z", "in_the_past"), ("20260201T0900+0200[Europe/Paris]", "offset_conflict"),
        ("in an hour and a half", "bad_duration"), ("in 5 minutes from now", "bad_duration"), ("in 0.5 days", "bad_duration"),
        ("every 5m", "bad_time"), ("@every 5m", "bad_time"), ("@daily", "bad_time"), ("0 9 * * 1-5", "bad_time"),
        ("*/5 * * * *", "bad_time"),
        ("H H * * *", "bad_time"), ("every day at 9", "bad_time"), ("@", "bad_time"), ("@x", "bad_time"), ("@1 2", "bad_time"),
        ("2026-02-01T09:00[Europe/Pariss]", "unknown_zone"), ("2026-02-01T09:00[PST]", "unknown_zone"),
        ("2026-02-01T09:00[../etc]", "unknown_zone"),
        ("2026-02-01T09:00+02:00[Europe/Paris]", "offset_conflict"), ("2026-07-01T09:00+01:00[Europe/Paris]", "offset_conflict"),
        ("in 99999999999999 years", "out_of_range"), ("in 99999999999999999999999 seconds", "out_of_range"),
        ("in 9223372036854775807 weeks", "out_of_range"),
        ("in 9223372036854775807 months", "out_of_range"), ("in 8000 years", "out_of_range"), ("in 9223372036854775807 d", "out_of_range"),
        ("in 300000000000000 s", "out_of_range"),
        ("P9223372036854775807Y", "out_of_range"), ("P99999999999999999999D", "out_of_range"), ("10000-01-01", "out_of_range"),
        ("0000-01-01", "out_of_range"),
        ("9999-12-31T23:59:59-01:00", "out_of_range"), ("@99999999999999999999", "out_of_range"), ("@253402300800", "out_of_range"),
        ("@1769936400000", "out_of_range"),
    ])
    func refusesWithACode(text: String, code: String) throws {
        let error = #expect(throws: TimeError.self) { try resolve(text) }
        #expect(error?.code.rawValue == code)
        #expect(error?.message.isEmpty == false)
        #expect((error?.value.unicodeScalars.count ?? 0) <= 80)
    }

    @Test(
        arguments: [
            (
                "in 3 fortnights", "fortnights", 6,
                "unknown unit \"fortnights\" in \"in 3 fortnights\"; use seconds, minutes, hours, days, weeks, months or years", nil
            ),
            (
                "in 5 Minuts", "Minuts", 6,
                "unknown unit \"Minuts\" in \"in 5 Minuts\"; use seconds, minutes, hours, days, weeks, months or years",
                "did you mean minute?"
            ),
            ("  in 5", "in 5", 3, "\"in 5\" is not a valid duration: \"5\" has no unit", "5m for minutes, 5h for hours"),
            ("tomorrow", "tomorrow", 1, "\"tomorrow\" says no time of day", "tomorrow at 9am"),
            (
                "2026-02-01T09:00[Europe/Berlim]", "Europe/Berlim", 18,
                "unknown time zone \"Europe/Berlim\"; use an IANA name such as Europe/Berlin or UTC", "did you mean Europe/Berlin?"
            ),
            ("tomorrow at 17:60", "60", 16, "\"tomorrow at 17:60\" is not a valid time: a minute has two digits and is 00 to 59", nil),
            ("2026-02-30", "2026-02-30", 1, "\"2026-02-30\" is not a valid time: month 2 of 2026 has 28 days", nil),
        ] as [(String, String, Int, String, String?)])
    func saysWhatIsWrongAndWhere(text: String, value: String, column: Int, message: String, hint: String?) throws {
        let error = #expect(throws: TimeError.self) { try resolve(text) }
        #expect(error?.value == value)
        #expect(error?.column == column)
        #expect(error?.length == value.unicodeScalars.count)
        #expect(error?.message == message)
        #expect(error?.hint == hint)
    }

    @Test(arguments: [
        ("5m", "did you mean \"in 5m\"?"), ("tomorow at 9", "did you mean tomorrow?"), ("today at 9am", "did you mean tomorrow?"),
        ("every 90m", "`in 1h30m` for once"), ("0 9 * * *", "such as \"tomorrow at 9am\" or \"in 5 minutes\""),
        ("in an hour and a half", "a fraction, such as 1.5 hours"), ("03/04/2026", "2026-03-04 or 2026-04-03"),
        ("31/12/2026", "2026-12-31"), ("5.5.26", "2026-05-05"), ("99/99/2026", "2026-01-20 for the 20th of January"),
        ("2026/01/20", "2026-01-20"),
        ("5", "in 5 minutes, at 5, or @5 for Unix time"),
        ("0930", "09:30 for the time of day, or in 0930 minutes"), ("12.30", "12:30 for the time of day, or in 12.30 minutes"),
        ("25", "in 25 minutes, or @25 for Unix time"), ("20260201", "2026-02-01 for the date"), ("1769936400", "@1769936400 for Unix time"),
        ("2560", "in 2560 minutes, or @2560 for Unix time"), ("9999", "in 9999 minutes, or @9999 for Unix time"),
        ("9 tomorrow", "at 9, 9am or 9:00"), ("friday", "friday at 9am"),
        ("@1769936400000", "these may be milliseconds; leave out the last three digits"),
    ])
    func guessesWhatWasMeant(text: String, hint: String) {
        let error = #expect(throws: TimeError.self) { try resolve(text) }
        #expect(error?.hint == hint)
    }

    @Test func thePastCanBeAllowedAndHasNoDelay() throws {
        let now = try instant("2026-01-20T09:00:00Z")
        let past = try TimePhrase.resolve("2020-01-01", now: now, zone: .utc, past: .allow, zones: zones)
        #expect(past.instant.description == "2020-01-01T00:00:00Z")
        #expect(past.delay == .zero)
        let ahead = try TimePhrase.resolve("in 1h", now: now, zone: .utc, zones: zones)
        #expect(ahead.delay == .seconds(3600))
        #expect(ahead.zone == .utc)
        #expect(try TimePhrase.resolve("now", now: now, zone: .utc, zones: zones).delay == .zero)
    }

    @Test(arguments: [
        ("in 1 month", "2026-01-31T10:00:00+01:00", "2026-02-28T10:00:00+01:00"),
        ("in 1 month", "2028-01-31T10:00:00+01:00", "2028-02-29T10:00:00+01:00"),
        ("in 1 year", "2028-02-29T10:00:00+01:00", "2029-02-28T10:00:00+01:00"),
        ("in 4 years", "2028-02-29T10:00:00+01:00", "2032-02-29T10:00:00+01:00"),
        ("in 1 month and 1 day", "2026-01-31T10:00:00+01:00", "2026-03-01T10:00:00+01:00"),
        ("in 13 months", "2026-12-31T10:00:00+01:00", "2028-01-31T10:00:00+01:00"),
        ("tomorrow at 9", "2028-02-28T10:00:00+01:00", "2028-02-29T09:00:00+01:00"),
        ("tomorrow at 9", "2026-12-31T10:00:00+01:00", "2027-01-01T09:00:00+01:00"),
        ("2028-02-29 10:00", "2026-12-31T10:00:00+01:00", "2028-02-29T10:00:00+01:00"),
    ])
    func clampsToMonthEnds(text: String, now: String, expected: String) throws {
        #expect(try resolve(text, now: now) == expected)
    }

    @Test(arguments: [
        // Gap: shifted forward by its length. Berlin and New York an hour, Lord Howe half of one.
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T03:30:00+02:00"),
        ("tomorrow at 2:00", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00"),
        ("2026-03-08 02:30", "America/New_York", "2026-03-01T12:00:00Z", "2026-03-08T03:30:00-04:00"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-01T12:00:00Z", "2026-10-04T02:45:00+11:00"),
        // Overlap: the first one, unless the offset says otherwise.
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25 02:30+01:00[Europe/Berlin]", "UTC", "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+01:00"),
        ("2026-11-01 01:30", "America/New_York", "2026-10-24T12:00:00Z", "2026-11-01T01:30:00-04:00"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-01T12:00:00Z", "2026-04-05T01:45:00+11:00"),
        // Days keep the wall clock, hours do not.
        ("in 3 days", "Europe/Berlin", "2026-03-27T09:00:00Z", "2026-03-30T10:00:00+02:00"),
        ("in 72 hours", "Europe/Berlin", "2026-03-27T09:00:00Z", "2026-03-30T11:00:00+02:00"),
        ("in 1 day and 1 hour", "Europe/Berlin", "2026-03-28T01:30:00Z", "2026-03-29T04:30:00+02:00"),
        ("in 1 day", "America/New_York", "2026-10-31T14:00:00Z", "2026-11-01T10:00:00-05:00"),
        // A bare time of day whose first pass is over is tomorrow's.
        ("2:30", "Europe/Berlin", "2026-10-25T00:45:00Z", "2026-10-26T02:30:00+01:00"),
        // The day that Samoa left out.
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-01T12:00:00Z", "2011-12-31T12:00:00+14:00"),
    ])
    func followsTheClocksOfTheZone(text: String, name: String, now: String, expected: String) throws {
        #expect(try resolve(text, now: now, in: name) == expected)
    }
}
