import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// What an agent makes that needs the person's word, and the ways around it that there are not.
@Suite struct ApprovalTests {
    let house = House()

    private func agent(scope: Agent.Scope = .schedule) async throws -> Caller {
        try await house.store.keep(Agent(name: "bot", scope: scope, createdAt: House.start, needsApproval: true))
        return Caller(.network(token: "bot"), agent: "bot")
    }

    private func approved(_ bot: Caller, key: String? = nil) async throws -> Pulse {
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour", key: key), by: bot).pulse
        return try await house.plane.approve(pulse.id, by: House.local)[0]
    }

    private func waits(_ pulse: Pulse?) -> Bool { pulse?.progress.status == .blocked && pulse?.progress.reason == "approval" }

    @Test func whatItMakesWaits() async throws {
        let bot = try await agent()
        let plane = house.plane
        let one = try await plane.schedule(PulseRequest(prompt: "x"), by: bot).pulse
        let two = try await plane.scheduleAll([PulseRequest(prompt: "x"), PulseRequest(prompt: "y")], by: bot).map(\.pulse)
        let steps = [StepRequest(name: "a", pulse: PulseRequest(prompt: "x")), StepRequest(name: "b", pulse: PulseRequest(prompt: "y"))]
        let pipeline = try await plane.makePipeline(PipelineRequest(steps: steps), by: bot).pipeline
        #expect(([one] + two + pipeline.pulses).allSatisfy(waits))
        #expect(try await house.claim().isEmpty)
        let now = house.clock.now()
        house.clock.advance(by: .seconds(3600))
        #expect(try await plane.approve(one.id, by: House.local)[0].progress.dueAt == now + .seconds(3600))
        #expect(house.engine.wakes.last == now + .seconds(3600))
        #expect(try await house.claim().map(\.pulse) == [one.id])
        // The person makes things for it without being asked.
        #expect(try await plane.schedule(PulseRequest(prompt: "x", agent: "bot"), by: House.local).pulse.progress.status == .pending)
        // What waits goes on waiting when the requirement is dropped, until the person decides.
        try await house.store.keep(Agent(name: "bot", createdAt: House.start))
        #expect(waits(try await house.store.pulse(two[0].id)))
        #expect(try await plane.schedule(PulseRequest(prompt: "x"), by: bot).pulse.progress.status == .pending)
    }

    @Test func whatLooksAgainForItWaitsToo() async throws {
        let bot = try await agent()
        let mine = try await house.plane.schedule(PulseRequest(prompt: "x", agent: "bot"), by: House.local).pulse
        let key = try #require(try await house.claim().first)
        #expect(key.pulse == mine.id)
        let request = ReportRequest(outcome: "done", nextCheckIn: "2h")
        let next = try #require(try await house.plane.report(mine.id, attempt: nil, request, by: bot).next)
        #expect(waits(try await house.store.pulse(next.id)))
        #expect(next.spec.author?.name == "bot", "it asked, though the words are the person's")
        let byPerson = try #require(try await house.plane.report(mine.id, attempt: nil, request, by: House.local).next)
        #expect(byPerson.progress.status == .pending && byPerson.spec.author == nil)
        try await house.store.keep(Agent(name: "bot", limits: Agent.Limits(furthest: .seconds(60)), createdAt: House.start))
        #expect(await failure { _ = try await house.plane.report(mine.id, attempt: nil, request, by: bot) } == "invalid")
    }

    @Test(arguments: [Agent.Scope.schedule, .admin]) func thePersonAloneDecides(_ scope: Agent.Scope) async throws {
        let bot = try await agent(scope: scope)
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x"), by: bot).pulse
        try await house.make(.hello(every: "1h"), by: bot)
        for caller in [
            bot, Caller(.local, run: RunKey(pulse: pulse.id, attempt: 1)), Caller(.network(token: "t"), grant: .schedule), .stranger,
        ] {
            #expect(await failure { _ = try await house.plane.approve(pulse.id, by: caller) } == "denied")
            #expect(await failure { _ = try await house.plane.approve.deny(pulse.id, why: nil, by: caller) } == "denied")
            #expect(await failure { _ = try await house.plane.approve.schedule("hello", by: caller) } == "denied")
            #expect(await failure { _ = try await house.plane.approve.denySchedule("hello", why: nil, by: caller) } == "denied")
        }
        #expect(waits(try await house.store.pulse(pulse.id)))
    }

    @Test func noChangeGetsAroundIt() async throws {
        let bot = try await agent()
        let plane = house.plane
        for wish in [
            PulseChange().with { $0.at = .set("in 2 hours") }, PulseChange().with { $0.part.prompt = .set("other") },
            PulseChange().with { $0.part.tags = .set(["x"]) },
        ] {
            let pulse = try await approved(bot)
            #expect(waits(try await plane.change(pulse, wish, by: bot)))
        }
        #expect(waits(try await plane.snooze(try await approved(bot).id, by: "1h", by: bot)))
        let cancelled = try await plane.cancel(try await approved(bot).id, by: bot).pulse
        #expect(waits(try await plane.retry(cancelled.id, by: bot)))
        let key = try await approved(bot, key: "k")
        let next = try await plane.schedule(PulseRequest(prompt: "y", key: "k", onKey: "replace"), by: bot)
        #expect(next.replaced == [key.id] && waits(next.pulse))
        // What the person changes stays approved, and does not become so either.
        let tags = PulseChange().with { $0.part.tags = .set(["x"]) }
        #expect(try await plane.change(try await approved(bot), tags, by: House.local)?.progress.status == .pending)
        #expect(waits(try await plane.change(next.pulse, tags, by: House.local)))
    }

    @Test func schedulesWaitToo() async throws {
        let bot = try await agent()
        let plane = house.plane
        let made = try await house.make(.hello(every: "1h"), by: bot)
        #expect(made.schedule.awaitsApproval && made.next.isEmpty && made.notes.contains { $0.contains("upbeat approve hello") })
        for body in [
            { _ = try await plane.resumeSchedule("hello", by: bot) },
            { _ = try await plane.pauseSchedule("hello", PauseSchedule.Wish(until: "in 1 minute"), by: bot) },
            { _ = try await plane.resumeSchedule("hello", by: House.local) },
        ] as [() async throws -> Void] { #expect(await failure(body) == "conflict") }
        #expect(await failure { _ = try await plane.snoozeSchedule("hello", by: "1h", by: bot) } != nil)
        #expect(waits(try await plane.triggerSchedule("hello", by: bot)))
        house.clock.advance(by: .seconds(2 * 3600 + 60))
        #expect(try await plane.approve.schedule("hello", by: House.local).schedule.awaitsApproval == false)
        #expect(try await house.turn().isEmpty)
        #expect(try await plane.showSchedule("hello").outcomes.map(\.occurrence.fate) == [.skipped(.approval)])
        house.clock.advance(by: .seconds(3540))
        #expect(try await house.turn().count == 1)
        // Approved, it may be paused and resumed, but not put off, triggered or changed without another word.
        _ = try await plane.pauseSchedule("hello", PauseSchedule.Wish(), by: bot)
        _ = try await plane.resumeSchedule("hello", by: bot)
        #expect(await failure { _ = try await plane.snoozeSchedule("hello", by: "1h", by: bot) } == "denied")
        #expect(waits(try await plane.triggerSchedule("hello", by: bot)))
        let changed = try await plane.changeSchedule("hello", ScheduleRequest().with { $0.every = .set("2h") }, by: bot)
        #expect(changed.schedule.awaitsApproval)
        let denied = try await plane.approve.denySchedule("hello", why: "too often", by: House.local)
        #expect(denied.schedule.state.over == "denied: too often" && denied.next.isEmpty)
        #expect(await failure { _ = try await plane.approve.schedule("hello", by: House.local) } == "conflict")
    }

    @Test func thePersonSeesItWithoutLooking() async throws {
        let bot = try await agent()
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x"), by: bot).pulse
        try await house.make(.hello(every: "1h"), by: bot)
        let attention = try await house.plane.status().attention
        #expect(attention.awaiting.pulses.map(\.pulse.id) == [pulse.id])
        #expect(attention.awaitingSchedules.map(\.spec.name) == ["hello"])
    }

    @Test func aReasonIsOneLineOfText() async throws {
        let bot = try await agent()
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x"), by: bot).pulse
        for why in ["", "a\nb", String(repeating: "x", count: 501)] {
            #expect(await failure { _ = try await house.plane.approve.deny(pulse.id, why: why, by: House.local) } == "invalid")
        }
        let denied = try await house.plane.approve.deny(pulse.id, why: "no", by: House.local)
        #expect(denied.map(\.progress.reason) == ["denied: no"])
        #expect(await failure { _ = try await house.plane.approve.deny(pulse.id, why: nil, by: House.local) } == "conflict")
        #expect(await failure { _ = try await house.plane.approve(PulseID(99), by: House.local) } == "notFound")
    }
}

extension PulseChange {
    func with(_ change: (inout PulseChange) -> Void) -> PulseChange {
        var wish = self
        change(&wish)
        return wish
    }
}
