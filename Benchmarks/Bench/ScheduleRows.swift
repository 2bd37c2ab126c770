import Foundation
import Pulses
import Recurrence
import SQLiteStore

/// What a fire costs at the store, judging, claim and end together, against the number of schedules that are kept.
struct FireCost: Row {
    let name = "fires"

    func measure(in folder: String) async throws -> [Figure] {
        var figures: [Figure] = []
        for (count, kind) in [(100, "every"), (10_000, "every"), (100_000, "every"), (100_000, "cron")] {
            let took = try await withStore(folder) { try await Self.took(count, kind: kind, $0) }
            figures.append(
                Figure(
                    what: "fires of \(count) schedules (`\(kind)`), 100 a turn: judged, claimed, ended",
                    ours: String(format: "%.1f us each", took / 20_000 * 1e6)))
        }
        return figures
    }

    /// Seconds for 20,000 fires, a hundred a turn. Time is given, not waited for.
    private static func took(_ count: Int, kind: String, _ store: SQLiteStore) async throws -> Double {
        let (perTurn, turns) = (100, 200)
        // Each fires once in 1,000 s, so that a turn's hundred are due together.
        let step = Int64(1_000_000) * Int64(perTurn) / Int64(count)
        let set = ScheduleSet(count: count) { number in
            guard kind == "cron" else {
                let due = epoch + .milliseconds(Int64(number / perTurn + 1) * step)
                return ScheduleTiming(rule: "every 1000s", zone: "Europe/Berlin", anchor: due - .seconds(1000))
            }
            let second = number / perTurn + 1
            return ScheduleTiming(rule: "\(second % 60) \(second / 60) 10-18 * * MON-FRI", zone: "Europe/Berlin", anchor: epoch)
        }
        try await set.make(in: store, at: epoch)
        var ends: [EndedRun] = []
        var fired = 0
        let took = try await seconds {
            for turn in 1...turns {
                let now = epoch + .milliseconds(kind == "cron" ? Int64(turn) * 1000 : Int64(turn) * step)
                let result = try await store.turn(Turn(ends: ends, limit: perTurn, judges: 256, owner: boot, now: now))
                fired += result.claims.count
                ends = result.claims.map { claim in
                    EndedRun(
                        key: claim.key, end: AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: now),
                        verdict: Verdict(disposition: .finish(.completed, reason: nil), spent: 1, lost: 0))
                }
            }
        }
        guard fired == perTurn * turns else { throw Failure(what: "\(fired) of \(perTurn * turns) fired") }
        return took
    }
}
