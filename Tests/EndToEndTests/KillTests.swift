import Foundation
import TestSupport
import Testing

/// What the built daemon does when it is killed, told to end, or lied to. One history after the other: each takes the whole machine.
@Suite(.serialized) struct KillTests {
    /// `UPBEAT_KILL_CYCLES`, `UPBEAT_KILL_SEED` and `UPBEAT_KILL_BLOWS` (kill, early, term, stop, with commas) change the history.
    @Test func `nothing acknowledged is lost or doubled, however often the daemon is killed`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let blows = (environment["UPBEAT_KILL_BLOWS"] ?? "kill").split(separator: ",").compactMap { KillHarness.Blow(rawValue: String($0)) }
        let plan = KillHarness.Plan(
            cycles: environment["UPBEAT_KILL_CYCLES"].flatMap { Int($0) } ?? 12,
            seed: environment["UPBEAT_KILL_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999_999), blows: blows)
        print("kill harness: seed \(plan.seed), \(plan.cycles) cycles")
        let binary = try UpbeatBinary.find()
        let report = try await onOwnThread { try KillHarness(plan, binary: binary).run() }
        print("kill harness: \(report)")
        #expect(report.isClean, "\(report)")
        #expect(report.cycles == plan.cycles)
        #expect(report.acknowledgedNear > 5 * plan.cycles && report.lostAttempts > 0)
    }

    @Test(arguments: KillSabotage.allCases) func `the harness sees a fault that is planted`(sabotage: KillSabotage) async throws {
        let plan = KillHarness.Plan(cycles: 3, seed: 4711, sabotage: sabotage, deadline: .seconds(4))
        let binary = try UpbeatBinary.find()
        let report = try await onOwnThread { try KillHarness(plan, binary: binary).run() }
        print("kill harness, \(sabotage.rawValue): \(report.violations.count) violations, \(report.problems.count) problems")
        for violation in report.violations.prefix(3) { print("  \(violation)") }
        for problem in report.problems.prefix(3) { print("  problem: \(problem)") }
        #expect(report.violations.contains { $0.kind == sabotage.kind }, "\(report)")
    }
}
