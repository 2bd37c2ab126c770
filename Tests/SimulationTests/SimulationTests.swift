import Foundation
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Every history keeps every promise.
///
/// `UPBEAT_SIMULATE_DAYS` says how many days are lived through, `UPBEAT_SIMULATE_SEED` which history alone.
@Suite struct SimulationTests {
    static func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static let daysEach = 20
    static let seeds: [UInt64] = {
        if let seed = setting("UPBEAT_SIMULATE_SEED").flatMap({ UInt64($0) }) { return [seed] }
        let days = setting("UPBEAT_SIMULATE_DAYS").flatMap { Int($0) } ?? 2000
        return (1...max(days / daysEach, 1)).map { UInt64($0) }
    }()

    /// Asked for by `make simulate`; it joins the others once the checker has learnt what a change of a schedule judges by itself.
    @Test("every promise is kept in every history", .enabled(if: SimulationTests.setting("UPBEAT_SIMULATE_DAYS") != nil))
    func keepsItsPromises() async throws {
        var counts: [String: Int] = [:]
        var steps = 0
        let began = ContinuousClock.now
        for seed in Self.seeds {
            let history = await lived(Plan(seed: seed, days: Self.daysEach))
            if let place = Self.setting("UPBEAT_SIMULATE_TRACE") {
                try history.chronicle.facts.map(\.description).joined(separator: "\n").write(
                    toFile: place, atomically: true, encoding: .utf8)
            }
            counts.merge(history.counts) { $0 + $1 }
            steps += history.steps
            #expect(history.breaches.isEmpty, "seed \(seed): \(history.words)")
            #expect(history.flaws.isEmpty, "seed \(seed): \(history.flaws.prefix(5))")
            #expect(history.spins < 50, "seed \(seed): woke \(history.spins) times for nothing")
        }
        let took = ContinuousClock.now - began
        let days = Self.seeds.count * Self.daysEach
        print("simulated \(days) days in \(took), \(steps) steps, seeds \(Self.seeds.first ?? 0) to \(Self.seeds.last ?? 0)")
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(count) \(name)") }
    }
}

/// A history, and what came of it.
struct Lived {
    var chronicle: Chronicle
    var breaches: [Breach]
    var counts: [String: Int]
    var flaws: [String]
    var spins: Int
    var steps: Int

    var words: String {
        guard let first = breaches.first else { return "no breach" }
        let before = chronicle.facts.filter { $0.at <= first.at && $0.concerns(first) }.suffix(20)
        return "\(breaches.count) breaches\n" + breaches.prefix(5).map(\.description).joined(separator: "\n") + "\nbefore the first:\n"
            + before.map(\.description).joined(separator: "\n")
    }
}

struct UTCAlone: ZoneSource {
    func zone(named name: String) throws(TimeError) -> Zone { .utc }
}

func lived(_ plan: Plan, _ sabotage: Sabotage? = nil) async -> Lived {
    let store = InMemoryStore(judge: ScheduleJudge(zones: UTCAlone()))
    var simulation = Simulation(plan: plan, store: store, sabotage: sabotage)
    let chronicle = await simulation.run()
    return Lived(
        chronicle: chronicle, breaches: ChronicleChecker().breaches(in: chronicle), counts: simulation.counts, flaws: simulation.flaws,
        spins: simulation.spins, steps: simulation.steps)
}
