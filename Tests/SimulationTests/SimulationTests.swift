import Foundation
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Engine

/// Every history keeps every promise.
///
/// `UPBEAT_SIMULATE_DAYS` says how many days are lived through, `UPBEAT_SIMULATE_SEED` which history is lived through alone, and
/// `UPBEAT_SIMULATE_TRACE` where all its facts are written to.
@Suite struct SimulationTests {
    private static let daysEach = 20

    private static func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static let seeds: [UInt64] = {
        if let seed = setting("UPBEAT_SIMULATE_SEED").flatMap({ UInt64($0) }) { return [seed] }
        let days = setting("UPBEAT_SIMULATE_DAYS").flatMap { Int($0) } ?? 2000
        return (1...max(days / daysEach, 1)).map { UInt64($0) }
    }()

    @Test("every promise is kept in every history") func keepsItsPromises() async throws {
        let began = ContinuousClock.now
        var counts: [String: Int] = [:]
        var steps = 0
        // A history is one line of events; histories know nothing of each other.
        await withTaskGroup(of: Lived.self) { group in
            var waiting = Self.seeds[...]
            func next() {
                guard let seed = waiting.popFirst() else { return }
                group.addTask { await Lived(Plan(seed: seed, days: Self.daysEach)) }
            }
            for _ in 0..<2 { next() }
            for await history in group {
                next()
                counts.merge(history.counts) { $0 + $1 }
                steps += history.steps
                if !history.problems.isEmpty { Issue.record("seed \(history.seed): \(history.problems)") }
                if let place = Self.setting("UPBEAT_SIMULATE_TRACE") {
                    let lines = history.chronicle.facts.map(\.description).joined(separator: "\n")
                    #expect(throws: Never.self) { try lines.write(toFile: place, atomically: true, encoding: .utf8) }
                }
            }
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let days = Self.seeds.count * Self.daysEach
        print("simulated \(days) days, seeds \(Self.seeds[0]) to \(Self.seeds[Self.seeds.count - 1]), \(steps) steps in \(Int(seconds)) s")
        print(counts.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }.joined(separator: "\n"))
    }

    @Test("a seed tells all of a history") func repeatsItself() async {
        let plan = Plan(seed: 11, days: 3)
        let (one, other) = (await Lived(plan), await Lived(plan))
        #expect(one.chronicle.facts == other.chronicle.facts)
        #expect(one.chronicle.record == other.chronicle.record)
        #expect(one.chronicle.facts.count > 300)
    }
}

/// A history, and what came of it.
struct Lived: Sendable {
    var seed: UInt64
    var chronicle: Chronicle
    var breaches: [Breach]
    var counts: [String: Int]
    var steps: Int
    private var flaws: [String]
    private var spins: Int

    init(_ plan: Plan, _ sabotage: Sabotage? = nil) async {
        let judge: any ScheduleJudging = ScheduleJudge(zones: UTCAlone())
        var simulation = Simulation(plan: plan, judge: judge, sabotage: sabotage)
        seed = plan.seed
        chronicle = await simulation.run()
        breaches = ChronicleChecker().breaches(in: chronicle)
        counts = simulation.counts
        steps = simulation.steps
        flaws = simulation.flaws
        spins = simulation.spins
    }

    /// What is wrong, with what went before it; empty where nothing is.
    var problems: String {
        var words = flaws.prefix(5).map { $0 }
        if spins > 50 { words.append("an engine woke \(spins) times for nothing") }
        if let first = breaches.first {
            words.append("\(breaches.count) breaches")
            words += breaches.prefix(5).map(\.description)
            words.append("before the first:")
            words += chronicle.facts.filter { $0.at <= first.at && $0.concerns(first) }.suffix(20).map(\.description)
        }
        return words.joined(separator: "\n")
    }
}

private struct UTCAlone: ZoneSource {
    func zone(named name: String) throws(TimeError) -> Zone { .utc }
}
