import Testing

@testable import Recurrence

struct IntervalTests {
    @Test(
        arguments: [
            ("@every 1h30m", 5400, nil), ("every 5 minutes", 300, nil), ("PT5M", 300, nil), ("P1D", 86_400, nil), ("P2W", 1_209_600, nil),
            ("P1DT12H", 129_600, nil), ("every 90m", 5400, nil), ("@every 1s", 1, nil), ("@EVERY 2 H", 7200, nil),
            ("Every 1 Week", 604_800, nil),
            ("every second", 1, nil), ("every minute", 60, nil), ("every hour", 3600, nil), ("every day", 86_400, nil),
            ("every week", 604_800, nil), ("@every hour", 3600, nil), ("every an hour", 3600, nil), ("every half an hour", 1800, nil),
            ("every 1.5h", 5400, nil), ("every 0.5 minutes", 30, nil), ("every 1 day, 2 hours and 3 s", 93_603, nil),
            (" \tevery\n5m ", 300, nil), ("@every PT15M", 900, nil), ("every 2000ms", 2, nil), ("every 1h 59m 60s", 7200, nil),
            ("@every 1h/15m", 3600, 900), ("@every 1h / 15m", 3600, 900), ("every 1d/9h30m", 86_400, 34_200), ("@every 1h/0s", 3600, 0),
            ("@every PT1H/PT15M", 3600, 900), ("@every 3000000d", 259_200_000_000, nil),
        ] as [(String, Int64, Int64?)])
    func reads(text: String, length: Int64, phase: Int64?) throws {
        let interval = try Interval(parsing: text)
        #expect(interval.length == length)
        #expect(interval.phase == phase)
        #expect(try Interval(parsing: interval.description) == interval)
    }

    @Test(
        arguments: [
            ("", "empty", nil), ("every", "bad_duration", nil), ("@every", "bad_duration", nil), ("@every ", "bad_duration", nil),
            ("every 0s", "interval_too_short", nil), ("every 500ms", "interval_too_short", nil), ("every 0.5s", "interval_too_short", nil),
            ("PT0.5S", "interval_too_short", nil), ("P0D", "interval_too_short", nil), ("every 0 days", "interval_too_short", nil),
            ("every 1.5s", "bad_duration", nil), ("every 0.33333h", "bad_duration", nil), ("every 1.5 days", "bad_duration", nil),
            ("every 1500ms", "bad_duration", nil), ("every -5m", "bad_duration", nil),
            ("every 5", "bad_duration", "5m for minutes, 5h for hours"),
            ("every 5 fortnights", "bad_duration", nil), ("every 5 minuts", "bad_duration", "did you mean minute?"),
            ("every5m", "bad_duration", "such as `every 5m`"), ("@every5m", "bad_duration", "such as `@every 5m`"),
            ("@ every 5m", "bad_duration", nil), ("5m", "bad_duration", "did you mean `every 5m`?"), ("soon", "bad_duration", nil),
            ("every other day", "bad_duration", "did you mean `every 2 days`?"),
            ("every second hour", "bad_duration", "did you mean `every 2 hours`?"),
            ("every half hour", "bad_duration", "did you mean `every 30m`?"), ("every 5m 5m", "bad_duration", nil),
            ("every month", "calendar_unit_in_interval", "did you mean `@monthly`?"),
            ("every 1 month", "calendar_unit_in_interval", "did you mean `@monthly`?"),
            ("P1M", "calendar_unit_in_interval", "did you mean `@monthly`?"),
            ("@every 1 year", "calendar_unit_in_interval", "did you mean `@yearly`?"),
            ("every 3 months", "calendar_unit_in_interval", "did you mean `0 0 1 */3 *`?"),
            ("every 12 months", "calendar_unit_in_interval", "did you mean `@yearly`?"),
            ("P2Y", "calendar_unit_in_interval", "did you mean `0 0 0 1 1 * */2`?"),
            ("every 5 months", "calendar_unit_in_interval", "such as `0 0 1 * *` for the 1st of each month"),
            ("every month and 2 days", "bad_duration", nil),
            ("every 1 month and 2 days", "calendar_unit_in_interval", "such as `0 0 1 * *` for the 1st of each month"),
            ("@every 1h/1 month", "calendar_unit_in_interval", "did you mean `@monthly`?"),
            ("@every 1h/90m", "bad_duration", "did you mean `@every 1h/30m`?"),
            ("@every 1h/1h", "bad_duration", "did you mean `@every 1h/0s`?"),
            ("@every 1h/", "bad_duration", nil), ("@every /15m", "bad_duration", nil), ("@every 1h/15m/5m", "bad_duration", nil),
            ("@every 1h/0.5s", "bad_duration", nil), ("@every 1h/-5m", "bad_duration", nil),
            ("every 99999999999999999999s", "out_of_range", nil), ("every 9223372036854775807w", "out_of_range", nil),
            ("every 9223372036854775807 months", "calendar_unit_in_interval", "such as `0 0 1 * *` for the 1st of each month"),
            ("every day at 9", "bad_duration", "did you mean `0 9 * * *`?"),
            ("every monday at 9:30", "bad_duration", "did you mean `30 9 * * 1`?"),
            ("every weekday at 17:00:05", "bad_duration", "did you mean `5 0 17 * * 1-5`?"),
            ("every sundays", "bad_duration", "did you mean `0 9 * * 0`?"),
            ("every fri noon", "bad_duration", "did you mean `0 12 * * 5`?"),
            ("every weekend", "bad_duration", "did you mean `0 9 * * 0,6`?"),
        ] as [(String, String, String?)])
    func refuses(text: String, code: String, hint: String?) {
        let error = #expect(throws: TimeError.self) { try Interval(parsing: text) }
        #expect(error?.code.rawValue == code)
        #expect(error?.hint == hint)
    }

    @Test(
        arguments: [
            // Counted from the anchor, which is cut to the second and is no fire itself.
            ("every 90m", "2026-01-20T10:00:00Z", "2026-01-20T10:00:00Z", "2026-01-20T11:30:00Z"),
            ("every 90m", "2026-01-20T10:00:00.900Z", "2026-01-20T10:00:00Z", "2026-01-20T11:30:00Z"),
            ("every 90m", "2026-01-20T10:00:00Z", "2020-01-01T00:00:00Z", "2026-01-20T11:30:00Z"),
            ("every 90m", "2026-01-20T10:00:00Z", "2026-01-20T11:29:59.999Z", "2026-01-20T11:30:00Z"),
            ("every 90m", "2026-01-20T10:00:00Z", "2026-01-20T11:30:00Z", "2026-01-20T13:00:00Z"),
            ("every 90m", "2026-01-20T10:00:00Z", "2026-01-20T11:30:00.001Z", "2026-01-20T13:00:00Z"),
            // A day has 24 hours, whatever the clocks do.
            ("every day", "2026-03-28T09:00:00+01:00", "2026-03-28T09:00:00+01:00", "2026-03-29T10:00:00+02:00"),
            // A million fires later there is no drift.
            ("every 7s", "2026-01-20T10:00:00Z", "2026-04-11T10:26:40Z", "2026-04-11T10:26:47Z"),
            // Aligned: the anchor does not matter, nor do years before 1970.
            ("@every 1h/15m", "2026-01-20T10:03:00Z", "2026-01-20T10:03:00Z", "2026-01-20T10:15:00Z"),
            ("@every 1h/15m", "2026-01-20T10:03:00Z", "2026-01-20T10:15:00Z", "2026-01-20T11:15:00Z"),
            ("@every 1d/9h", "2026-01-20T10:03:00Z", "2026-01-20T08:59:59.999Z", "2026-01-20T09:00:00Z"),
            ("@every 1w/0s", "2026-01-20T10:03:00Z", "2026-01-20T10:03:00Z", "2026-01-22T00:00:00Z"),
            ("@every 1h/15m", "2026-01-20T10:03:00Z", "1969-12-31T23:15:00Z", "1970-01-01T00:15:00Z"),
        ])
    func findsTheNextFire(text: String, anchor: String, after: String, expected: String) throws {
        let interval = try Interval(parsing: text)
        let (anchor, after, expected) = (try instant(anchor), try instant(after), try instant(expected))
        #expect(interval.next(after: after, anchor: anchor) == expected)
        #expect(interval.last(atOrBefore: expected, anchor: anchor) == expected)
        #expect(interval.count(after: after, through: expected, anchor: anchor) == 1)
        #expect(interval.count(after: after, through: expected.shifted(milliseconds: -1), anchor: anchor) == 0)
    }

    @Test func endsWithTheYear9999() throws {
        let now = try instant("2026-01-20T10:00:00Z")
        let long = try Interval(parsing: "every 3000000d")
        #expect(long.next(after: now, anchor: now) == nil)
        #expect(long.last(atOrBefore: .distantFuture, anchor: now) == nil)
        #expect(long.count(after: now, through: .distantFuture, anchor: now) == 0)
        #expect(try Interval(parsing: "@every 1h/15m").last(atOrBefore: .distantPast, anchor: now) == nil)
    }

    @Test func nextLastAndCountAgreeWithCountingOneByOne() throws {
        var generator = SeededGenerator(state: 11)
        for _ in 0..<2000 {
            let length = Int64.random(in: 1...100, using: &generator)
            let interval = Interval(
                length: length, phase: Bool.random(using: &generator) ? Int64.random(in: 0..<length, using: &generator) : nil)
            let anchor = Int64.random(in: -300...300, using: &generator)
            let fires = (-500...500).filter { second in
                interval.phase.map { (second - Int($0)) % Int(length) == 0 }
                    ?? (second > Int(anchor) && (second - Int(anchor)) % Int(length) == 0)
            }
            let after = Int64.random(in: -400_000...400_000, using: &generator)
            let through = Int64.random(in: -400_000...400_000, using: &generator)
            let start = Instant(seconds: anchor)
            let next = fires.first { $0 * 1000 > after }.map { Instant(seconds: Int64($0)) }
            let last = fires.last { $0 * 1000 <= after }.map { Instant(seconds: Int64($0)) }
            let count = fires.count { $0 * 1000 > after && $0 * 1000 <= through }
            if let next {
                #expect(interval.next(after: Instant(milliseconds: after), anchor: start) == next)
            }
            if let last {
                #expect(interval.last(atOrBefore: Instant(milliseconds: after), anchor: start) == last)
            }
            #expect(interval.count(after: Instant(milliseconds: after), through: Instant(milliseconds: through), anchor: start) == count)
        }
    }

    @Test func theEndsOfTimeDoNotTrap() throws {
        let ends = [Instant(milliseconds: .min), .distantPast, Instant(seconds: 0), .distantFuture, Instant(milliseconds: .max)]
        for text in ["every 1s", "every 3000000d", "@every 1s/0s", "@every 3000000d/2999999d"] {
            let interval = try Interval(parsing: text)
            for anchor in ends {
                for instant in ends {
                    if let next = interval.next(after: instant, anchor: anchor) {
                        #expect(next > instant && next.isWritable)
                    }
                    if let last = interval.last(atOrBefore: instant, anchor: anchor) {
                        #expect(last <= instant && last.isWritable)
                    }
                    #expect(interval.count(after: .distantPast, through: instant, anchor: anchor) >= 0)
                }
            }
        }
    }
}
