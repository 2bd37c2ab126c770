import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct MakeScheduleTests {
    let house = House()

    @Test func aScheduleKeepsAllThatWasAsked() async throws {
        let request = ScheduleRequest.hello("backup", cron: "0 9 * * 1-5").with { request in
            request.zone = .set("Europe/Berlin")
            request.jitter = .set("30s")
            request.active = .set(["mon-fri 08:00-18:00"])
            request.quiet = .set(["12:00-13:00"])
            request.onBlocked = .set("defer")
            request.start = .set("2026-02-01T00:00")
            request.end = .set("2026-12-31T00:00")
            request.maxRuns = .set(7)
            request.misfire = .set("run_all")
            request.tolerance = .set("2m")
            request.catchUpWindow = .set("3d")
            request.maxCatchUp = .set(5)
            request.overlap = .set("buffer_all")
            request.bufferLimit = .set(9)
            request.pauseAfterFailures = .set(0)
            request.pulse.priority = .set("high")
            request.pulse.tags = .set(["t"])
            request.pulse.timeout = .set("90s")
        }
        let view = try await house.make(request)
        let spec = view.schedule.spec
        #expect(spec.name == "backup" && spec.origin == .made)
        #expect(spec.timing.rule == "0 9 * * 1-5" && spec.timing.zone == "Europe/Berlin" && spec.timing.jitter == .seconds(30))
        #expect(spec.timing.active == ["mon-fri 08:00-18:00"] && spec.timing.quiet == ["12:00-13:00"] && spec.timing.onBlocked == .defer)
        // The bounds are read by the schedule's own clock.
        #expect(
            spec.timing.start == Instant(rfc3339: "2026-01-31T23:00:00Z") && spec.timing.end == Instant(rfc3339: "2026-12-30T23:00:00Z"))
        #expect(spec.timing.maxRuns == 7)
        #expect(
            spec.policies
                == SchedulePolicies(
                    misfire: .runAll, tolerance: .seconds(120), catchUpWindow: .seconds(3 * 86_400), maxCatchUp: 5, overlap: .bufferAll,
                    bufferLimit: 9, pauseAfterFailures: 0))
        #expect(spec.template.priority == .high && spec.template.tags == ["t"] && spec.template.timeout == .seconds(90))
        #expect(spec.template.createdBy == "person" && spec.template.door == .commandLine)
        #expect(try await house.store.schedule(named: "backup") == view.schedule)
    }

    @Test func theAnswerSaysWordsZoneAndTheNextThree() async throws {
        // Around the change of the clocks on 29 March.
        house.clock.step(to: Instant(rfc3339: "2026-03-28T12:00:00Z") ?? House.start)
        let view = try await house.make(.hello(cron: "30 9 * * *").with { $0.zone = .set("Europe/Berlin") })
        #expect(view.words == "At 09:30, every day")
        #expect(view.next.map(\.at.description) == ["2026-03-29T07:30:00Z", "2026-03-30T07:30:00Z", "2026-03-31T07:30:00Z"])
        #expect(view.next.map(\.offset) == [7200, 7200, 7200] && view.next.map(\.offsetBefore) == [3600, nil, nil])
        #expect(house.engine.wakes == view.next.prefix(1).map(\.at))
    }

    @Test(arguments: [
        ("90m", "every 90m"), ("1h30m", "every 1h30m"), ("every 5 minutes", "every 5 minutes"), ("@every 1h/15m", "every 1h/15m"),
        ("PT5M", "every 5m"), ("day", "every day"),
    ])
    func anIntervalIsALength(_ text: String, _ rule: String) async throws {
        let timing = try await house.make(.hello(every: text)).schedule.spec.timing
        #expect(timing.rule == rule && timing.anchor == House.start)
        #expect(EveryText(rule) != nil)
    }

    @Test(arguments: ["@hourly", "@every 5m", "PT5M", "CRON_TZ=Europe/Paris 0 9 * * *", "@reboot", "H 3 * * *", "0 0 9 * * *"])
    func everyFormOfARuleIsTakenAsCron(_ text: String) async throws {
        let view = try await house.make(.hello(cron: text))
        #expect(view.schedule.spec.timing.rule == text)
        #expect(view.next.isEmpty == (text == "@reboot"))
    }

    @Test(
        arguments: [
            (ScheduleRequest.hello(cron: "*/90 * * * *"), "/cron", TimeError.Code.stepTooLarge, TimeField.minute, 3),
            (ScheduleRequest.hello(cron: "0 25 * * *"), "/cron", .outOfRange, .hour, 3),
            (ScheduleRequest.hello(cron: "0 0 30 2 *"), "/cron", .neverFires, .dayOfMonth, nil),
            (ScheduleRequest.hello(every: "0s"), "/every", .intervalTooShort, nil, nil),
            (ScheduleRequest.hello(every: "2 months"), "/every", .calendarUnitInInterval, nil, nil),
            (ScheduleRequest.hello(cron: "* * * * *").with { $0.zone = .set("Mars/Phobos") }, "/zone", .unknownZone, .zone, nil),
            (
                ScheduleRequest.hello(cron: "CRON_TZ=UTC 0 9 * * *").with { $0.zone = .set("Europe/Paris") }, "/zone", .zoneConflict, .zone,
                9
            ),
            (ScheduleRequest.hello(cron: "0 9 * * *").with { $0.active = .set(["mon 9-10"]) }, "/active/0", .badTime, nil, 5),
            (ScheduleRequest.hello(cron: "0 9 * * *").with { $0.active = .set(["10:00-11:00"]) }, "/cron", .neverFires, nil, nil),
            (ScheduleRequest.hello(cron: "0 9 * * *").with { $0.end = .set("2020-01-01T00:00Z") }, "/end", .inThePast, nil, nil),
            (ScheduleRequest.hello(cron: "0 9 * * *").with { $0.jitter = .set("5") }, "/jitter", .bareNumber, nil, 1),
        ] as [(ScheduleRequest, String, TimeError.Code, TimeField?, Int?)])
    func whatRecurrenceRefusesIsToldWithItsPlace(
        _ request: ScheduleRequest, _ pointer: String, _ code: TimeError.Code, _ field: TimeField?, _ column: Int?
    ) async throws {
        let error = try #require(await house.errors(request).first)
        #expect(error.pointer == pointer && error.cause?.code == code && error.cause?.field == field)
        if let column { #expect(error.cause?.column == column) }
        #expect(error.detail.contains(error.cause?.message ?? "?"))
        #expect(try await house.store.schedule(named: "hello") == nil)
    }

    @Test func theColumnOfAnIntervalIsThatOfWhatWasWritten() async throws {
        let cause = try #require(await house.errors(.hello(every: "5 fortnights")).first?.cause)
        #expect(cause.code == .badDuration && cause.column == 3 && cause.unit != nil)
    }

    @Test(arguments: [
        (ScheduleRequest.hello(cron: "* * * * *", every: "5m"), "/cron"),
        (ScheduleRequest.hello(), "/cron"),
        (ScheduleRequest.hello(every: "0 9 * * *"), "/every"),
        (ScheduleRequest.hello("9to5", every: "5m"), "/name"),
        (ScheduleRequest.hello("a b", every: "5m"), "/name"),
        (ScheduleRequest.hello("", every: "5m"), "/name"),
        (ScheduleRequest.hello("é", every: "5m"), "/name"),
        (ScheduleRequest.hello(String(repeating: "a", count: 65), every: "5m"), "/name"),
        (ScheduleRequest.hello(every: "5m").with { $0.name = .keep }, "/name"),
        (ScheduleRequest.hello(every: "5m").with { $0.dialect = .set("vixie") }, "/dialect"),
        (ScheduleRequest.hello(every: "5m").with { $0.onBlocked = .set("wait") }, "/on_blocked"),
        (ScheduleRequest.hello(every: "5m").with { $0.misfire = .set("never") }, "/misfire"),
        (ScheduleRequest.hello(every: "5m").with { $0.overlap = .set("allow") }, "/overlap"),
        (ScheduleRequest.hello(every: "5m").with { $0.maxRuns = .set(0) }, "/max_runs"),
        (ScheduleRequest.hello(every: "5m").with { $0.maxCatchUp = .set(0) }, "/max_catch_up"),
        (ScheduleRequest.hello(every: "5m").with { $0.bufferLimit = .set(10_001) }, "/buffer_limit"),
        (ScheduleRequest.hello(every: "5m").with { $0.pauseAfterFailures = .set(-1) }, "/pause_after"),
        (ScheduleRequest.hello(every: "5m").with { $0.jitter = .set("8d") }, "/jitter"),
        (ScheduleRequest.hello(every: "5m").with { $0.catchUpWindow = .set("0s") }, "/catch_up_window"),
        (ScheduleRequest.hello(every: "5m").with { $0.quiet = .set(Array(repeating: "10:00-11:00", count: 51)) }, "/quiet"),
        (ScheduleRequest.hello(cron: "0 9 * * *").with { $0.isAfterCompletion = .set(true) }, "/after_completion"),
        (
            ScheduleRequest.hello(every: "5m").with {
                $0.start = .set("2026-05-01T00:00Z")
                $0.end = .set("2026-04-01T00:00Z")
            }, "/end"
        ),
        (ScheduleRequest.hello(every: "5m").with { $0.pulse.prompt = .keep }, "/prompt"),
        (ScheduleRequest.hello(every: "5m").with { $0.pulse.command = .set(["x"]) }, "/prompt"),
        (ScheduleRequest.hello(every: "5m").with { $0.pulse.timeout = .set("1ms") }, "/timeout"),
        (ScheduleRequest.hello(every: "5m").with { $0.pulse.environment = .set(["UPBEAT_HOME": "x"]) }, "/env/UPBEAT_HOME"),
        (ScheduleRequest.hello(every: "5m").with { $0.agent = .set("nobody") }, "/agent"),
    ])
    func whatMayNotBeIsRefusedByName(_ request: ScheduleRequest, _ pointer: String) async throws {
        #expect(await house.errors(request).map(\.pointer).first == pointer)
        #expect(try await house.store.schedules(after: nil, limit: 10).isEmpty)
    }

    @Test func allErrorsComeAtOnce() async {
        let request = ScheduleRequest.hello("1", cron: "nonsense").with { request in
            request.misfire = .set("x")
            request.pulse.priority = .set("urgent")
        }
        #expect(await house.errors(request).map(\.pointer) == ["/name", "/cron", "/misfire", "/priority"])
    }

    @Test func aClashNamesTheOther() async throws {
        try await house.make(.hello(cron: "0 9 * * *"))
        let text = await sentence { try await house.make(.hello(every: "5m")) }
        #expect(text.contains("a schedule hello already (At 09:00, every day, made by person)"))
        #expect(await failure { try await house.make(.hello(every: "5m")) } == "conflict")
    }

    @Test func theDefaultRunnerIsResolvedWhenItIsMade() async throws {
        let spec = try await house.make(.hello(every: "5m")).schedule.spec
        #expect(spec.template.action == .prompt(Prompt(text: "say hello", runner: "claude")))
    }

    @Test func aStartInThePastIsWhatIntervalsCountFrom() async throws {
        let view = try await house.make(.hello(every: "7m").with { $0.start = .set("2026-01-20T08:55:00Z") })
        #expect(view.next.first?.nominal.description == "2026-01-20T09:02:00Z")
    }

    @Test(arguments: [StoreError.full("x"), .busy, .closed])
    func errorsOfTheStoreAreTold(_ error: StoreError) async throws {
        house.store.fail(with: error)
        let name = await failure { try await house.make(.hello(every: "5m")) }
        #expect(name == "storeFull" || name == "unavailable")
        #expect(house.engine.wakes.isEmpty)
    }
}
