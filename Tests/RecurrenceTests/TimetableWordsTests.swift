import Testing

@testable import Recurrence

struct TimetableWordsTests {
    private func words(
        _ rule: String, active: [String] = [], quiet: [String] = [], blocked: Timetable.Blocked = .skip, mode: Timetable.Mode = .fixedRate,
        start: String? = nil, end: String? = nil, jitter: Duration = .zero
    ) throws -> String {
        let timetable = Timetable(
            rule: try RecurrenceRule(parsing: rule), zone: try zone("Europe/Berlin"), creation: try instant("2026-01-20T09:00:00Z"),
            start: try start.map { try instant($0) }, end: try end.map { try instant($0) },
            windows: Windows(active: try active.map { try Window(parsing: $0) }, quiet: try quiet.map { try Window(parsing: $0) }),
            blocked: blocked, mode: mode, jitter: jitter)
        return Explanation(of: timetable, now: try instant("2026-01-20T09:00:00Z")).words
    }

    @Test func saysWhatLimitsIt() throws {
        #expect(try words("0 9 * * *") == "At 09:00, every day")
        #expect(
            try words("*/15 * * * *", active: ["mon-fri 09:00-18:00", "sat,sun 10:00-14:00"])
                == "Every 15 minutes; only Monday to Friday from 09:00 to 18:00 and Saturday and Sunday from 10:00 to 14:00")
        #expect(
            try words("*/15 * * * *", quiet: ["22:00-06:00", "sun 12:00-24:00"], blocked: .defer)
                == "Every 15 minutes; never from 22:00 to 06:00 of the next day or Sunday from 12:00 to 24:00; "
                + "what falls outside comes together in one run at the next opening")
        #expect(
            try words("@every_minute", start: "2026-02-01T00:00:00+01:00", end: "2026-03-01T00:00:00Z")
                == "Every minute; from 2026-02-01T00:00:00+01:00 on; until 2026-03-01T01:00:00+01:00")
        #expect(
            try words("0 9 * * *", jitter: .milliseconds(90_500))
                == "At 09:00, every day; each up to 1 minute, 30 seconds and 500 milliseconds later")
        #expect(try words("@reboot", active: ["09:00-10:00"], jitter: .seconds(5)) == "Once at every start of the daemon")
    }

    @Test func saysWhatAnIntervalIsCountedFrom() throws {
        #expect(try words("every 90m") == "Every 90 minutes, counted from 2026-01-20T10:00:00+01:00")
        #expect(
            try words("every 90m", start: "2026-02-01T00:00:00Z").hasPrefix(
                "Every 90 minutes, counted from 2026-02-01T01:00:00+01:00; from"))
        #expect(try words("every 90m", mode: .afterCompletion) == "Always 1 hour and 30 minutes after a run has ended")
        #expect(try words("@every 1h/15m") == "Every hour, from 00:15 UTC on")
    }
}

struct ListedFireTests {
    @Test func marksWhereTheClocksChange() throws {
        let berlin = try zone("Europe/Berlin")
        let fires = try CronExpression(parsing: "30 2 * * *").fires(after: instant("2026-03-27T12:00:00Z"), in: berlin).prefix(3)
        let list = try ListedFire.list(fires, in: berlin, from: instant("2026-03-27T12:00:00Z"))
        #expect(list.map(\.local) == ["Sat 2026-03-28 02:30:00", "Sun 2026-03-29 03:00:00", "Mon 2026-03-30 02:30:00"])
        #expect(list.map(\.utc) == ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        #expect(list.map(\.offset) == ["+01:00", "+02:00", "+02:00"])
        #expect(list.map(\.offsetBefore) == [nil, "+01:00", nil])
    }

    @Test func theFirstIsComparedWithWhereTheListBegins() throws {
        let berlin = try zone("Europe/Berlin")
        let fires = [try instant("2026-07-01T10:00:00Z"), try instant("2026-12-01T10:00:00.250Z")]
        let list = try ListedFire.list(fires, in: berlin, from: instant("2026-01-01T00:00:00Z"))
        #expect(list.map(\.offsetBefore) == ["+01:00", "+02:00"])
        #expect(list.map(\.local) == ["Wed 2026-07-01 12:00:00", "Tue 2026-12-01 11:00:00.250"])
        #expect(ListedFire.list([Instant](), in: berlin, from: .distantPast).isEmpty)
        #expect(ListedFire.list([Instant(milliseconds: .max), Instant(milliseconds: .min)], in: berlin, from: .distantFuture).count == 2)
    }
}
