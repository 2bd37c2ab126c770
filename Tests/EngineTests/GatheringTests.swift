import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Ends of runs that began together, while more is due than there are slots.
@Suite struct GatheringTests: CoreTesting {
    /// A core with four slots; a turn that took so many seconds has started four runs, and more are due unless told otherwise.
    private func busy(turnTook: Double, nextDue: Instant? = nil, nextLook: Instant? = nil) -> EngineCore {
        var settings = Self.settings
        settings.slots = 4
        var core = ready(settings)
        _ = core.step([.due(wall(0))], at: at(0))
        let claims = (1...4).map { claim($0) }
        _ = core.step([.turned(result(claims, nextDue: nextDue ?? wall(0), nextLook: nextLook))], at: at(turnTook))
        return core
    }

    private func end(_ id: Int64) -> EngineCore.Event { .ended(claim(id).key, success(0)) }

    /// How many ends the turn carries that these events bring about; nil where they bring about none.
    private func carried(_ core: inout EngineCore, _ events: [EngineCore.Event], at seconds: Double) -> Int? {
        for case .turn(let turn) in core.step(events, at: at(seconds)) { return turn.ends.count }
        return nil
    }

    @Test("short runs that began together end in one turn")
    func gathers() {
        var core = busy(turnTook: 0.004)
        #expect(carried(&core, [end(1)], at: 0.004) == nil)
        #expect(core.idleTime(at: at(0.004)) == .milliseconds(2))
        #expect(carried(&core, [end(2), end(3)], at: 0.005) == nil)
        #expect(core.idleTime(at: at(0.005)) == .milliseconds(1))
        #expect(carried(&core, [end(4)], at: 0.005) == 4)
    }

    @Test("whoever runs longer is not waited for: half a turn at most, and never more than two milliseconds")
    func waitsNotForLong() {
        var quick = busy(turnTook: 0.002)
        #expect(carried(&quick, [end(1)], at: 0.002) == nil)
        #expect(quick.idleTime(at: at(0.002)) == .milliseconds(1))
        #expect(carried(&quick, [], at: 0.003) == 1)
        var slow = busy(turnTook: 0.5)
        #expect(carried(&slow, [end(1)], at: 0.5) == nil)
        #expect(carried(&slow, [], at: 0.502) == 1)
        var long = busy(turnTook: 0.004)
        #expect(carried(&long, [end(1)], at: 0.007) == 1)
    }

    @Test("where nothing else is due an end is written at once")
    func writesAtOnceWithoutBacklog() {
        var core = busy(turnTook: 0.004, nextDue: wall(60))
        #expect(carried(&core, [end(1)], at: 0.004) == 1)
    }

    @Test("a schedule that is due, and a daemon that stops, wait for nobody")
    func urgentThingsDoNotWait() {
        var judging = busy(turnTook: 0.004, nextLook: wall(0.005))
        #expect(carried(&judging, [end(1)], at: 0.004) == nil)
        #expect(judging.idleTime(at: at(0.004)) == .milliseconds(1))
        #expect(carried(&judging, [], at: 0.005) == 1)
        var draining = busy(turnTook: 0.004)
        #expect(carried(&draining, [end(1), .drain], at: 0.004) == 1)
    }
}
