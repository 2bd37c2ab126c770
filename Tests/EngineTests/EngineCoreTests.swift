import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Events in, effects out.
@Suite struct EngineCoreTests: CoreTesting {
    @Test("what was claimed starts, and free slots alone are claimed for")
    func startsClaims() {
        var core = ready()
        #expect(doing(core.step([.due(wall(0))], at: at(0))) == [.turn(turn(limit: 2))])
        #expect(doing(core.step([.turned(result([claim(1)], nextDue: wall(0)))], at: at(0))) == [.start(claim(1)), .turn(turn(limit: 1))])
        #expect(doing(core.step([.turned(result([claim(2)], nextDue: wall(0)))], at: at(0))) == [.start(claim(2))])
        #expect(core.idleTime(at: at(0)) == .seconds(30))
    }

    @Test("an end travels with the next claim")
    func endsTravelWithClaims() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)]))], at: at(0))
        let effects = doing(core.step([.ended(claim(1).key, success())], at: at(1)))
        guard case .turn(let taken)? = effects.first, let end = taken.ends.first else {
            Issue.record("no turn was taken")
            return
        }
        #expect(effects == [.turn(turn([end], limit: 2, at: 1))])
        #expect(end.key == claim(1).key && end.end == success())
        #expect(end.verdict == Verdict(disposition: .finish(.completed, reason: nil), spent: 1, lost: 0))
        guard case .again(let retry)? = end.verdictIfReportedFailed?.disposition else {
            Issue.record("it does not say what a report would change")
            return
        }
        #expect(retry > wall(1))
        let after = core.step([.turned(result(applied: [claim(1).key: .completed]))], at: at(1))
        #expect(after == [.settled(PulseID(1))])
    }

    @Test("the log is told where a run that ended well had reported that it failed")
    func tellsOfReports() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)]))], at: at(0))
        _ = core.step([.ended(claim(1).key, success())], at: at(1))
        let after = core.step([.turned(result(applied: [claim(1).key: .pending]))], at: at(1))
        #expect(after == [.note(.reportedFailed(claim(1).key, .pending)), .settled(PulseID(1))])
    }

    @Test("it sleeps until the next due time, and no longer than its bound")
    func sleeps() {
        var core = ready(nextDue: wall(12.5))
        #expect(core.idleTime(at: at(0)) == .milliseconds(12500))
        #expect(core.step([], at: at(12.4)) == [])
        #expect(doing(core.step([], at: at(12.5))) == [.turn(turn(limit: 2, at: 12.5))])
        _ = core.step([.turned(result(nextDue: wall(4000)))], at: at(12.5))
        #expect(core.idleTime(at: at(12.5)) == .seconds(30))
        #expect(doing(core.step([], at: at(42.5))) == [.turn(turn(limit: 2, at: 42.5, seeksOrphans: true))])
    }

    @Test("a pulse that is due earlier wakes it")
    func wakes() {
        var core = ready(nextDue: wall(20))
        #expect(core.step([.due(wall(3))], at: at(1)) == [])
        #expect(core.idleTime(at: at(1)) == .seconds(2))
        #expect(doing(core.step([.due(wall(1))], at: at(1))) == [.turn(turn(limit: 2, at: 1))])
    }

    @Test("a pulse that is made while a turn is under way is not forgotten by that turn's answer")
    func keepsWakesDuringTurns() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        #expect(core.step([.due(wall(2))], at: at(0)) == [])
        #expect(core.step([.turned(result())], at: at(0)) == [])
        #expect(core.idleTime(at: at(0)) == .seconds(2))
    }

    @Test("a step of the wall clock is seen at the next look")
    func seesClockSteps() {
        var core = ready(nextDue: wall(3600))
        let stepped = EngineCore.Moment(wall: wall(7200), monotonic: .seconds(30))
        #expect(doing(core.step([], at: stepped)) == [.turn(turn(limit: 2, at: 7200, seeksOrphans: true))])
    }

    @Test("a full house waits for an end, not for what is due")
    func waitsForSlots() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        #expect(
            doing(core.step([.turned(result([claim(1), claim(2)], nextDue: wall(0)))], at: at(0))) == [.start(claim(1)), .start(claim(2))])
        #expect(core.step([], at: at(5)) == [])
        #expect(core.idleTime(at: at(5)) == .seconds(25))
    }

    @Test("what a dead daemon left is lost, and recovered with the first turn")
    func recovers() {
        var core = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        _ = core.step([.begin], at: at(0))
        let orphan = Orphan(claim: claim(1), owner: BootID("dead"), process: nil, isCancelled: false)
        let effects = doing(core.step([.found([orphan], alive: [])], at: at(0)))
        guard case .turn(let turn) = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(turn.ends.map(\.key) == [claim(1).key])
        #expect(turn.ends[0].end.outcome == .lost)
        #expect(turn.ends[0].verdict == Verdict(disposition: .again(at: wall(0)), spent: 0, lost: 1))
    }

    @Test("a pulse whose processes still live is recovered when they are gone, and the rest need not wait")
    func recoversAfterLeftovers() {
        var core = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        _ = core.step([.begin], at: at(0))
        let orphans = [1, 2].map { Orphan(claim: claim($0), owner: BootID("dead"), process: nil, isCancelled: false) }
        let stray = RunKey(pulse: PulseID(77), attempt: 1)
        let effects = doing(core.step([.found(orphans, alive: [claim(2).key, stray])], at: at(0)))
        #expect(effects.first == .endLeftovers([claim(2).key, stray], grace: .seconds(5)))
        guard case .turn(let first) = effects.last else { return #expect(Bool(false), "\(effects)") }
        #expect(first.ends.map(\.key) == [claim(1).key])
        _ = core.step([.turned(result(applied: [claim(1).key: .pending]))], at: at(0))
        let later = doing(core.step([.cleared(asked: [claim(2).key, stray], gone: [claim(2).key, stray])], at: at(1)))
        guard case .turn(let second) = later.first else { return #expect(Bool(false), "\(later)") }
        #expect(second.ends.map(\.verdict.disposition) == [.again(at: wall(0))])
    }

    @Test("processes that cannot be ended make the pulse fail instead of running twice")
    func givesUpOnUnendable() {
        var core = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        let orphan = Orphan(claim: claim(1), owner: BootID("dead"), process: nil, isCancelled: false)
        _ = core.step([.begin, .found([orphan], alive: [claim(1).key])], at: at(0))
        _ = core.step([.turned(result())], at: at(0))
        let effects = doing(core.step([.cleared(asked: [claim(1).key], gone: [])], at: at(6)))
        guard case .turn(let turn) = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(turn.ends[0].verdict.disposition == .finish(.failed, reason: "lost"))
    }

    @Test("what was being cancelled when the daemon died is cancelled, and a third loss is poison")
    func recoversCancelsAndPoison() {
        var core = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        let cancelled = Orphan(claim: claim(1), owner: BootID("dead"), process: nil, isCancelled: true)
        let poison = Orphan(claim: claim(2, attempt: 3, lost: 2), owner: BootID("dead"), process: nil, isCancelled: false)
        let effects = doing(core.step([.begin, .found([cancelled, poison], alive: [])], at: at(0)))
        guard case .turn(let turn) = effects.last else { return #expect(Bool(false), "\(effects)") }
        #expect(turn.ends.map(\.verdict.disposition) == [.finish(.cancelled, reason: "cancelled"), .finish(.failed, reason: "poison")])
    }

    @Test("a stop asks the run once; for what does not run it is settled at once")
    func stops() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)]))], at: at(0))
        #expect(core.step([.stop(PulseID(1))], at: at(1)) == [.ask(claim(1).key, .cancelled, grace: .seconds(5))])
        #expect(core.step([.stop(PulseID(1))], at: at(1)) == [])
        #expect(core.step([.stop(PulseID(9))], at: at(1)) == [.settled(PulseID(9))])
    }

    @Test("a stop that comes while its pulse is being claimed is not lost")
    func holdsStopsDuringTurns() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        #expect(core.step([.stop(PulseID(1)), .stop(PulseID(5))], at: at(0)) == [])
        let effects = doing(core.step([.turned(result([claim(1)]))], at: at(0)))
        #expect(effects == [.start(claim(1)), .ask(claim(1).key, .cancelled, grace: .seconds(5)), .settled(PulseID(5))])
    }

    @Test("a store that has no room is asked again after a pause, with nothing forgotten")
    func pausesAfterRefusal() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)]))], at: at(0))
        guard case .turn(let first) = doing(core.step([.ended(claim(1).key, success())], at: at(1))).first else {
            return #expect(Bool(false))
        }
        #expect(doing(core.step([.refused(.full("/x"))], at: at(1))) == [])
        #expect(core.idleTime(at: at(1)) == .seconds(1))
        #expect(core.step([], at: at(1.5)) == [])
        guard case .turn(let second) = doing(core.step([], at: at(2))).first else { return #expect(Bool(false)) }
        #expect(second.ends == first.ends)
    }

    @Test("a store that failed for good ends it")
    func failsWithTheStore() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        #expect(core.step([.refused(.broken("x"))], at: at(0)) == [.fail(.broken("x"))])
        #expect(core.step([.due(wall(0))], at: at(1)) == [])
    }

    @Test("a drain claims nothing, waits, then ends the rest in time, and is over when all is written")
    func drains() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)], nextDue: wall(0)))], at: at(0))
        _ = core.step([.turned(result())], at: at(0))
        #expect(doing(core.step([.due(wall(9)), .drain], at: at(10))) == [])
        #expect(core.idleTime(at: at(10)) == .seconds(25))
        #expect(doing(core.step([], at: at(35))) == [.ask(claim(1).key, .shutdown, grace: .seconds(5))])
        let end = AttemptEnd(outcome: .cancelled, stopped: .shutdown, endedAt: wall(40))
        guard case .turn(let turn) = doing(core.step([.ended(claim(1).key, end)], at: at(40))).first else {
            return #expect(Bool(false))
        }
        #expect(turn.limit == 0)
        #expect(turn.ends[0].verdict.disposition == .again(at: wall(0)))
        #expect(core.step([.turned(result(applied: [claim(1).key: .pending]))], at: at(40)).last == .finish)
    }

    @Test("a second drain ends the rest at once")
    func hurries() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)]))], at: at(0))
        _ = core.step([.drain], at: at(10))
        #expect(doing(core.step([.drain], at: at(11))) == [.ask(claim(1).key, .shutdown, grace: .zero)])
    }

    @Test("a drain with nothing to do is over at once, before the start of work too")
    func drainsIdle() {
        var core = ready()
        #expect(doing(core.step([.drain], at: at(1))) == [.finish])
        var young = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        #expect(doing(young.step([.begin, .drain], at: at(0))) == [.findOrphans, .finish])
    }

    @Test("what a turn claimed while the drain began is given back")
    func givesBackLateClaims() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.drain, .hurry], at: at(0))
        let effects = doing(core.step([.turned(result([claim(1)]))], at: at(0)))
        #expect(effects == [.start(claim(1)), .ask(claim(1).key, .shutdown, grace: .zero)])
    }

    @Test("an end of an attempt that is not running here is dropped")
    func dropsStrangers() {
        var core = ready()
        #expect(core.step([.ended(claim(1).key, success())], at: at(0)) == [])
    }
}
