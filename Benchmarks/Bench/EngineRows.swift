import Bare
import Engine
import Foundation
import Logging
import Processes
import Pulses
import Recurrence
import SQLiteStore

/// Does nothing, at once.
private struct NoOp: Performer {
    func perform(_ run: Run) async -> AttemptEnd { AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: run.claim.startedAt) }

    func leftovers(notOf boot: BootID) -> Set<RunKey> { [] }

    func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey> { keys }
}

/// The whole way of a pulse without a child: insert, claim, no-op, complete.
struct WholeEngine: Row {
    let name = "engine"

    func measure(in folder: String) async throws -> [Figure] {
        let count = 60_000
        let took = try await withStore(folder) { store in try await wholeWay(of: count, store) { spec($0) } }
        return [Figure(what: "engine whole: insert, claim, no-op, complete", ours: perSecond(count, took))]
    }
}

/// The same where pulses need pools: spread over twenty, and beside many that wait for a pool of one. Taken in turns with the way without
/// pools, which is the bare limit here.
struct PooledEngine: Row {
    let name = "pools"

    func measure(in folder: String) async throws -> [Figure] {
        let (count, rounds) = (10_000, 7)
        var (free, spread, beside): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<rounds {
            free.append(try await withStore(folder) { store in try await wholeWay(of: count, store) { spec($0) } })
            spread.append(
                try await withStore(folder) { store in
                    try await store.declare((0..<20).map { Pool(name: "p\($0)", limits: PoolLimits(capacity: 25)) })
                    return try await wholeWay(of: count, store) { pooled($0, "p\($0 % 20)") }
                })
            beside.append(
                try await withStore(folder) { store in
                    try await store.declare([Pool(name: "llm", limits: PoolLimits(capacity: 1))])
                    for batch in 0..<20 {
                        _ = try await store.make((0..<500).map { PulseOrder(spec: pooled(batch * 500 + $0, "llm")) })
                    }
                    // Takes the pool's one place, for good.
                    _ = try await store.turn(Turn(ends: [], limit: 1, owner: boot, now: now()))
                    return try await wholeWay(of: count, store) { spec($0) }
                })
        }
        let bare = perSecond(count, median(free))
        return [
            Figure(
                what: "10,000 pulses over 20 pools of 25", ours: perSecond(count, median(spread)), bare: bare,
                ratio: median(free) / median(spread)),
            Figure(
                what: "10,000 pulses beside 10,000 that wait for a pool of 1", ours: perSecond(count, median(beside)), bare: bare,
                ratio: median(free) / median(beside)),
        ]
    }

    private func pooled(_ number: Int, _ pool: String) -> PulseSpec {
        var pooled = spec(number)
        pooled.pools = [pool]
        return pooled
    }
}

/// How long an engine takes for so many pulses that 64 callers make, with 512 slots; what waited before stays out of it.
private func wholeWay(of count: Int, _ store: SQLiteStore, _ spec: @escaping @Sendable (Int) -> PulseSpec) async throws -> Double {
    let engine = Engine(
        settings: Engine.Settings(slots: 512), boot: boot, store: store, performer: NoOp(), clock: SystemClock(),
        log: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, seed: 1)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await engine.run() }
        let took = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { makers in
                for maker in 0..<64 {
                    makers.addTask {
                        for number in stride(from: maker, to: count, by: 64) {
                            if case .created(let pulse) = try await store.make(PulseOrder(spec: spec(number))) {
                                engine.wake(dueAt: pulse.progress.dueAt)
                            }
                        }
                    }
                }
                try await makers.waitForAll()
            }
            while try await store.tally().byStatus[.completed] != Int64(count) { try await Task.sleep(for: .milliseconds(1)) }
        }
        engine.drain()
        try await group.waitForAll()
        return took
    }
}

/// Children started and ended, eight at once, with their output to files.
struct SpawnRate: Row {
    let name = "spawn"

    func measure(in folder: String) async throws -> [Figure] {
        let (count, atOnce, rounds) = (1500, 8, 5)
        var ours: [Double] = []
        var bare: [Double] = []
        for _ in 0..<rounds {
            bare.append(bare_spawn("/bin/true", Int32(count), Int32(atOnce), folder + "/out"))
            ours.append(
                await seconds {
                    await withTaskGroup(of: Void.self) { group in
                        for worker in 0..<atOnce {
                            group.addTask {
                                for number in 0..<(count / atOnce) {
                                    let child = ChildSpec(
                                        executable: "/bin/true", environment: ["PATH": "/bin"], workingDirectory: "/",
                                        timeout: .seconds(60),
                                        grace: .seconds(1),
                                        output: OutputPlan(
                                            standardOutput: "\(folder)/\(worker)-\(number).out",
                                            standardError: "\(folder)/\(worker)-\(number).err", limit: 1 << 20))
                                    _ = await Processes.run(child, control: RunControl()) { _ in }
                                }
                            }
                        }
                    }
                })
        }
        let done = count / atOnce * atOnce
        return [
            Figure(
                what: "children a second, 8 at once", ours: perSecond(done, median(ours)), bare: perSecond(count, median(bare)),
                ratio: (Double(done) / median(ours)) / (Double(count) / median(bare)))
        ]
    }
}
