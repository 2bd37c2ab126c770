import Foundation
import TestSupport
import Testing

/// What the built daemon does when it is killed, told to end, or lied to. One history after the other: each takes the whole machine.
@Suite(.serialized) struct KillTests {
    /// The environment changes the history: `UPBEAT_KILL_CYCLES`, `UPBEAT_KILL_SEED`, `UPBEAT_KILL_BLOWS` (kill, early, term, stop,
    /// clock, with commas), `UPBEAT_KILL_WITH` (retries, cancels, pools, pipelines; all), `UPBEAT_KILL_FUGITIVES=0`,
    /// `UPBEAT_KILL_KEEP=1` (the files).
    @Test func `nothing acknowledged is lost or doubled, however often the daemon is killed`() async throws {
        let environment = ProcessInfo.processInfo.environment
        func number<Number: LosslessStringConvertible>(_ name: String) -> Number? {
            environment["UPBEAT_KILL_" + name].flatMap(Number.init)
        }
        var plan = KillHarness.Plan(cycles: number("CYCLES") ?? 12, seed: number("SEED") ?? .random(in: 1...999_999_999))
        let blows = (environment["UPBEAT_KILL_BLOWS"] ?? "kill,kill,clock").split(separator: ",").map(String.init)
        plan.blows = try blows.map { try #require(KillHarness.Blow(rawValue: $0), "no such blow: \($0)") }
        plan.features = try KillFeature.set(named: environment["UPBEAT_KILL_WITH"])
        plan.hasFugitives = environment["UPBEAT_KILL_FUGITIVES"] != "0"
        plan.keepsFiles = environment["UPBEAT_KILL_KEEP"] == "1"
        print("kill harness: seed \(plan.seed), \(plan.cycles) cycles")
        let binary = try UpbeatBinary.find()
        let report = try await onOwnThread { [plan] in try KillHarness(plan, binary: binary).run() }
        print("kill harness: \(report)")
        #expect(report.isClean, "\(report)")
        #expect(report.cycles == plan.cycles)
        // Else it has shown nothing.
        #expect(report.acknowledgedNear > 5 * plan.cycles)
        #expect(report.fired > plan.cycles)
        #expect(report.work.retries > plan.cycles || !plan.features.contains(.retries))
        #expect(report.work.cancelled > 0 || !plan.features.contains(.cancels))
        #expect(report.work.pools > plan.cycles || !plan.features.contains(.pools))
        #expect(report.work.pipelines > plan.cycles || !plan.features.contains(.pipelines))
        #expect(report.lostAttempts > 0 || !plan.blows.contains(.kill))
    }

    /// The history of a run is not the seed's alone: what was planted may be called off by a writer before it shows. Then there is another.
    @Test(arguments: KillSabotage.allCases) func `the harness sees a fault that is planted`(sabotage: KillSabotage) async throws {
        let binary = try UpbeatBinary.find()
        var reports: [KillReport] = []
        for seed in UInt64(4711)..<4714 {
            var plan = KillHarness.Plan(cycles: sabotage.isRare ? 20 : 3, seed: seed)
            plan.sabotage = sabotage
            plan.deadline = .seconds(4)
            let report = try await onOwnThread { [plan] in try KillHarness(plan, binary: binary).run() }
            print("kill harness, \(sabotage.rawValue): \(report.violations.count) violations, \(report.problems.count) problems")
            for violation in report.violations.prefix(3) { print("  \(violation)") }
            for problem in report.problems.prefix(3) { print("  problem: \(problem)") }
            reports.append(report)
            if report.violations.contains(where: { $0.kind == sabotage.kind }) { return }
        }
        Issue.record("\(sabotage.rawValue) was not seen in any of \(reports)")
    }
}
