import Pulses
import TestSupport

/// What a history of kills showed.
struct KillReport: Sendable, CustomStringConvertible {
    var seed: UInt64
    var cycles = 0
    var violations: [Violation] = []
    /// What is wrong and no matter of the ledgers.
    var problems: [String] = []
    var acknowledgedNear = 0
    var acknowledgedFar = 0
    var unanswered = 0
    var starts = 0
    var lostAttempts = 0
    /// How often the wall clock was set under a living daemon.
    var clockSteps = 0
    /// Nominal times of schedules that fired, were skipped, were missed.
    var fired = 0
    var skipped = 0
    var missed = 0
    /// Pulses with a retry policy of their own, in pools, and in pipelines, that were tried; and those that were called off.
    var work = (retries: 0, pools: 0, pipelines: 0, cancelled: 0, byDependency: 0)
    /// Wishes to call a run off that a killed daemon left on record.
    var wishes = 0
    var poisoned = 0
    /// Of those, how many had not even started in one of the three.
    var poisonedUnstarted = 0
    /// From POST to answer, of requests that were answered at the first try.
    var latencies: [Duration] = []
    /// From the start of a daemon to its first answer.
    var answers: [Duration] = []
    /// From the start of a daemon until nothing of an earlier one is on record as running.
    var settlings: [Duration] = []
    /// How long the orderly ends took.
    var ends: [Duration] = []

    mutating func note(_ schedules: [DumpedSchedule]) {
        for occurrence in schedules.flatMap(\.occurrences) {
            switch occurrence.fate {
            case .fired: fired += 1
            case .skipped: skipped += occurrence.count
            case .missed: missed += occurrence.count
            }
        }
    }

    mutating func note(_ ledgers: Ledgers) {
        for pulse in ledgers.dump.pulses {
            guard let terms = pulse.key.flatMap({ ledgers.terms[$0] }) else { continue }
            if pulse.status == .cancelled {
                if pulse.reason == Dependency.reason { work.byDependency += 1 } else { work.cancelled += 1 }
            }
            guard !pulse.attempts.isEmpty else { continue }
            if terms.retry != nil, terms.step == nil { work.retries += 1 }
            if !terms.pools.isEmpty { work.pools += 1 }
            if terms.step != nil { work.pipelines += 1 }
        }
    }

    var isClean: Bool { violations.isEmpty && problems.isEmpty }

    var description: String {
        let lines =
            [
                "seed \(seed), \(cycles) cycles",
                "acknowledged   \(acknowledgedNear) to run, \(acknowledgedFar) for later; \(unanswered) tries without an answer",
                "starts         \(starts); \(lostAttempts) attempts lost with their daemon",
                "schedules      \(fired) times fired, \(skipped) skipped, \(missed) missed; the clock was set \(clockSteps) times",
                "policies       \(work.retries) with retries of their own, \(work.pools) in pools, \(work.pipelines) steps of pipelines",
                "called off     \(work.cancelled) by clients (\(wishes) while their daemon was killed), \(work.byDependency) for what they depended on",
                "put aside      \(poisoned) after three losses in a row; \(poisonedUnstarted) of them had not started in one of these",
                "ack latency    \(Self.spread(latencies))",
                "first answer   \(Self.spread(answers)) after a start",
                "orphans gone   \(Self.spread(settlings)) after a start",
                "orderly end    \(Self.spread(ends)) after TERM",
                "verdict        \(isClean ? "clean" : "\(violations.count) violations, \(problems.count) problems")",
            ] + shown.map { "  " + $0.description } + problems.prefix(40).map { "  problem: " + $0 }
        return lines.joined(separator: "\n")
    }

    /// The first few violations of each kind.
    private var shown: [Violation] {
        Violation.Kind.allCases.flatMap { kind in violations.filter { $0.kind == kind }.prefix(10) }
    }

    private static func spread(_ durations: [Duration]) -> String {
        guard let last = durations.max() else { return "-" }
        let sorted = durations.sorted()
        func part(_ share: Double) -> String { sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)].inMilliseconds }
        return "p50 \(part(0.5)), p99 \(part(0.99)), max \(last.inMilliseconds) (n = \(sorted.count))"
    }
}
