import Logging
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// What schedules ask of the core: events in, effects out.
@Suite struct EngineCoreScheduleTests: CoreTesting {
    @Test("it sleeps until a schedule has to be looked at, and then judges")
    func looksInTime() {
        var core = ready(nextDue: wall(20), nextLook: wall(12.5))
        #expect(core.idleTime(at: at(0)) == .milliseconds(12500))
        #expect(core.step([], at: at(12.4)) == [])
        #expect(core.step([], at: at(12.5)) == [.turn(turn(limit: 2, at: 12.5))])
    }

    @Test("a schedule is judged on time though every slot is busy")
    func judgesWithoutSlots() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1), claim(2)], nextDue: wall(0), nextLook: wall(7)))], at: at(0))
        #expect(core.idleTime(at: at(1)) == .seconds(6))
        #expect(core.step([], at: at(6.9)) == [])
        #expect(core.step([], at: at(7)) == [.turn(turn(limit: 0, at: 7))])
        #expect(core.step([.turned(result(nextDue: wall(0), nextLook: wall(67)))], at: at(7)) == [])
        #expect(core.idleTime(at: at(7)) == .seconds(30))
    }

    @Test("with every slot busy it looks again when its bound is over, and then sleeps again")
    func looksAgainWithoutSlots() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1), claim(2)], nextDue: wall(0)))], at: at(0))
        #expect(core.step([], at: at(30)) == [.turn(turn(limit: 0, at: 30, seeksOrphans: true))])
        #expect(core.idleTime(at: at(30)) == nil)
        _ = core.step([.turned(result(nextDue: wall(0)))], at: at(30))
        #expect(core.idleTime(at: at(30)) == .seconds(30))
    }

    @Test("a schedule that was made or resumed wakes it, though every slot is busy")
    func wakesForSchedules() {
        var core = ready()
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1), claim(2)]))], at: at(0))
        #expect(core.step([.due(wall(3))], at: at(1)) == [])
        #expect(core.idleTime(at: at(1)) == .seconds(2))
        #expect(core.step([.due(wall(1))], at: at(1)) == [.turn(turn(limit: 0, at: 1))])
        #expect(core.step([.due(wall(2))], at: at(1)) == [])
        _ = core.step([.turned(result(nextLook: wall(900)))], at: at(1))
        #expect(core.idleTime(at: at(1)) == .seconds(1))
    }

    @Test("while more is due than a turn judges, the next turn follows at once")
    func judgesOn() {
        var settings = Self.settings
        settings.judges = 3
        var core = ready(settings, nextLook: wall(5), judges: 3)
        #expect(core.step([], at: at(5)) == [.turn(turn(limit: 2, judges: 3, at: 5))])
        let first = core.step([.turned(result(nextDue: wall(5), nextLook: wall(5), judged: [judged(makes: [1])]))], at: at(5.1))
        #expect(doing(first) == [.turn(turn(limit: 2, judges: 3, at: 5.1))])
        let last = core.step([.turned(result([claim(1)], nextLook: wall(65), judged: [judged(makes: [2])]))], at: at(5.2))
        #expect(doing(last) == [.start(claim(1))])
        #expect(core.idleTime(at: at(5.2)) == .seconds(30))
    }

    @Test("judging does not keep everything else waiting for ever")
    func claimsBetweenJudging() {
        var core = ready(nextLook: wall(0))
        let behind = result(nextDue: wall(0), nextLook: wall(0), judged: [judged(makes: [1])])
        _ = core.step([.due(wall(0))], at: at(0))
        #expect(doing(core.step([.turned(behind)], at: at(0))) == [.turn(turn(limit: 2, at: 0))])
        #expect(doing(core.step([.turned(behind)], at: at(0.9))) == [.turn(turn(limit: 2, at: 0.9))])
        #expect(doing(core.step([.turned(behind)], at: at(1))) == [.turn(turn(limit: 2, judges: 0, at: 1))])
        let claimed = result([claim(1)], nextDue: wall(0), nextLook: wall(0))
        #expect(doing(core.step([.turned(claimed)], at: at(1.1))) == [.start(claim(1)), .turn(turn(limit: 1, at: 1.1))])
        #expect(doing(core.step([.turned(behind)], at: at(1.2))) == [.turn(turn(limit: 1, judges: 0, at: 1.2))])
        #expect(
            doing(core.step([.turned(result([claim(2)], nextDue: wall(0), nextLook: wall(0)))], at: at(1.3)))
                == [.start(claim(2)), .turn(turn(limit: 0, at: 1.3))])
        // Nothing could be claimed: it judges on.
        #expect(doing(core.step([.turned(behind)], at: at(1.4))) == [.turn(turn(limit: 0, at: 1.4))])
    }

    @Test("a store that names what is due and does not give it is not asked in a circle")
    func doesNotCircle() {
        var core = ready(nextDue: wall(5), nextLook: wall(5))
        #expect(core.step([], at: at(5)) == [.turn(turn(limit: 2, at: 5))])
        #expect(core.step([.turned(result(nextDue: wall(5), nextLook: wall(5)))], at: at(5)) == [])
        #expect(core.idleTime(at: at(5)) == .seconds(1))
        #expect(core.step([], at: at(6)) == [.turn(turn(limit: 2, at: 6))])
        // What comes sooner than that is not put off.
        #expect(core.step([.turned(result(nextDue: wall(6.3), nextLook: wall(6.2)))], at: at(6)) == [])
        #expect(core.idleTime(at: at(6)) == .milliseconds(200))
        #expect(core.step([], at: at(6.2)) == [.turn(turn(limit: 2, at: 6.2))])
        #expect(core.step([.turned(result(nextDue: wall(6.3)))], at: at(6.2)) == [])
        #expect(core.idleTime(at: at(6.2)) == .milliseconds(100))
    }

    @Test("while it drains nothing is judged")
    func drainsWithoutJudging() {
        var core = ready(nextLook: wall(12))
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1)], nextLook: wall(12)))], at: at(0))
        #expect(doing(core.step([.drain], at: at(10))) == [])
        #expect(core.idleTime(at: at(10)) == .seconds(25))
        #expect(core.step([.due(wall(12))], at: at(12)) == [])
        guard case .turn(let turn) = doing(core.step([.ended(claim(1).key, success())], at: at(13))).first else {
            return #expect(Bool(false))
        }
        #expect((turn.limit, turn.judges) == (0, 0))
    }

    @Test("a run that has to make room is asked to stop, with its grace or at once")
    func stopsForOthers() {
        var core = ready(nextLook: wall(5))
        _ = core.step([.due(wall(0))], at: at(0))
        _ = core.step([.turned(result([claim(1), claim(2)], nextLook: wall(5)))], at: at(0))
        #expect(core.step([], at: at(5)) == [.turn(turn(limit: 0, at: 5))])
        let stops = [(1, false), (2, true), (9, true)].map { Judgement.Stop(pulse: PulseID($0.0), isAtOnce: $0.1) }
        let effects = core.step([.turned(result(nextLook: wall(65), stops: stops))], at: at(5))
        #expect(
            effects == [.ask(claim(1).key, .cancelled, grace: .seconds(5)), .ask(claim(2).key, .cancelled, grace: .zero)])
        // Asked already: only with less grace again.
        #expect(core.step([.stop(PulseID(1)), .stop(PulseID(2))], at: at(6)) == [])
        #expect(core.step([], at: at(65)) == [.turn(turn(limit: 0, at: 65, seeksOrphans: true))])
        let again = [(1, true), (2, true)].map { Judgement.Stop(pulse: PulseID($0.0), isAtOnce: $0.1) }
        #expect(core.step([.turned(result(stops: again))], at: at(65)) == [.ask(claim(1).key, .cancelled, grace: .zero)])
    }

    @Test("what a dead daemon left and has to make room is not run again")
    func stopsOrphans() {
        var core = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        let orphan = Orphan(claim: claim(1), owner: BootID("dead"), process: nil, isCancelled: false)
        _ = core.step([.begin, .found([orphan], alive: [claim(1).key])], at: at(0))
        _ = core.step([.turned(result(stops: [Judgement.Stop(pulse: PulseID(1), isAtOnce: false)]))], at: at(0))
        let effects = core.step([.cleared(asked: [claim(1).key], gone: [claim(1).key])], at: at(1))
        guard case .turn(let turn) = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(turn.ends.map(\.verdict.disposition) == [.finish(.cancelled, reason: "cancelled")])
    }

    @Test("a stop that comes while its pulse is ended and claimed again reaches the new attempt")
    func holdsStopsForTheNextAttempt() {
        var core = EngineCore(settings: Self.settings, boot: Self.boot, seed: 1)
        let orphan = Orphan(claim: claim(1), owner: BootID("dead"), process: nil, isCancelled: false)
        _ = core.step([.begin, .found([orphan], alive: [])], at: at(0))
        #expect(core.step([.stop(PulseID(1))], at: at(0)) == [])
        let next = claim(1, attempt: 2, lost: 1)
        let effects = doing(core.step([.turned(result([next], applied: [claim(1).key: .pending]))], at: at(0)))
        #expect(effects == [.start(next), .ask(next.key, .cancelled, grace: .seconds(5))])
    }

    @Test("what became of a schedule is one note, and nothing is said where nothing did")
    func notesJudgements() {
        var core = ready(nextLook: wall(5))
        _ = core.step([], at: at(5))
        let told = [
            judged([record(.skipped(.overlap))]), judged(makes: [7], name: "often"), judged(over: "end", name: "once"),
        ]
        let effects = core.step([.turned(result(judged: told + [judged(name: "quiet")]))], at: at(5))
        #expect(effects == told.map { .note(.judged($0)) })
    }

    @Test("the log says in one line what became of a schedule")
    func words() {
        let missed = judged(
            [record(.missed(.coalesced), count: 34_560_000), record(.skipped(.overlap)), record(.skipped(.overlap))], makes: [12])
        #expect(Engine.words(for: missed) == "schedule nightly: pulse 12 made, 34560000 missed (coalesced), 2 skipped (overlap)")
        #expect(Engine.level(of: missed) == .warning)
        let over = judged(makes: [3, 4, 5], over: "max_runs")
        #expect(Engine.words(for: over) == "schedule nightly: 3 pulses made from 3 on, it will not fire again (max_runs)")
        #expect(Engine.level(of: over) == .info)
        #expect(Engine.level(of: judged([record(.skipped(.window))])) == .info)
        #expect(Engine.level(of: judged(makes: [1])) == .debug)
    }
}
