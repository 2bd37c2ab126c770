import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct ReconcileTests {
    let house = House()

    private func declared(
        _ name: String, _ every: String, file: String = "/etc/u.yaml", _ change: (inout ScheduleRequest) -> Void = { _ in }
    )
        -> ReconcileSchedules.Declared
    {
        ReconcileSchedules.Declared(request: .hello(name, every: every).with(change), file: file)
    }

    private func reconcile(
        _ declared: ReconcileSchedules.Declared..., keeping kept: Set<String> = []
    ) async throws -> ReconcileSchedules.Outcome {
        try await house.plane.reconcileSchedules(declared, keeping: kept)
    }

    @Test func filesAreFollowed() async throws {
        #expect(try await reconcile(declared("a", "10m"), declared("b", "10m")).added == ["a", "b"])
        let before = try await house.store.schedule(named: "a")
        house.clock.advance(by: .seconds(70))
        #expect(try await reconcile(declared("a", "10m"), declared("b", "10m")).isQuiet)
        #expect(try await house.store.schedule(named: "a") == before)
        let outcome = try await reconcile(declared("a", "20m"), declared("c", "10m"))
        #expect(outcome.added == ["c"] && outcome.changed == ["a"] && outcome.removed == ["b"])
        let after = try await house.store.schedule(named: "a")
        #expect(after?.id == before?.id && after?.state.revision == 2)
        #expect(after?.spec.origin == .declared("/etc/u.yaml") && after?.spec.template.createdBy == "configuration")
    }

    @Test func whatIsNotCountedAnewStaysWhereItWas() async throws {
        _ = try await reconcile(declared("a", "10m"))
        house.clock.advance(by: .seconds(70))
        _ = try await reconcile(declared("a", "10m") { $0.pulse.prompt = .set("another") })
        let schedule = try await house.store.schedule(named: "a")
        #expect(schedule?.spec.timing.anchor == House.start && schedule?.state.next?.nominal == House.start + .seconds(600))
    }

    @Test func whatAPersonMadeIsLeftAlone() async throws {
        try await house.make(.hello("mine", every: "10m"))
        let outcome = try await reconcile(declared("mine", "5m"), declared("a", "10m"))
        #expect(outcome.refused.map(\.name) == ["mine"] && outcome.added == ["a"] && outcome.removed.isEmpty)
        #expect(try await house.store.schedule(named: "mine")?.spec.timing.rule == "every 10m")
    }

    @Test func aBadOneIsRefusedAloneAndWhatWasInForceStays() async throws {
        _ = try await reconcile(declared("a", "10m"), declared("b", "10m"))
        let outcome = try await reconcile(declared("a", "0s"), declared("b", "30m"), declared("c", "10m"))
        #expect(outcome.refused.map(\.name) == ["a"] && outcome.refused.first?.file == "/etc/u.yaml")
        #expect(outcome.changed == ["b"] && outcome.added == ["c"] && outcome.removed.isEmpty)
        #expect(try await house.store.schedule(named: "a")?.spec.timing.rule == "every 10m")
        #expect(try await reconcile(declared("c", "10m"), keeping: ["a"]).removed == ["b"])
    }

    @Test func aPauseSurvivesAndEditingNamesTheFile() async throws {
        _ = try await reconcile(declared("a", "10m"))
        _ = try await house.plane.pauseSchedule("a", PauseSchedule.Wish(), by: House.local)
        _ = try await reconcile(declared("a", "20m"))
        #expect(try await house.store.schedule(named: "a")?.state.pause != nil)
        let edit = await sentence { _ = try await house.plane.changeSchedule("a", ScheduleRequest(), by: House.local) }
        #expect(edit == "the schedule a is declared in /etc/u.yaml; change it there, and restart the daemon")
        #expect(await sentence { _ = try await house.plane.removeSchedule("a", by: House.local) }.contains("/etc/u.yaml"))
    }

    @Test func theInstalledAgentIsKeptUntilTheFileNamesOne() async throws {
        func runner() async throws -> String? {
            guard case .prompt(let prompt) = try await house.store.schedule(named: "a")?.spec.template.action else { return nil }
            return prompt.runner
        }
        _ = try await reconcile(declared("a", "10m"))
        #expect(try await runner() == "claude")
        var plane = house.plane
        plane.isInstalled = { _ in true }
        #expect(try await plane.reconcileSchedules([declared("a", "10m")]).isQuiet)
        plane.runners.preferred = "codex"
        #expect(try await plane.reconcileSchedules([declared("a", "10m")]).changed == ["a"])
        #expect(try await runner() == "codex")
        _ = try await plane.reconcileSchedules([declared("a", "10m") { $0.pulse.runner = .set("goose") }])
        #expect(try await runner() == "goose")
    }

    @Test func aDeclaredEndThatHasPassedIsNoError() async throws {
        func once() -> ReconcileSchedules.Declared {
            declared("a", "10m") { $0.end = .set("2026-01-20T09:30:00Z") }
        }
        #expect(try await reconcile(once()).added == ["a"])
        house.clock.advance(by: .seconds(86_400))
        #expect(try await reconcile(once()).isQuiet)
    }

    @Test func agentsFollowTheFilesToo() async throws {
        func agent(_ name: String, _ scope: Agent.Scope = .schedule) -> Agent {
            Agent(name: name, scope: scope, origin: .declared("/etc/u.yaml"), createdAt: house.clock.now())
        }
        _ = try await house.plane.reconcileAgents([agent("a"), agent("b")])
        house.clock.advance(by: .seconds(5))
        _ = try await house.plane.reconcileAgents([agent("a", .admin)])
        let agents = try await house.store.agents()
        #expect(agents.map(\.name) == ["a"] && agents.first?.scope == .admin && agents.first?.createdAt == House.start)
    }
}
