import Foundation
import Recurrence
import Testing

/// The library's evaluator against the naive one: random expressions in 25 zones, from starts near transitions.
///
/// `UPBEAT_AGREEMENT=n` tries so many instead of 20,000, `UPBEAT_AGREEMENT_SEED=n` others.
struct AgreementTests {
    private static let count = variable("UPBEAT_AGREEMENT") ?? 20_000
    private static let seed = UInt64(variable("UPBEAT_AGREEMENT_SEED") ?? 4)

    private static let names = [
        "UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Monrovia", "America/Asuncion", "America/Caracas", "America/Havana",
        "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Gaza",
        "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin",
        "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
    ]

    @Test func `the evaluator agrees with the naive one`() async throws {
        let tally = try await withThrowingTaskGroup(of: AgreementTally.self) { group in
            for (index, name) in Self.names.enumerated() {
                let share = (Self.count + index) / Self.names.count
                // Each zone has seeds of its own: a billion of them.
                let first = Self.seed &* 1_000_000_000_000 &+ UInt64(index) * 1_000_000_000
                group.addTask {
                    var walk = try AgreementWalk(zoneName: name)
                    return walk.run(seeds: first..<first + UInt64(share))
                }
            }
            return try await group.reduce(into: AgreementTally()) { $0.add($1) }
        }
        for disagreement in tally.disagreements.prefix(20) { Issue.record(Comment(rawValue: disagreement)) }
        #expect(tally.disagreements.count == 0)
        #expect(tally.accepted > Self.count * 3 / 4)
        #expect(tally.refused > Self.count / 25)
        #expect(tally.neverFiring > Self.count / 1000)
        #expect(tally.fires > tally.accepted * 4)
    }

    private static func variable(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}

/// What was found.
struct AgreementTally: Sendable {
    var disagreements: [String] = []
    var accepted = 0
    var refused = 0
    var neverFiring = 0
    var fires = 0

    mutating func add(_ other: AgreementTally) {
        disagreements += other.disagreements
        accepted += other.accepted
        refused += other.refused
        neverFiring += other.neverFiring
        fires += other.fires
    }
}
