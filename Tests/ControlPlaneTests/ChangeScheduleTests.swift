import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct ChangeScheduleTests {
    let house = House()

    private func change(_ name: String = "hello", _ body: (inout ScheduleRequest) -> Void) async throws -> ScheduleView {
        var request = ScheduleRequest()
        body(&request)
        return try await house.plane.changeSchedule(name, request, by: House.local)
    }

    @Test func whatIsNotMentionedStays() async throws {
        let before = try await house.make(
            .hello(every: "10m").with { request in
                request.jitter = .set("5s")
                request.overlap = .set("allow_all")
                request.pulse.session = .set("s")
                request.pulse.tags = .set(["a"])
            }
        ).schedule
        house.clock.advance(by: .seconds(90))
        let after = try await change { $0.pulse.prompt = .set("another") }.schedule
        #expect(after.id == before.id && after.state.revision == 2)
        #expect(after.spec.timing == before.spec.timing && after.spec.policies == before.spec.policies)
        #expect(after.spec.template.action == .prompt(Prompt(text: "another", session: "s", runner: "claude")))
        #expect(after.spec.template.tags == ["a"] && after.spec.template.createdAt == before.spec.template.createdAt)
        #expect(after.state.next == before.state.next)
    }

    @Test func nullPutsTheDefaultBack() async throws {
        try await house.make(
            .hello(every: "10m").with { request in
                request.jitter = .set("5s")
                request.maxRuns = .set(3)
                request.active = .set(["00:00-23:00"])
                request.zone = .set("Europe/Berlin")
                request.pulse.priority = .set("low")
            })
        let spec = try await change { request in
            request.jitter = .reset
            request.maxRuns = .reset
            request.active = .reset
            request.zone = .reset
            request.pulse.priority = .reset
        }.schedule.spec
        #expect(spec.timing.jitter == .zero && spec.timing.maxRuns == nil && spec.timing.active.isEmpty && spec.timing.zone == "UTC")
        #expect(spec.template.priority == .normal)
    }

    @Test func anotherRuleIsCountedAnewAndTheOldOneIsGone() async throws {
        try await house.make(.hello(every: "10m"))
        house.clock.advance(by: .seconds(90))
        let every = try await change { $0.every = .set("20m") }
        #expect(every.next.first?.nominal == House.start + .seconds(90 + 1200))
        let cron = try await change { $0.cron = .set("0 12 * * *") }
        #expect(cron.schedule.spec.timing.rule == "0 12 * * *" && cron.next.first?.nominal.description == "2026-01-20T12:00:00Z")
        await #expect(throws: RequestError.self) { try await change { $0.cron = .reset } }
        #expect(try await change { $0.every = .reset }.schedule.spec.timing.rule == "0 12 * * *")
    }

    @Test func aRuleWithAZoneOfItsOwnTakesThePlaceOfTheKeptOne() async throws {
        try await house.make(.hello(cron: "0 9 * * *").with { $0.zone = .set("Europe/Berlin") })
        let timing = try await change { $0.cron = .set("CRON_TZ=Asia/Tokyo 0 9 * * *") }.schedule.spec.timing
        #expect(timing.zone == "Asia/Tokyo")
        #expect(try await change { $0.jitter = .set("1s") }.schedule.spec.timing.zone == "Asia/Tokyo")
        await #expect(throws: RequestError.self) { try await change { $0.zone = .set("Europe/Berlin") } }
    }

    @Test func aCommandTakesThePlaceOfAPromptWithAllThatGoesWithIt() async throws {
        try await house.make(
            .hello(every: "10m").with { request in
                request.pulse.notes = .set(["n"])
                request.pulse.runner = .set("echo")
            })
        let spec = try await change { $0.pulse.command = .set(["make", "test"]) }.schedule.spec
        #expect(spec.template.action == .command(Command(arguments: ["make", "test"])))
        await #expect(throws: RequestError.self) { try await change { $0.pulse.session = .set("s") } }
        #expect(
            try await change { $0.pulse.prompt = .set("p") }.schedule.spec.template.action == .prompt(Prompt(text: "p", runner: "claude")))
    }

    @Test func aNewNameMustBeFree() async throws {
        try await house.make(.hello("a", every: "10m"))
        try await house.make(.hello("b", every: "10m"))
        #expect(await failure { _ = try await change("a") { $0.name = .set("b") } } == "conflict")
        #expect(try await change("a") { $0.name = .set("c") }.schedule.spec.name == "c")
        #expect(await failure { _ = try await change("a") { $0.jitter = .set("1s") } } == "notFound")
    }

    @Test func aPauseSurvivesAChange() async throws {
        try await house.make(.hello(every: "10m"))
        _ = try await house.plane.pauseSchedule("hello", PauseSchedule.Wish(why: "quiet"), by: House.local)
        let view = try await change { $0.every = .set("5m") }
        #expect(view.pause?.why == "quiet" && view.next.isEmpty)
    }

    @Test func removingIsForGoodAndFreesTheName() async throws {
        let first = try await house.make(.hello(every: "10m")).schedule
        let wakes = house.engine.wakes.count
        #expect(try await house.plane.removeSchedule("hello", by: House.local).id == first.id)
        #expect(house.engine.wakes.count == wakes + 1, "what waited for a pulse of it may run now")
        #expect(await failure { _ = try await house.plane.removeSchedule("hello", by: House.local) } == "notFound")
        #expect(try await house.make(.hello(every: "10m")).schedule.id != first.id)
    }
}
