import Logging
import Pulses
import Recurrence
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// What the watchdog asks, and settings that change while the engine runs.
@Suite struct EngineLookTests {
    @Test("a look takes a turn, and is answered when one has come to its end, refused or not") func look() {
        var core = idle()
        let effects = core.step([.look], at: at(1))
        #expect(effects.contains { if case .turn = $0 { true } else { false } })
        #expect(core.step([.turned(result())], at: at(1)) == [.progressed])
        // Nobody asked: nothing is said.
        _ = core.step([.due(at(2).wall)], at: at(2))
        #expect(core.step([.turned(result())], at: at(2)) == [])
        _ = core.step([.look], at: at(3))
        #expect(core.step([.refused(.full("/x"))], at: at(3)).first == .progressed)
    }

    @Test("while it drains a look is answered at once; one that waits is answered when the drain begins") func draining() {
        var core = idle()
        _ = core.step([.look], at: at(1))
        #expect(core.step([.drain], at: at(1)).contains(.progressed))
        #expect(core.step([.look], at: at(1)).contains(.progressed))
    }

    @Test("a turn that the store never answers answers no look") func wedged() {
        var core = idle()
        _ = core.step([.look], at: at(1))
        for second in 2...100 { #expect(!core.step([.look], at: at(second)).contains(.progressed)) }
    }

    @Test("other settings hold from the next turn on") func adopted() {
        var core = idle()
        let settings = EngineCore.Settings(slots: 7, sleepBound: .seconds(2), drainLimit: .seconds(9), grace: .seconds(1))
        let turns = core.step([.adopt(settings)], at: at(1)).compactMap { if case .turn(let turn) = $0 { turn.limit } else { nil } }
        #expect(turns == [7], "it looks as soon as it hears of them")
        #expect(core.step([.turned(result())], at: at(1)).isEmpty)
        #expect(core.idleTime(at: at(1)) == .seconds(2))
    }

    /// An engine that has begun and has nothing to do.
    private func idle() -> EngineCore {
        var core = EngineCore(
            settings: EngineCore.Settings(slots: 2, sleepBound: .seconds(30), drainLimit: .seconds(30), grace: .seconds(5)),
            boot: StoreContract.boot, seed: 1)
        _ = core.step([.begin], at: at(0))
        _ = core.step([.found([], alive: [])], at: at(0))
        _ = core.step([.turned(result())], at: at(0))
        return core
    }

    private func at(_ seconds: Int) -> EngineCore.Moment {
        EngineCore.Moment(wall: StoreContract.start + .seconds(seconds), monotonic: .seconds(seconds))
    }

    private func result() -> TurnResult { TurnResult(claims: [], applied: [:], nextDue: nil) }
}
