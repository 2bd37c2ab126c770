import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// What agents are held to by every way to it.
@Suite struct AgentLimitTests {
    let house = House()
    private static let day = Duration.seconds(86_400)

    @Test func nothingIsPlannedFurtherAheadThanTheAgentMay() async throws {
        let bot = try await house.agent("bot", limits: Agent.Limits(furthest: Self.day * 7))
        let plane = house.plane
        let pulse = try await plane.schedule(PulseRequest(prompt: "x", at: "in 6 days"), by: bot).pulse
        let far = PulseRequest(prompt: "x", at: "in 8 days")
        var change = PulseChange()
        change.at = .set("in 8 days")
        for body in [
            { _ = try await plane.schedule(far, by: bot) },
            { _ = try await plane.schedule(PulseRequest(prompt: "x", at: "in 8 days", agent: "bot"), by: House.local) },
            { _ = try await plane.scheduleAll([far], by: bot) },
            { _ = try await plane.preview(far, by: bot) },
            { _ = try await plane.change(pulse, change, by: bot) },
            { _ = try await plane.snooze(pulse.id, by: "2d", by: bot) },
            { _ = try await plane.makePipeline(PipelineRequest(steps: [StepRequest(name: "a", pulse: far)], at: "in 8 days"), by: bot) },
            { _ = try await house.make(.hello(cron: "0 9 1 6 *"), by: bot) },
            { _ = try await house.make(.hello(every: "1h").with { $0.start = .set("2026-03-01T09:00") }, by: bot) },
        ] as [() async throws -> Void] { #expect(await failure(body) == "invalid") }
        let words = await sentence { _ = try await plane.schedule(far, by: bot) }
        #expect(words.contains("the agent bot may plan no further ahead than 7d"))
        try await house.make(.hello(every: "1h"), by: bot)
        #expect(await failure { _ = try await plane.snoozeSchedule("hello", by: "8d", by: bot) } == "invalid")
        _ = try await plane.schedule(far, by: House.local)
    }

    @Test func whatAnAgentMakesAgainAndAgainEnds() async throws {
        let bot = try await house.agent("bot", limits: Agent.Limits(scheduleLifetime: Self.day * 30))
        let made = try await house.make(.hello(every: "1h"), by: bot)
        let end = House.start + Self.day * 30
        #expect(made.schedule.spec.timing.end == end)
        #expect(made.notes.count == 1 && made.notes[0].contains("the agent bot makes or changes ends 30d later at the latest"))
        // The earlier one wins, and needs no note.
        let short = try await house.make(.hello("short", every: "1h").with { $0.end = .set("in 2 days") }, by: bot)
        #expect(short.schedule.spec.timing.end == House.start + Self.day * 2 && short.notes.isEmpty)
        // A living agent goes on by taking the end away, and gets another 30 days; no more, whatever it asks.
        house.clock.advance(by: Self.day * 10)
        for end in [Change<String>.reset, .set("2030-01-01T00:00")] {
            let renewed = try await house.plane.changeSchedule("hello", ScheduleRequest().with { $0.end = end }, by: bot)
            #expect(renewed.schedule.spec.timing.end == House.start + Self.day * 40 && renewed.notes.count == 1)
        }
        let kept = try await house.plane.changeSchedule("hello", ScheduleRequest().with { $0.pulse.tags = .set(["x"]) }, by: bot)
        #expect(kept.schedule.spec.timing.end == House.start + Self.day * 40)
        // The person may allow more; the next change by the agent does not keep it.
        let allowed = try await house.plane.changeSchedule("hello", ScheduleRequest().with { $0.end = .reset }, by: House.local)
        #expect(allowed.schedule.spec.timing.end == nil && allowed.notes.isEmpty)
        let touched = try await house.plane.changeSchedule("hello", ScheduleRequest().with { $0.pulse.tags = .set(["y"]) }, by: bot)
        #expect(touched.schedule.spec.timing.end == House.start + Self.day * 40)
        let preview = try await house.plane.previewSchedule(.hello("new", every: "1h"), count: 1, by: bot)
        #expect(preview.notes.count == 1)
        let words = await sentence { try await house.make(.hello("yearly", cron: "0 9 1 12 *"), by: bot) }
        #expect(words.contains("has no time before the schedule would end") && words.contains("30d"))
        let late = ScheduleRequest.hello("late", every: "1h").with { $0.start = .set("in 60 days") }
        #expect(await sentence { try await house.make(late, by: bot) }.contains("start lies behind the end"))
        let free = try await house.agent("free")
        #expect(try await house.make(.hello("free", every: "1h"), by: free).schedule.spec.timing.end == nil)
        #expect(try await house.make(.hello("persons", every: "1h")).schedule.spec.timing.end == nil)
    }

    @Test func askingAgainIsCountedAndHeld() async throws {
        let bot = try await house.agent("bot", limits: Agent.Limits(pulsesPerDay: 2))
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour"), by: bot).pulse
        _ = try await house.plane.cancel(pulse.id, by: bot)
        _ = try await house.plane.retry(pulse.id, by: bot)
        _ = try await house.plane.cancel(pulse.id, by: bot)
        let words = await sentence { _ = try await house.plane.retry(pulse.id, by: bot) }
        #expect(words == "the agent bot may have 2 pulses in 24 hours, and has had 2; try again later")
        #expect(try await house.plane.retry(pulse.id, by: House.local).progress.status == .pending)
    }

    @Test func aScheduleThatIsGivenAwayNeedsRoom() async throws {
        _ = try await house.agent("bot", limits: Agent.Limits(schedules: 0))
        try await house.make(.hello(every: "1h"))
        let gift = ScheduleRequest().with { $0.agent = .set("bot") }
        #expect(await failure { _ = try await house.plane.changeSchedule("hello", gift, by: House.local) } == "limitReached")
    }
}
