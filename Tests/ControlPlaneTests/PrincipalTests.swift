import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct PrincipalTests {
    let house = House()

    private func pulse(_ caller: Caller, agent: String? = nil, at: String = "in 1 hour") async throws -> Pulse {
        try await house.plane.schedule(PulseRequest(prompt: "x", at: at, agent: agent), by: caller).pulse
    }

    @Test func whatAnAgentMakesIsItsOwn() async throws {
        let bot = try await house.agent("bot", zone: "Asia/Tokyo", runner: "gemini")
        let pulse = try await pulse(bot)
        #expect(pulse.spec.owner == "bot" && pulse.spec.createdBy == "bot" && pulse.spec.zone == "Asia/Tokyo")
        #expect(pulse.spec.action == .prompt(Prompt(text: "x", runner: "gemini")))
        // Whose it is said to be is not for it to say.
        let forged = try await house.plane.schedule(PulseRequest(prompt: "x", creator: "person"), by: bot).pulse
        #expect(forged.spec.createdBy == "bot")
        let schedule = try await house.make(.hello(cron: "0 9 * * *"), by: bot).schedule
        #expect(schedule.spec.template.owner == "bot" && schedule.spec.timing.zone == "Asia/Tokyo")
    }

    @Test func anAgentTouchesOnlyItsOwn() async throws {
        let (bot, other) = (try await house.agent("bot"), try await house.agent("other"))
        let admin = try await house.agent("boss", scope: .admin)
        let (mine, persons) = (try await pulse(bot), try await pulse(House.local))
        try await house.make(.hello("theirs", every: "10m"))
        for body in [
            { _ = try await house.plane.cancel(persons.id, by: bot) },
            { _ = try await house.plane.cancel(mine.id, by: other) },
            { _ = try await house.plane.snooze(mine.id, by: "1m", by: other) },
            { _ = try await house.plane.retry(mine.id, by: other) },
            { _ = try await house.plane.pauseSchedule("theirs", PauseSchedule.Wish(), by: bot) },
            { _ = try await house.plane.resumeSchedule("theirs", by: bot) },
            { _ = try await house.plane.snoozeSchedule("theirs", by: "1m", by: bot) },
            { _ = try await house.plane.triggerSchedule("theirs", by: bot) },
            { _ = try await house.plane.changeSchedule("theirs", ScheduleRequest(), by: bot) },
            { _ = try await house.plane.removeSchedule("theirs", by: bot) },
            { _ = try await house.plane.pauseEverything(PauseSchedule.Wish(), by: bot) },
            { _ = try await house.plane.pauseEverything.end(by: bot) },
            { _ = try await pulse(bot, agent: "other") },
        ] as [() async throws -> Void] {
            #expect(await failure(body) == "denied")
        }
        #expect(try await house.plane.snooze(mine.id, by: "1m", by: bot).id == mine.id)
        #expect(try await house.plane.cancel(mine.id, by: admin).hasEnded)
        _ = try await house.plane.pauseSchedule("theirs", PauseSchedule.Wish(), by: admin)
        #expect(try await house.store.schedule(named: "theirs")?.state.pause?.by == "boss")
        #expect(try await pulse(admin, agent: "other").spec.owner == "other")
        #expect(try await pulse(House.local, agent: "bot").spec.owner == "bot")
    }

    @Test func whoMayOnlyReadMakesNothing() async throws {
        let reader = try await house.agent("reader", scope: .read)
        #expect(await failure { _ = try await pulse(reader) } == "denied")
        #expect(await failure { try await house.make(.hello(every: "5m"), by: reader) } == "denied")
        #expect(try await house.plane.list.upcoming(limit: 1).isEmpty)
    }

    @Test func whoSpeaksOfItsRunAsAnAgentMakesNothingInThePersonsName() async throws {
        _ = try await house.agent("bot")
        _ = try await house.agent("reader", scope: .read)
        let persons = try await house.plane.schedule(PulseRequest(prompt: "x"), by: House.local).pulse
        let key = try #require(try await house.claim().first)
        for name in ["bot", "reader"] {
            let inside = Caller(.local, run: key, agent: name)
            let again = ReportRequest(outcome: "done", nextCheckIn: "1h")
            #expect(await failure { _ = try await house.plane.report(persons.id, attempt: nil, again, by: inside) } == "denied")
            #expect(try await house.plane.report(persons.id, attempt: nil, ReportRequest(outcome: "done"), by: inside).key == key)
        }
        #expect(try await house.store.tally().byStatus[.pending] ?? 0 == 0)
    }

    @Test func aTakenNameTellsAnAgentNothingOfAnothersSchedule() async throws {
        let (bot, other) = (try await house.agent("bot"), try await house.agent("other"))
        try await house.make(.hello("theirs", every: "10m"), by: other)
        try await house.make(.hello("mine", every: "10m"), by: bot)
        var rename = ScheduleRequest()
        rename.name = .set("theirs")
        for ask in [
            { try await house.make(.hello("theirs", every: "10m"), by: bot) },
            { _ = try await house.plane.changeSchedule("mine", rename, by: bot) },
        ] as [() async throws -> Void] {
            do {
                try await ask()
                Issue.record("the name was not taken")
            } catch let error as RequestError {
                #expect(error.message == "the name theirs is taken; choose another one")
            }
        }
        await #expect(throws: RequestError.self) { try await house.make(.hello("theirs", every: "10m"), by: House.local) }
    }

    @Test func aCommandInsideARunActsAsThatPulsesAgent() async throws {
        let bot = try await house.agent("bot")
        let run = Caller(.local, run: RunKey(pulse: try await pulse(bot).id, attempt: 1))
        let persons = try await pulse(House.local)
        #expect(try await pulse(run).spec.owner == "bot")
        #expect(await failure { _ = try await house.plane.cancel(persons.id, by: run) } == "denied")
        // In a run of the person's own, and in one that is not known, it is the person.
        let own = Caller(.local, run: RunKey(pulse: persons.id, attempt: 1))
        #expect(try await pulse(own).spec.owner == nil)
        // But it gives nobody access: who works in a run works for the person.
        #expect(await failure { _ = try await house.plane.approve(persons.id, by: own) } == "denied")
        #expect(await failure { _ = try await house.plane.listTokens(by: own) } == "denied")
        _ = try await house.store.removeAgent(named: "bot")
        #expect(await failure { _ = try await pulse(run) } == "denied")
    }

    @Test func limitsHold() async throws {
        let open = try await house.agent("open", limits: Agent.Limits(openPulses: 2))
        let first = try await pulse(open)
        _ = try await pulse(open)
        #expect(await failure { _ = try await pulse(open) } == "limitReached")
        #expect(await failure { _ = try await pulse(House.local, agent: "open") } == "limitReached")
        _ = try await house.plane.cancel(first.id, by: open)
        _ = try await pulse(open)

        let daily = try await house.agent("daily", limits: Agent.Limits(pulsesPerDay: 1))
        _ = try await house.plane.cancel(try await pulse(daily).id, by: daily)
        #expect(await failure { _ = try await pulse(daily) } == "limitReached")
        house.clock.advance(by: .seconds(86_401))
        _ = try await pulse(daily)

        let planner = try await house.agent("planner", limits: Agent.Limits(schedules: 1, shortestInterval: .seconds(600)))
        #expect(await failure { try await house.make(.hello("fast", every: "9m"), by: planner) } == "invalid")
        #expect(await failure { try await house.make(.hello("fast", cron: "0,5 9 * * *"), by: planner) } == "invalid")
        try await house.make(.hello("slow", every: "10m"), by: planner)
        #expect(await failure { try await house.make(.hello("more", every: "10m"), by: planner) } == "limitReached")
        let faster = ScheduleRequest().with { $0.every = .set("1m") }
        #expect(await failure { _ = try await house.plane.changeSchedule("slow", faster, by: planner) } == "invalid")
    }

    @Test func anAgentThatIsNotKnownIsRefusedByName() async throws {
        _ = try await house.agent("bot")
        let text = await sentence { _ = try await pulse(House.local, agent: "bott") }
        #expect(text.contains("did you mean bot?"))
    }
}
