import Pulses
import TestSupport

@testable import Engine

/// What kind of history it is to be; all of it follows from the seed.
struct Plan {
    var seed: UInt64
    var length: Int64
    var schedules: Int
    var judges: Int
    var setting: Chronicle.Setting
    var core: EngineCore.Settings
    /// The mean time between two things that people do, and between two faults; milliseconds.
    var betweenActs: Int64
    var betweenFaults: Int64
    /// The longest downtime.
    var mostDown: Int64
    /// The longest step of the wall clock.
    var mostStep: Int64

    init(seed: UInt64, days: Int) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        length = Int64(days) * 86_400_000
        schedules = Int.random(in: 3...8, using: &random)
        judges = random.chance(30) ? 2 : 256
        let slots = Int.random(in: 1...6, using: &random)
        // With the default of 30 s most of what happens would be that nothing does.
        let bounds: [Int64] = random.chance(5) ? [30] : [60, 60, 300, 600, 1800, 3600, 3600]
        let bound = Duration.seconds(bounds.randomElement(using: &random) ?? 3600)
        core = EngineCore.Settings(slots: slots, sleepBound: bound, drainLimit: .seconds(30), grace: .seconds(5))
        core.judges = judges
        setting = Chronicle.Setting(
            slots: slots, sleepBound: bound, grace: .seconds(5), latency: .milliseconds(judges == 2 ? 200 : 100), lease: core.lease)
        betweenActs = [3_600_000, 7_200_000, 14_400_000].randomElement(using: &random) ?? 3_600_000
        betweenFaults = [3_600_000, 10_800_000, 43_200_000].randomElement(using: &random) ?? 10_800_000
        mostDown = random.chance(8) ? 400 * 86_400_000 : 2 * 86_400_000
        mostStep = random.chance(15) ? 366 * 86_400_000 : random.chance(30) ? 90_000_000 : 11_000_000
    }
}
