import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct EverythingTests {
    let house = House()

    private func upcoming(_ seconds: Int64, from: Instant? = nil, limit: Int = 100) async throws -> ReadUpcoming.Answer {
        try await house.plane.upcoming(from: from, to: House.start + .seconds(seconds), limit: limit)
    }

    @Test func upcomingMergesPulsesAndTimes() async throws {
        try await house.make(.hello("b", every: "10m"))
        try await house.make(.hello("a", cron: "25 9 * * *"))
        _ = try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 15 minutes"), by: House.local)
        _ = try await house.plane.schedule(PulseRequest(prompt: "y", at: "in 2 hours"), by: House.local)
        let entries = try await upcoming(1800).entries.map { entry in
            switch entry {
            case .pulse(let pulse): "pulse \(pulse.id)"
            case .fire(let schedule, let fire): "\(schedule.spec.name) \((fire.at - House.start).components.seconds)"
            }
        }
        #expect(entries == ["b 600", "pulse 1", "b 1200", "a 1500", "b 1800"])
    }

    @Test func aBusyScheduleIsCutAndCounted() async throws {
        try await house.make(.hello("often", every: "1s"))
        try await house.make(.hello("late", cron: "0 12 * * *"))
        let answer = try await upcoming(86_400)
        #expect(answer.entries.count == 25 && !answer.isCut)
        #expect(answer.more.map(\.schedule) == ["often"] && answer.more.map(\.count) == [86_400 - 24])
        let short = try await upcoming(86_400, limit: 5)
        #expect(short.entries.count == 5 && short.isCut)
    }

    @Test func aSpanThatBeginsLaterIsReachedWithoutGoingThroughTheTimes() async throws {
        try await house.make(.hello("often", every: "1s"))
        let from = House.start + .seconds(300 * 86_400)
        let answer = try await upcoming(300 * 86_400 + 5, from: from)
        #expect(answer.entries.map(\.at) == (0...5).map { from + .seconds($0) })
    }

    @Test func pausingEverythingIsToldAndEnds() async throws {
        let standstill = try await house.plane.pauseEverything(PauseSchedule.Wish(until: "in 1 hour", why: "moving"), by: House.local)
        #expect(standstill == Standstill(by: "person", why: "moving", since: House.start, until: House.start + .seconds(3600)))
        #expect(try await house.plane.status().standstill == standstill)
        house.clock.advance(by: .seconds(60))
        let again = try await house.plane.pauseEverything(PauseSchedule.Wish(), by: House.local)
        #expect(again.since == House.start && again.until == nil)
        #expect(try await house.plane.pauseEverything.end(by: House.local).since == House.start)
        #expect(try await house.plane.status().standstill == nil)
        #expect(await failure { _ = try await house.plane.pauseEverything.end(by: House.local) } == "conflict")
        #expect(house.engine.wakes.count == 3)
    }

    @Test func aStandstillThatIsOverIsNone() async throws {
        _ = try await house.plane.pauseEverything(PauseSchedule.Wish(until: "in 1 hour"), by: House.local)
        house.clock.advance(by: .seconds(3600))
        #expect(try await house.plane.status().standstill == nil)
    }

    @Test func statusCountsSchedulesAndSaysWhichFiresNext() async throws {
        try await house.make(.hello("a", cron: "0 12 * * *"))
        try await house.make(.hello("b", every: "10m"))
        try await house.make(.hello("c", every: "1m"))
        _ = try await house.plane.pauseSchedule("c", PauseSchedule.Wish(), by: House.local)
        let status = try await house.plane.status()
        #expect(status.schedules == ScheduleCounts(total: 3, paused: 1, over: 0))
        #expect(status.nextFire?.schedule.spec.name == "b" && status.nextFire?.next.first?.at == House.start + .seconds(600))
    }

    @Test func eventsComeAfterANumber() async throws {
        try await house.make(.hello(every: "10m"))
        _ = try await house.plane.schedule(PulseRequest(prompt: "x"), by: House.local)
        let page = try await house.plane.events(after: 0, limit: 1)
        #expect(page.events.map(\.kind) == [.scheduleCreated] && page.names.values.sorted() == ["hello"] && page.nextAfter == 1)
        let rest = try await house.plane.events(after: page.nextAfter, limit: 10)
        #expect(rest.events.map(\.kind) == [.pulseCreated] && rest.nextAfter == 2)
        #expect(try await house.plane.events(after: 2, limit: 10).nextAfter == 2)
    }
}

@Suite struct PreviewTests {
    let house = House()

    @Test func aPreviewMakesNothing() async throws {
        var request = ScheduleRequest()
        request.cron = .set("0 9 * * 1-5")
        let answer = try await house.plane.previewSchedule(request, count: 2, by: House.local)
        #expect(answer.words == "At 09:00, Monday to Friday" && answer.zone == .utc)
        #expect(answer.next.map(\.nominal.description) == ["2026-01-21T09:00:00Z", "2026-01-22T09:00:00Z"])
        #expect(try await house.store.schedules(after: nil, limit: 1).isEmpty)
        request.cron = .set("0 9 * * 8")
        #expect(await failure { _ = try await house.plane.previewSchedule(request, count: 2, by: House.local) } == "invalid")
    }

    @Test func oneThatIsThereIsShownWithAndWithoutAChange() async throws {
        try await house.make(.hello(every: "10m"))
        let plain = try await house.plane.previewSchedule("hello", changed: nil, count: 3, by: House.local)
        #expect(plain.next.map(\.nominal) == [600, 1200, 1800].map { House.start + .seconds($0) })
        var request = ScheduleRequest()
        request.every = .set("1h")
        let changed = try await house.plane.previewSchedule("hello", changed: request, count: 1, by: House.local)
        #expect(changed.next.map(\.nominal) == [House.start + .seconds(3600)])
        #expect(try await house.store.schedule(named: "hello")?.state.revision == 1)
    }
}
