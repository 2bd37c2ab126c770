import Engine
import Foundation
import Logging
import Pulses
import Recurrence
import SQLiteStore
import Synchronization

/// Does nothing but look at the clock, or takes a given time.
private final class ClockedNoOp: Performer {
    struct Start {
        var claim: Claim
        /// Milliseconds since 1970, with their fraction.
        var at: Double
    }

    private let takes: Duration
    private let seen = Mutex<[Start]>([])

    init(takes: Duration = .zero) { self.takes = takes }

    var starts: [Start] { seen.withLock { $0 } }

    func perform(_ run: Run) async -> AttemptEnd {
        let at = Self.milliseconds
        seen.withLock { $0.append(Start(claim: run.claim, at: at)) }
        if takes > .zero { try? await Task.sleep(for: takes, tolerance: .zero) }
        return AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: now())
    }

    func leftovers(notOf boot: BootID) -> Set<RunKey> { [] }

    func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey> { keys }

    static var milliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }
}

/// Passes all on to the store, and counts the turns that left a slot free while something was due.
private final class WatchedStore: PulseClaiming {
    private let store: SQLiteStore
    private let counts = Mutex((turns: 0, idle: 0))

    init(_ store: SQLiteStore) { self.store = store }

    var turns: (turns: Int, idle: Int) { counts.withLock { $0 } }

    func turn(_ turn: Turn) async throws(StoreError) -> TurnResult {
        let result = try await store.turn(turn)
        let isDue = (result.nextDue.map { $0 <= turn.now } ?? false) || (result.nextLook.map { $0 <= turn.now } ?? false)
        counts.withLock { counts in
            counts.turns += 1
            if result.claims.count < turn.limit, isDue { counts.idle += 1 }
        }
        return result
    }

    func note(_ process: ProcessRecord, of key: RunKey) async throws(StoreError) { try await store.note(process, of: key) }

    func orphans(notOf boot: BootID) async throws(StoreError) -> [Orphan] { try await store.orphans(notOf: boot) }
}

/// Runs an engine over a store until `isDone` says so, asked each millisecond.
private func runEngine(_ store: any PulseClaiming, _ performer: any Performer, slots: Int, until isDone: @escaping () async throws -> Bool)
    async throws
{
    let engine = Engine(
        settings: Engine.Settings(slots: slots), boot: boot, store: store, performer: performer, clock: SystemClock(),
        log: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, seed: 1)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await engine.run() }
        while try await !isDone() { try await Task.sleep(for: .milliseconds(5)) }
        engine.drain()
        try await group.waitForAll()
    }
}

/// How late occurrences begin, by the clock of a performer without a child, against the number of schedules and of fires a second.
struct ScheduledLateness: Row {
    let name = "scheduled-lateness"
    private static let slots = 64

    func measure(in folder: String) async throws -> [Figure] {
        var figures: [Figure] = []
        for (what, active, asleep, period, jitter) in [
            ("10 schedules, 10 fires a second", 10, 0, Int64(1), Duration.zero),
            ("100,000 schedules, 10 fires a second", 10, 99_990, 1, .zero),
            ("100,000 schedules, 1,000 fires a second, spread by jitter", 100_000, 0, 100, .milliseconds(999)),
            ("100,000 schedules, 1,000 fires on each second", 100_000, 0, 100, .zero),
        ] {
            let late = try await withStore(folder) { store in
                try await Self.lateness(store, active: active, asleep: asleep, period: period, jitter: jitter)
            }
            let text = [0.5, 0.99].map { String(format: "%.1f ms", late[Int(Double(late.count) * $0)]) }
            figures.append(
                Figure(
                    what: "lateness with \(what)",
                    ours: "p50 \(text[0]), p99 \(text[1]), max \(String(format: "%.1f ms", late.last ?? 0)) of \(late.count)"))
        }
        return figures
    }

    /// Milliseconds from due to the performer, sorted, of what fell due within 15 seconds.
    private static func lateness(_ store: SQLiteStore, active: Int, asleep: Int, period: Int64, jitter: Duration) async throws -> [Double] {
        try await ScheduleSet.asleep(asleep, from: now()).make(in: store, at: now())
        // Nothing falls due while they are made.
        let start = now() + .seconds(2 + active / 6000)
        try await ScheduleSet.steady(active, period: period, jitter: jitter, from: start).make(in: store, at: start)
        guard now() < start else { throw Failure(what: "making \(active + asleep) schedules took too long") }
        let performer = ClockedNoOp()
        let end = start + .seconds(16)
        try await runEngine(store, performer, slots: slots) { now() >= end }
        let late = performer.starts.filter { $0.claim.dueAt < end - .milliseconds(500) }.map {
            $0.at - Double($0.claim.dueAt.milliseconds)
        }
        guard late.count > active / Int(period) * 13 else { throw Failure(what: "only \(late.count) fired") }
        guard late.allSatisfy({ $0 >= 0 }) else { throw Failure(what: "\(late.min() ?? 0) ms: early") }
        return late.sorted()
    }
}

/// Many schedules of all priorities that fall due in one second.
struct ScheduleHerd: Row {
    let name = "herd"

    func measure(in folder: String) async throws -> [Figure] {
        [
            try await measure(in: folder, slots: 4, takes: .zero), try await measure(in: folder, slots: 64, takes: .zero),
            try await measure(in: folder, slots: 64, takes: .milliseconds(5)),
        ]
    }

    private func measure(in folder: String, slots: Int, takes: Duration) async throws -> Figure {
        let count = 10_000
        return try await withStore(folder) { store in
            let due = Instant(milliseconds: (now().milliseconds / 1000 + 4) * 1000)
            var set = ScheduleSet(count: count) { number in
                ScheduleTiming(
                    rule: "every 3600s", zone: "Europe/Berlin", anchor: due - .seconds(3600))
            }
            set.priority = { Priority.allCases[$0 % Priority.allCases.count] }
            try await set.make(in: store, at: due - .seconds(1))
            let (watched, performer) = (WatchedStore(store), ClockedNoOp(takes: takes))
            try await runEngine(watched, performer, slots: slots) {
                try await store.tally().byStatus[.completed] == Int64(count)
            }
            let starts = performer.starts
            let first = Double(due.milliseconds)
            let text = String(
                format: "first after %.0f ms, all after %.0f ms; %d out of order, %d of %d turns left a slot free",
                (starts.map(\.at).min() ?? 0) - first, (starts.map(\.at).max() ?? 0) - first, inversions(starts),
                watched.turns.idle, watched.turns.turns)
            let kind = takes > .zero ? "runs of \(takes.milliseconds) ms" : "no-op"
            return Figure(what: "10,000 schedules due in one second, \(slots) slots, \(kind)", ours: text)
        }
    }

    /// How many were claimed after one that goes later though they were due by then.
    private func inversions(_ starts: [ClockedNoOp.Start]) -> Int {
        let turns = Dictionary(grouping: starts, by: \.claim.startedAt).sorted { $0.key < $1.key }
        var waiting = starts.map(\.claim).sorted { rank($0) < rank($1) }
        var count = 0
        for (at, claimed) in turns {
            let ids = Set(claimed.map(\.claim.key))
            guard let lowest = claimed.map({ rank($0.claim) }).max(by: <) else { continue }
            for claim in waiting where rank(claim) < lowest && claim.dueAt <= at && !ids.contains(claim.key) { count += 1 }
            waiting.removeAll { ids.contains($0.key) }
        }
        return count
    }

    private func rank(_ claim: Claim) -> (Priority, Instant, PulseID) { (claim.spec.priority, claim.dueAt, claim.key.pulse) }
}
