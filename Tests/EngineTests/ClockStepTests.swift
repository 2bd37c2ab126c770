import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// What the core makes of a wall clock that is set.
@Suite struct ClockStepTests: CoreTesting {
    private func moment(_ wallSeconds: Double, _ monotonicSeconds: Double) -> EngineCore.Moment {
        EngineCore.Moment(wall: wall(wallSeconds), monotonic: .milliseconds(Int64(monotonicSeconds * 1000)))
    }

    @Test(
        "after a step, forward or back, it looks at once",
        arguments: [1, -1, 3540, -3540, 10_740, -10_740, 10_860, -10_860, 86_400, -86_400, 31_536_000, -31_536_000])
    func looksAtOnce(step: Double) {
        var core = ready(nextDue: wall(20), nextLook: wall(25))
        let effects = core.step([], at: moment(3 + step, 3))
        let isCorrection = abs(step) > 3 * 3600
        #expect(notes(effects) == [.clockStepped(by: .seconds(step))])
        let turn = Turn(
            ends: [], limit: 2, judges: 256, clockStep: isCorrection ? .seconds(step) : nil, owner: Self.boot, now: wall(3 + step))
        #expect(doing(effects) == [.turn(turn)])
        #expect(core.step([.turned(result(nextLook: wall(25)))], at: moment(4 + step, 4)).isEmpty == (step < 21))
    }

    @Test("drift is no step, however long it goes on, and neither is a machine that slept")
    func toleratesDrift() {
        var core = ready()
        for minute in 1...100 {
            let effects = core.step([], at: moment(Double(minute) * 29.6, Double(minute) * 29.2))
            #expect(notes(effects) == [])
            if doing(effects) != [] { _ = core.step([.turned(result())], at: moment(Double(minute) * 29.6, Double(minute) * 29.2)) }
        }
        #expect(notes(core.step([], at: moment(2960 + 86_400, 2920 + 86_400))) == [])
    }

    @Test("a step while a turn is under way is followed by another look")
    func looksAfterTheTurn() {
        var core = ready()
        #expect(core.step([.due(wall(0))], at: at(0)) == [.turn(turn(limit: 2))])
        #expect(doing(core.step([], at: moment(100, 1))) == [])
        let effects = doing(core.step([.turned(result(nextLook: wall(5000)))], at: moment(101, 2)))
        #expect(effects == [.turn(Turn(ends: [], limit: 2, judges: 256, owner: Self.boot, now: wall(101)))])
        #expect(core.step([.turned(result())], at: moment(101, 2)) == [])
    }

    @Test("a correction goes on record once, though the store refuses at first and the clock is set again meanwhile")
    func recordsCorrections() {
        var core = ready()
        guard case .turn(let first) = doing(core.step([], at: moment(86_401, 1))).first else { return #expect(Bool(false)) }
        #expect(first.clockStep == .seconds(86_400))
        #expect(doing(core.step([.refused(.full("/x"))], at: moment(86_402, 2))) == [])
        // Back by 23 h, while the pause after the refusal goes on.
        #expect(doing(core.step([], at: moment(3602.5, 2.5))) == [])
        guard case .turn(let second) = doing(core.step([], at: moment(3603, 3))).first else { return #expect(Bool(false)) }
        #expect(second.clockStep == .seconds(3600))
        _ = core.step([.turned(result())], at: moment(3603, 3))
        guard case .turn(let third) = doing(core.step([], at: moment(3633, 33))).first else { return #expect(Bool(false)) }
        #expect(third.clockStep == nil)
    }

    @Test("what was to come soon comes as soon as the clock says so again")
    func waitsAfterAStepBack() {
        var core = ready(nextLook: wall(10))
        guard case .turn = doing(core.step([], at: moment(-3599, 1))).first else { return #expect(Bool(false)) }
        _ = core.step([.turned(result(nextLook: wall(10)))], at: moment(-3599, 1))
        #expect(core.idleTime(at: moment(-3599, 1)) == .seconds(30))
        #expect(core.step([], at: moment(-3590, 10)) == [])
    }
}
