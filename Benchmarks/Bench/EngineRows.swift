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
        let took = try await withStore(folder) { store in
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
        return [Figure(what: "engine whole: insert, claim, no-op, complete", ours: perSecond(count, took))]
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
