import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Owners of runs: what others left is rescued, what others took is let go.
@Suite struct EngineCoreOwnerTests: CoreTesting {
    private func orphan(_ claim: Claim) -> Orphan { Orphan(claim: claim, owner: BootID("other"), process: nil, isCancelled: false) }

    /// A core with these runs.
    private func running(_ claims: [Claim], _ settings: EngineCore.Settings = settings) -> EngineCore {
        var core = ready(settings)
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result(claims))], at: at(0))
        return core
    }

    private func turn(in effects: [EngineCore.Effect]) throws -> Turn {
        try #require(effects.compactMap { if case .turn(let turn) = $0 { turn } else { nil } }.first, "\(effects)")
    }

    @Test("a node's lease is three sleeps, and never under 30 s")
    func leaseFollowsTheSleepBound() throws {
        for (bound, lease) in [(30, 90), (3600, 10_800), (1, 30)] {
            var settings = Self.settings
            settings.sleepBound = .seconds(bound)
            var core = EngineCore(settings: settings, boot: Self.boot, seed: 1)
            #expect(try turn(in: core.step([.begin, .found([], alive: [])], at: at(0))).lease == .seconds(lease))
        }
    }

    @Test("it asks for orphans when it looks anyway, once in a sleep bound, and wakes for nothing else")
    func seeksWithItsLooks() throws {
        var core = ready()
        for second in [1, 10, 29] as [Double] {
            #expect(try turn(in: core.step([.due(wall(second))], at: at(second))).seeksOrphans == false)
            #expect(core.step([.turned(result())], at: at(second)) == [])
        }
        #expect(core.idleTime(at: at(29)) == .seconds(30))
        #expect(doing(core.step([], at: at(59))) == [.turn(turn(limit: 2, at: 59, seeksOrphans: true))])
        #expect(core.step([.turned(result())], at: at(59)) == [])
        #expect(core.idleTime(at: at(59)) == .seconds(30))
        #expect(try turn(in: core.step([.due(wall(60))], at: at(60))).seeksOrphans == false)
    }

    @Test("what another node left is ended where it has processes here, then recovered; the rest at once")
    func rescues() throws {
        var core = ready()
        _ = core.step([], at: at(30))
        #expect(core.step([.turned(result(hasOrphans: true))], at: at(30)) == [.findOrphans])
        let stray = RunKey(pulse: PulseID(77), attempt: 1)
        let effects = core.step([.found([orphan(claim(1)), orphan(claim(2))], alive: [claim(2).key, stray])], at: at(31))
        #expect(effects.first == .endLeftovers([claim(2).key], grace: .seconds(5)))
        let first = try turn(in: effects)
        #expect(first.ends.map(\.key) == [claim(1).key])
        #expect(first.ends.map(\.end.outcome) == [.lost])
        let answer = core.step([.turned(result(applied: [claim(1).key: .pending], hasOrphans: true))], at: at(31))
        #expect(notes(answer) == [.recovered(claim(1).key, first.ends[0].verdict.disposition)])
        #expect(doing(answer) == [.settled(PulseID(1)), .findOrphans])
        // It is found once more while its processes are being ended, and nothing follows.
        #expect(core.step([.found([orphan(claim(2))], alive: [claim(2).key])], at: at(32)) == [])
        let later = try turn(in: core.step([.cleared(asked: [claim(2).key], gone: [claim(2).key])], at: at(33)))
        #expect(later.ends.map(\.key) == [claim(2).key])
    }

    @Test("one search at a time") func searchesOnce() throws {
        var core = ready()
        _ = core.step([], at: at(30))
        #expect(core.step([.turned(result(hasOrphans: true))], at: at(30)) == [.findOrphans])
        #expect(try turn(in: core.step([], at: at(60))).seeksOrphans == false)
        #expect(core.step([.turned(result(hasOrphans: true))], at: at(60)) == [])
        #expect(core.step([.found([], alive: [])], at: at(61)) == [])
        #expect(try turn(in: core.step([], at: at(91))).seeksOrphans)
    }

    @Test("an orphan whose owner turned out to live is left to it")
    func leavesTheLiving() throws {
        var core = ready()
        _ = core.step([.found([orphan(claim(1))], alive: [])], at: at(30))
        let answer = core.step([.turned(result())], at: at(30))
        #expect(notes(answer) == [.stale(claim(1).key)])
    }

    @Test("what others took is asked to stop and forgotten when it has ended; the rest goes on")
    func letsGoOfWhatWasTaken() throws {
        var core = running([claim(1), claim(2)])
        _ = core.step([], at: at(100))
        let effects = core.step([.turned(result(nextDue: wall(0), held: [claim(2).key]))], at: at(100))
        #expect(effects == [.note(.fenced(claim(1).key)), .ask(claim(1).key, .shutdown, grace: .seconds(5))])
        #expect(core.runningCount == 1)
        // A slot is free and something is due: it may be the very pulse whose run here has not ended.
        #expect(core.idleTime(at: at(100)) == .seconds(30))
        #expect(core.step([], at: at(101)) == [])
        let after = core.step([.ended(claim(1).key, AttemptEnd(outcome: .cancelled, stopped: .shutdown, endedAt: wall(102)))], at: at(102))
        #expect(after.first == .settled(PulseID(1)))
        let next = try turn(in: after)
        #expect(next.ends == [])
        #expect(next.limit == 1)
        let own = try turn(in: core.step([.turned(result()), .ended(claim(2).key, success(103))], at: at(103)))
        #expect(own.ends.map(\.key) == [claim(2).key])
    }

    @Test("a node that nobody took anything from goes on, and claims at once")
    func goesOnWithWhatItHolds() throws {
        var core = running([claim(1)])
        _ = core.step([], at: at(100))
        let effects = core.step([.turned(result(nextDue: wall(0), held: [claim(1).key]))], at: at(100))
        #expect(effects == [.turn(turn(limit: 1, at: 100))])
    }

    @Test("a drain waits for what others took as well, and ends it in time")
    func drainsWhatWasTaken() {
        var core = running([claim(1)])
        _ = core.step([], at: at(100))
        _ = core.step([.turned(result(held: []))], at: at(100))
        #expect(doing(core.step([.drain], at: at(100))) == [])
        #expect(doing(core.step([.drain], at: at(101))) == [.ask(claim(1).key, .shutdown, grace: .zero)])
        #expect(core.step([.ended(claim(1).key, success(101))], at: at(101)) == [.settled(PulseID(1)), .finish])
    }

    @Test("a drain that takes long renews the lease of what it waits for, and claims nothing")
    func renewsWhileDraining() throws {
        var settings = Self.settings
        settings.drainLimit = .seconds(600)
        var core = running([claim(1)], settings)
        _ = core.step([.drain], at: at(10))
        #expect(core.idleTime(at: at(10)) == .seconds(50))
        let renewal = try turn(in: core.step([], at: at(60)))
        #expect((renewal.limit, renewal.judges, renewal.seeksOrphans) == (0, 0, false))
        // Where it is refused it is tried again.
        _ = core.step([.refused(.busy)], at: at(60))
        #expect(core.idleTime(at: at(60)) == .seconds(1))
        _ = try turn(in: core.step([], at: at(61)))
        _ = core.step([.turned(result())], at: at(61))
        #expect(core.idleTime(at: at(61)) == .seconds(60))
    }
}
