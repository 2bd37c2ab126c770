import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct SteerScheduleTests {
    let house = House()

    private var hello: PauseSchedule { house.plane.pauseSchedule }

    @Test func aPauseWithoutAnEndLeavesNoNextFire() async throws {
        try await house.make(.hello(every: "10m"))
        let view = try await hello("hello", PauseSchedule.Wish(why: "holidays"), by: House.local)
        #expect(view.pause == Pause(by: "person", why: "holidays", since: House.start) && view.next.isEmpty)
        #expect(try await house.plane.upcoming(from: nil, to: House.start + .seconds(86_400), limit: 10).entries.isEmpty)
        let resumed = try await house.plane.resumeSchedule("hello", by: House.local)
        #expect(resumed.pause == nil && resumed.next.first?.nominal == House.start + .seconds(600))
        #expect(await failure { _ = try await house.plane.resumeSchedule("hello", by: House.local) } == "conflict")
    }

    @Test func aPauseWithAnEndShowsWhatComesThen() async throws {
        try await house.make(.hello(every: "10m"))
        let view = try await hello("hello", PauseSchedule.Wish(until: "in 1 hour"), by: House.local)
        let seconds = view.next.map { ($0.at - House.start).components.seconds }
        #expect(view.pause?.until == House.start + .seconds(3600))
        #expect(seconds == [3600, 4200, 4800] && view.next.first?.nominal == view.next.first?.at)
        #expect(
            await failure { _ = try await hello("hello", PauseSchedule.Wish(until: "2020-01-01T00:00Z"), by: House.local) } == "invalid")
        #expect(await failure { _ = try await hello("hello", PauseSchedule.Wish(why: "a\nb"), by: House.local) } == "invalid")
        #expect(await failure { _ = try await hello("nobody", PauseSchedule.Wish(), by: House.local) } == "notFound")
    }

    @Test func aSnoozePutsTheNextOneOffFromItsTime() async throws {
        try await house.make(.hello(every: "10m"))
        let view = try await house.plane.snoozeSchedule("hello", by: "15m", by: House.local)
        #expect(view.pause?.kind == .snooze && view.pause?.until == House.start + .seconds(600 + 900))
        #expect(view.next.first?.at == House.start + .seconds(1500))
        // What would have come in between runs as one.
        house.clock.advance(by: .seconds(1500))
        #expect(try await house.turn().count == 1)
        let outcomes = try await house.plane.showSchedule("hello").outcomes
        #expect(outcomes.map(\.occurrence.first) == [House.start + .seconds(1200), House.start + .seconds(600)])
    }

    @Test func whatIsPausedIsNotSnoozed() async throws {
        try await house.make(.hello(every: "10m"))
        _ = try await hello("hello", PauseSchedule.Wish(), by: House.local)
        #expect(await failure { _ = try await house.plane.snoozeSchedule("hello", by: "15m", by: House.local) } == "conflict")
        #expect(await failure { _ = try await house.plane.snoozeSchedule("hello", by: "soon", by: House.local) } == "invalid")
        #expect(await failure { _ = try await house.plane.snoozeSchedule("hello", by: "500ms", by: House.local) } == "invalid")
    }

    @Test func aPulseIsSnoozedFromItsTime() async throws {
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour"), by: House.local).pulse
        let later = try await house.plane.snooze(pulse.id, by: "15m", by: House.local)
        #expect(later.progress.dueAt == House.start + .seconds(4500) && later.spec.scheduledAt == House.start + .seconds(3600))
        house.clock.advance(by: .seconds(5000))
        #expect(
            try await house.plane.snooze(pulse.id, by: "1m", by: House.local).progress.dueAt == House.start + .seconds(5060))
        house.clock.advance(by: .seconds(100))
        _ = try await house.claim()
        #expect(await failure { _ = try await house.plane.snooze(pulse.id, by: "1m", by: House.local) } == "conflict")
        #expect(await failure { _ = try await house.plane.snooze(PulseID(99), by: "1m", by: House.local) } == "notFound")
    }

    @Test func aTriggerMakesAPulseBesideTheTimes() async throws {
        let view = try await house.make(.hello(every: "10m"))
        _ = try await hello("hello", PauseSchedule.Wish(), by: House.local)
        let pulse = try await house.plane.triggerSchedule("hello", by: House.local)
        #expect(pulse.spec.schedule == view.schedule.id && pulse.spec.nominal == nil && pulse.spec.createdBy == "person")
        #expect(pulse.spec.door == .commandLine && pulse.progress.dueAt == House.start && house.engine.wakes.last == House.start)
        let shown = try await house.plane.showSchedule("hello")
        #expect(shown.open == [pulse] && shown.outcomes.isEmpty)
    }

    @Test func showTellsOfNextTimesAndOfWhatBecameOfTheLast() async throws {
        try await house.make(.hello(every: "10m"))
        house.clock.advance(by: .seconds(602))
        let key = try #require(try await house.turn().first)
        try await house.end(key, .succeeded, .finish(.completed, reason: nil))
        let shown = try await house.plane.showSchedule("hello")
        #expect(shown.view.next.map(\.nominal) == (2...6).map { House.start + .seconds($0 * 600) })
        #expect(shown.outcomes.first?.run?.status == .completed && shown.outcomes.first?.run?.lateness == .seconds(2))
        #expect(shown.open.isEmpty && shown.standstill == nil)
        #expect(await failure { _ = try await house.plane.showSchedule("nobody") } == "notFound")
    }

    @Test func outcomesComeByPages() async throws {
        try await house.make(.hello(every: "10m").with { $0.overlap = .set("allow_all") })
        for _ in 0..<5 {
            house.clock.advance(by: .seconds(600))
            _ = try await house.turn()
        }
        var seen: [Instant] = []
        var before: Instant?
        repeat {
            let page = try await house.plane.showSchedule.outcomes("hello", before: before, limit: 2)
            seen += page.outcomes.map(\.occurrence.first)
            before = page.nextBefore
        } while before != nil && seen.count < 20
        #expect(seen == (1...5).reversed().map { House.start + .seconds($0 * 600) })
    }

    @Test func listsComeByName() async throws {
        for name in ["c", "a", "b"] { try await house.make(.hello(name, every: "10m")) }
        let page = try await house.plane.listSchedules(after: nil, limit: 2)
        #expect(page.schedules.map(\.schedule.spec.name) == ["a", "b"] && page.nextAfter == "b")
        let rest = try await house.plane.listSchedules(after: "b", limit: 2)
        #expect(rest.schedules.map(\.schedule.spec.name) == ["c"] && rest.nextAfter == nil)
    }
}
