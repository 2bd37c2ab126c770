import Testing

@testable import Recurrence

private func windows(_ active: [String], _ quiet: [String] = []) throws -> Windows {
    Windows(active: try active.map { try Window(parsing: $0) }, quiet: try quiet.map { try Window(parsing: $0) })
}

private func timetable(
    _ rule: String, in place: String = "Europe/Berlin", creation: String = "2026-01-19T00:00:00Z", start: String? = nil,
    end: String? = nil, active: [String] = [], quiet: [String] = [], blocked: Timetable.Blocked = .skip,
    mode: Timetable.Mode = .fixedRate, jitter: Duration = .zero
) throws -> Timetable {
    Timetable(
        rule: try RecurrenceRule(parsing: rule), zone: try zone(place), creation: try instant(creation),
        start: try start.map { try instant($0) },
        end: try end.map { try instant($0) }, windows: try windows(active, quiet), blocked: blocked, mode: mode, jitter: jitter)
}

extension Timetable {
    fileprivate func first(_ count: Int, after text: String) throws -> [String] {
        nominalTimes(after: try instant(text)).prefix(count).map { $0.formatted(in: zone) }
    }
}

struct TimetableTests {
    @Test func firesAfterItsCreationOrFromItsStart() throws {
        let daily = try timetable("0 9 * * *", creation: "2026-01-19T09:00:00+01:00")
        #expect(try daily.first(1, after: "2020-01-01T00:00:00Z") == ["2026-01-20T09:00:00+01:00"])
        #expect(try daily.last(atOrBefore: instant("2026-01-20T08:00:00Z")) == instant("2026-01-20T09:00:00+01:00"))
        #expect(try daily.last(atOrBefore: instant("2026-01-20T07:59:59Z")) == nil)
        let started = try timetable("0 9 * * *", start: "2026-01-25T09:00:00+01:00")
        #expect(try started.first(1, after: "2020-01-01T00:00:00Z") == ["2026-01-25T09:00:00+01:00"])
        #expect(try started.count(after: instant("2020-01-01T00:00:00Z"), through: instant("2026-01-26T09:00:00+01:00")) == 2)
    }

    @Test func anIntervalCountsFromItsStartElseFromItsCreation() throws {
        #expect(
            try timetable("every 90m", creation: "2026-01-19T10:00:00.700Z").first(2, after: "2020-01-01T00:00:00Z")
                == ["2026-01-19T12:30:00+01:00", "2026-01-19T14:00:00+01:00"])
        #expect(
            try timetable("every 90m", start: "2026-01-25T00:00:00Z").first(1, after: "2020-01-01T00:00:00Z") == [
                "2026-01-25T02:30:00+01:00"
            ])
        #expect(
            try timetable("@every 1h/15m", start: "2026-01-25T00:15:00Z").first(1, after: "2020-01-01T00:00:00Z")
                == ["2026-01-25T01:15:00+01:00"])
    }

    @Test func endsWithItsEnd() throws {
        let daily = try timetable("0 9 * * *", end: "2026-01-20T09:00:00+01:00")
        #expect(try daily.first(5, after: "2026-01-19T00:00:00Z") == ["2026-01-19T09:00:00+01:00", "2026-01-20T09:00:00+01:00"])
        #expect(daily.last(atOrBefore: .distantFuture) == (try instant("2026-01-20T09:00:00+01:00")))
        #expect(daily.count(after: .distantPast, through: .distantFuture) == 2)
        let earlier = try timetable("0 9 * * *", end: "2026-01-20T08:59:59.999+01:00")
        #expect(earlier.count(after: .distantPast, through: .distantFuture) == 1)
    }

    @Test func windowsLeaveFiresOutOrPutThemTogether() throws {
        let hours = ["mon-fri 09:30-17:00"]
        #expect(
            try timetable("0 * * * *", active: hours).first(9, after: "2026-01-23T14:30:00Z") == [
                "2026-01-23T16:00:00+01:00", "2026-01-26T10:00:00+01:00", "2026-01-26T11:00:00+01:00", "2026-01-26T12:00:00+01:00",
                "2026-01-26T13:00:00+01:00", "2026-01-26T14:00:00+01:00", "2026-01-26T15:00:00+01:00", "2026-01-26T16:00:00+01:00",
                "2026-01-27T10:00:00+01:00",
            ])
        let deferred = try timetable("0 * * * *", active: hours, blocked: .defer)
        #expect(
            try deferred.first(3, after: "2026-01-23T14:30:00Z")
                == ["2026-01-23T16:00:00+01:00", "2026-01-26T09:30:00+01:00", "2026-01-26T10:00:00+01:00"])
        // Asked in the middle of the closure, with blocked fires behind and ahead.
        #expect(try deferred.first(1, after: "2026-01-25T12:30:00Z") == ["2026-01-26T09:30:00+01:00"])
        #expect(try deferred.first(1, after: "2026-01-26T08:29:59Z") == ["2026-01-26T09:30:00+01:00"])
        #expect(try deferred.first(1, after: "2026-01-26T08:30:00Z") == ["2026-01-26T10:00:00+01:00"])
        // A fire at the opening is the deferred one.
        let atOpening = try timetable("30 * * * *", active: hours, blocked: .defer)
        #expect(try atOpening.first(2, after: "2026-01-25T12:30:00Z") == ["2026-01-26T09:30:00+01:00", "2026-01-26T10:30:00+01:00"])
        #expect(try atOpening.count(after: instant("2026-01-25T12:30:00Z"), through: instant("2026-01-26T08:30:00Z")) == 1)
        // Asked at the only blocked fire of a closure.
        let noon = try timetable("0 12 * * *", active: ["13:00-14:00"], blocked: .defer)
        #expect(try noon.first(1, after: "2026-01-20T12:00:00+01:00") == ["2026-01-20T13:00:00+01:00"])
        // Without a blocked fire nothing is deferred.
        let once = try timetable("0 12 * * *", active: hours, blocked: .defer)
        #expect(try once.first(2, after: "2026-01-22T12:00:00Z") == ["2026-01-23T12:00:00+01:00", "2026-01-26T09:30:00+01:00"])
    }

    @Test func fastSchedulesReachWindowsThatAreFarAway() throws {
        let saturdays = try timetable("* * * * * *", active: ["sat 10:00-10:01"])
        #expect(try saturdays.first(1, after: "2026-01-24T10:00:00Z") == ["2026-01-31T10:00:00+01:00"])
        #expect(try saturdays.count(after: instant("2026-01-19T00:00:00Z"), through: instant("2027-01-19T00:00:00Z")) == 52 * 60)
        #expect(try saturdays.last(atOrBefore: instant("2026-01-30T00:00:00Z")) == instant("2026-01-24T10:00:59+01:00"))
    }

    @Test func theBlockedFiresAreATimetableToo() throws {
        let hourly = try timetable("0 * * * *", active: ["09:00-17:00"], blocked: .defer)
        let (from, to) = (try instant("2026-01-20T00:00:00+01:00"), try instant("2026-01-21T00:00:00+01:00"))
        #expect(hourly.blockedFires.count(after: from, through: to) == 16)
        #expect(try hourly.blockedFires.first(1, after: "2026-01-20T08:30:00+01:00") == ["2026-01-20T17:00:00+01:00"])
        #expect(try hourly.blockedFires.last(atOrBefore: instant("2026-01-20T12:00:00Z")) == instant("2026-01-20T08:00:00+01:00"))
        #expect(try timetable("0 * * * *").blockedFires.count(after: from, through: to) == 0)
    }

    @Test func afterCompletionThereIsOneFireUntilTheRunHasEnded() throws {
        let poll = try timetable("every 10m", creation: "2026-01-19T10:00:00Z", mode: .afterCompletion)
        let first = try instant("2026-01-19T10:10:00Z")
        #expect(poll.next(after: .distantPast) == first)
        #expect(poll.next(after: first) == nil)
        #expect(poll.last(atOrBefore: .distantFuture) == first)
        #expect(poll.count(after: .distantPast, through: .distantFuture) == 1)
        let resumed = try poll.resumed(after: instant("2026-01-19T10:13:20.001Z"))
        #expect(try resumed.next(after: first) == instant("2026-01-19T10:23:21Z"))
        #expect(try timetable("every 10m").resumed(after: first) == timetable("every 10m"))
        #expect(try timetable("0 * * * *", mode: .afterCompletion).mode == .fixedRate)
        #expect(try timetable("@every 1h/15m", mode: .afterCompletion).mode == .fixedRate)
    }

    @Test func aRunBeginsWithinTheJitterAndBeforeTheFollowingTime() throws {
        let daily = try timetable("0 9 * * *", in: "UTC", jitter: .seconds(30))
        let nominal = try instant("2025-03-09T07:00:00Z")
        #expect(Jitter.offset(schedule: "backup", nominal: 1_741_503_600, following: nil, jitterMilliseconds: 30_000) == 21_039)
        let same = try timetable("0 7 * * *", in: "UTC", creation: "2025-01-01T00:00:00Z", jitter: .seconds(30))
        #expect(same.due(nominal, schedule: "backup") == nominal.shifted(milliseconds: 21_039))
        #expect(try timetable("0 9 * * *").due(nominal, schedule: "backup") == nominal)
        let minutely = try timetable("* * * * *", in: "UTC", jitter: .seconds(300))
        #expect(minutely.due(nominal, schedule: "backup") == nominal.shifted(milliseconds: 42_078))
        // The last one of an opening does not leave it by more than the rule leaves room for.
        let windowed = try timetable("* * * * *", in: "UTC", active: ["06:00-07:01"], jitter: .seconds(300))
        #expect(windowed.due(nominal, schedule: "backup") == nominal.shifted(milliseconds: 42_078))
        #expect(daily.jitter == .seconds(30))
    }

    @Test(
        arguments: [
            ("0 12 * * *", nil, nil, ["09:00-10:00"], []), ("0 12 * * *", nil, nil, ["09:00-17:00"], ["08:00-18:00"]),
            ("0 12 * * *", "2026-02-01T00:00:00Z", "2026-01-31T00:00:00Z", [], []),
            ("0 12 * * *", "2026-02-01T12:00:00Z", "2026-02-02T10:59:59Z", [], []), ("0 0 12 1 1 * 2025", nil, nil, [], []),
            ("0 0 29 2 *", nil, nil, ["mon 09:00-10:00"], []), ("every 3000000d", nil, nil, [], []),
            ("@every 1d/12h", nil, nil, ["20:00-21:00"], []),
        ] as [(String, String?, String?, [String], [String])])
    func refusesWhatNeverFires(rule: String, start: String?, end: String?, active: [String], quiet: [String]) throws {
        let never = try timetable(rule, start: start, end: end, active: active, quiet: quiet)
        #expect(never.next(after: .distantPast) == nil)
        #expect(throws: TimeError.self) { try never.checkThatItFires() }
    }

    @Test func takesWhatFires() throws {
        try timetable("0 12 * * *", end: "2026-01-19T12:00:00+01:00").checkThatItFires()
        try timetable("* * * * * *", active: ["sun 03:00-03:01"]).checkThatItFires()
        try timetable("0 0 29 2 *", active: ["mon 00:00-00:01"]).checkThatItFires()
        try timetable("0 12 * * *", active: ["09:00-10:00"], blocked: .defer).checkThatItFires()
        try timetable("@reboot", active: ["09:00-10:00"], quiet: ["09:00-10:00"]).checkThatItFires()
    }

    @Test func rebootHasNoTimes() throws {
        let reboot = try timetable("@reboot")
        #expect(reboot.next(after: .distantPast) == nil && reboot.last(atOrBefore: .distantFuture) == nil)
        #expect(reboot.count(after: .distantPast, through: .distantFuture) == 0)
    }

    @Test(arguments: [Timetable.Blocked.skip, .defer])
    func agreesWithLookingAtEveryFire(blocked: Timetable.Blocked) throws {
        var generator = SeededGenerator(state: 8)
        let rules = ["*/7 * * * *", "0 */5 * * *", "30 2 * * *", "@every 50m", "@every 1h/20m", "0 12 * * 1,6", "*/40 * * * * *"]
        let openings = [["mon-fri 09:00-18:00"], ["22:15-06:00"], ["02:30-02:50"], ["sat 10:00-14:00", "wed 00:00-24:00"], []]
        let (from, to) = (try instant("2026-03-20T00:00:00Z"), try instant("2026-04-05T00:00:00Z"))
        for round in 0..<70 {
            let rule = rules[round % rules.count]
            let quiet = round % 3 == 0 ? ["12:00-12:30"] : []
            let timetable = try timetable(
                rule, creation: "2026-03-20T00:00:00Z", end: "2026-04-05T00:00:00Z", active: openings[round % openings.count], quiet: quiet,
                blocked: blocked)
            var expected: [Instant] = []
            var fire = from
            while let next = timetable.rule.next(after: fire, anchor: timetable.anchor, in: timetable.zone), next <= to {
                if timetable.windows.isOpen(at: next, in: timetable.zone) {
                    expected.append(next)
                } else if blocked == .defer, let opening = timetable.windows.nextOpening(after: next, in: timetable.zone), opening <= to {
                    expected.append(opening)
                }
                fire = next
            }
            let times = Set(expected).sorted()
            #expect(Array(timetable.nominalTimes(after: from)) == times)
            for _ in 0..<40 {
                let probe = Bool.random(using: &generator) ? times.randomElement(using: &generator) ?? from : from
                let after = probe.shifted(
                    milliseconds: Int64.random(in: -40_000_000...40_000_000, using: &generator) * Int64.random(in: 0...1, using: &generator)
                )
                let through = after.shifted(milliseconds: Int64.random(in: 0...700_000_000, using: &generator))
                #expect(timetable.next(after: after) == times.first { $0 > after })
                #expect(timetable.last(atOrBefore: after) == times.last { $0 <= after })
                #expect(timetable.count(after: after, through: through) == times.count { $0 > after && $0 <= through })
            }
        }
    }

    @Test func fourHundredDaysOfSecondsAreCountedAtOnce() throws {
        let (from, to) = (try instant("2025-01-01T00:00:00Z"), try instant("2026-02-05T00:00:00Z"))
        let clock = ContinuousClock()
        let seconds = try timetable(
            "* * * * * *", in: "UTC", creation: "2020-01-01T00:00:00Z", active: ["09:00-17:00"], quiet: ["12:00-13:00"])
        var count = 0
        let time = clock.measure { count = seconds.count(after: from, through: to) }
        #expect(count == 400 * 7 * 3600)
        #expect(time < .milliseconds(200))
    }
}
