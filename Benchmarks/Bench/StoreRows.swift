import Foundation
import Pulses
import Recurrence
import SQLiteStore
import StrictJSON

let epoch = Instant(milliseconds: 1_768_899_600_000)
let boot = BootID("0123456789abcdef01234567")

func spec(_ number: Int = 0) -> PulseSpec {
    PulseSpec(
        action: .prompt(Prompt(text: "Check the inbox and answer what is urgent", runner: "claude")),
        scheduledAt: epoch + .milliseconds(number), createdBy: "person", door: .http, createdAt: epoch)
}

/// A store in a file of its own.
func withStore<R>(_ folder: String, _ body: (SQLiteStore) async throws -> R) async throws -> R {
    let path = folder + "/\(UUID().uuidString).db"
    let store = try SQLiteStore(path: path, judge: ScheduleJudge(zones: SystemZones()))
    defer {
        store.close()
        for end in ["", "-wal", "-shm", ".made"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    return try await body(store)
}

/// An empty database with the store's tables, for the C side.
func emptyDatabase(_ folder: String) throws -> String {
    let path = folder + "/\(UUID().uuidString).db"
    try SQLiteStore(path: path, judge: ScheduleJudge(zones: SystemZones())).close()
    return path
}

extension SQLiteStore {
    /// Makes pulses as so many callers at once would, each waiting for its answer.
    func make(_ count: Int, callers: Int, note: (@Sendable (Double) -> Void)? = nil) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: caller, to: count, by: callers) {
                        let order = PulseOrder(spec: spec(number))
                        guard let note else {
                            _ = try await self.make(order)
                            continue
                        }
                        note(try await seconds { _ = try await self.make(order) })
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Insert, claim, complete, three commits a batch of 512.
struct LifeCycle: Row {
    let name = "store"

    func measure(in folder: String) async throws -> [Figure] {
        let (count, batch, rounds) = (512 * 60, 512, 3)
        let text = spec().stored
        var ours: [Double] = []
        var bare: [Double] = []
        for _ in 0..<rounds {
            let path = try emptyDatabase(folder)
            bare.append(BareLimit.lifeCycle(path, count: count, batch: batch, spec: text))
            ours.append(
                try await withStore(folder) { store in
                    try await seconds {
                        for _ in 0..<(count / batch) { try await Self.cycle(store, batch) }
                    }
                })
        }
        let ratio = median(bare) / median(ours)
        return [
            Figure(
                what: "insert, claim, complete; batch 512", ours: perSecond(count, median(ours)),
                bare: perSecond(count, median(bare)), ratio: ratio)
        ]
    }

    private static func cycle(_ store: SQLiteStore, _ batch: Int) async throws {
        _ = try await store.make((0..<batch).map { PulseOrder(spec: spec($0)) })
        let now = epoch + .seconds(3600)
        let claims = try await store.turn(Turn(ends: [], limit: batch, owner: boot, now: now)).claims
        guard claims.count == batch else { throw Failure(what: "claimed \(claims.count) of \(batch)") }
        let ends = claims.map { claim in
            EndedRun(
                key: claim.key, end: AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: now),
                verdict: Verdict(disposition: .finish(.completed, reason: nil), spent: 1, lost: 0))
        }
        _ = try await store.turn(Turn(ends: ends, limit: 0, owner: boot, now: now))
    }
}

/// Durable inserts with so many callers at once.
struct Inserts: Row {
    let callers: Int
    var name: String { "inserts-\(callers)" }

    func measure(in folder: String) async throws -> [Figure] {
        let count = callers == 1 ? 3000 : 40_000
        let latencies = Latencies()
        let took = try await withStore(folder) { store in
            try await seconds { try await store.make(count, callers: callers) { latencies.add($0) } }
        }
        var figure = Figure(
            what: "durable inserts, \(callers) callers",
            ours: "\(perSecond(count, took)), p50 \(latencies.text(0.5)), p99 \(latencies.text(0.99))")
        if callers == 1 {
            let bare = BareLimit.singleInserts(try emptyDatabase(folder), count: count, spec: spec().stored)
            figure.bare = perSecond(count, bare)
            figure.ratio = bare / took
        }
        return [figure]
    }
}

/// The cost of a claim against the number of pulses that wait.
struct ClaimCost: Row {
    let name = "growth"

    func measure(in folder: String) async throws -> [Figure] {
        var figures: [Figure] = []
        for pending in [1000, 100_000, 1_000_000] {
            let text = try await withStore(folder) { store in
                try await store.make(pending, callers: 512)
                let turns = 200
                let took = try await seconds {
                    for _ in 0..<turns {
                        _ = try await store.turn(Turn(ends: [], limit: 4, owner: boot, now: epoch + .seconds(7200)))
                    }
                }
                return String(format: "%.3f ms a turn of 4", took / Double(turns) * 1000)
            }
            figures.append(Figure(what: "claims with \(pending) pending", ours: text))
        }
        return figures
    }
}
