import Logging
import Pulses
import Recurrence
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// A performer whose runs end when the test says so, or by a rule.
private final class ScriptedPerformer: Performer {
    private struct State {
        var begun: [RunKey] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let rule: @Sendable (Run) async -> AttemptEnd

    init(_ rule: @escaping @Sendable (Run) async -> AttemptEnd) { self.rule = rule }

    var begun: [RunKey] { state.withLock { $0.begun } }

    func perform(_ run: Run) async -> AttemptEnd {
        let ready = state.withLock { state in
            state.begun.append(run.claim.key)
            let count = state.begun.count
            defer { state.waiting.removeAll { $0.count <= count } }
            return state.waiting.filter { $0.count <= count }.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
        return await rule(run)
    }

    /// Returns when so many runs have begun.
    func begun(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.begun.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    func leftovers(notOf boot: BootID) -> Set<RunKey> { [] }

    func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey> { keys }
}

private final class Switch: Sendable {
    let isOn = Mutex(false)
}

@Suite struct EngineServiceTests {
    private let clock = ManualClock(now: StoreContract.start)
    private let store = InMemoryStore()

    private func engine(_ performer: ScriptedPerformer, slots: Int = 4) -> Engine {
        Engine(
            settings: Engine.Settings(slots: slots, drainLimit: .seconds(10), grace: .seconds(2)), boot: StoreContract.boot,
            store: store, performer: performer, clock: clock, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, seed: 7)
    }

    private func succeed(_ run: Run) -> AttemptEnd { AttemptEnd(outcome: .succeeded, endedAt: StoreContract.start) }

    private func make(in delay: Duration = .zero, priority: Priority = .normal, on engine: Engine) async throws -> PulseID {
        guard case .created(let pulse) = try await store.make(PulseOrder(spec: StoreContract.spec(in: delay, priority: priority)))
        else { throw StoreContract.Violation(description: "not created") }
        engine.wake(dueAt: pulse.progress.dueAt)
        return pulse.id
    }

    @Test("a pulse that is due runs and completes; one that is due later waits for its time")
    func runsOnTime() async throws {
        let performer = ScriptedPerformer { AttemptEnd(outcome: .succeeded, endedAt: $0.claim.startedAt) }
        let engine = engine(performer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            let now = try await make(on: engine)
            await performer.begun(1)
            let later = try await make(in: .seconds(10), on: engine)
            await clock.sleeper(within: .seconds(10))
            #expect(performer.begun == [RunKey(pulse: now, attempt: 1)])
            clock.advance(by: .milliseconds(9999))
            await clock.sleeper(within: .milliseconds(1))
            #expect(performer.begun.count == 1)
            clock.advance(by: .milliseconds(1))
            await performer.begun(2)
            #expect(performer.begun.last == RunKey(pulse: later, attempt: 1))
            engine.drain()
            try await group.waitForAll()
        }
        #expect(try await store.tally().byStatus == [.completed: 2])
    }

    @Test("no more run at once than there are slots, the important ones first")
    func keepsToItsSlots() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let most = Mutex((now: 0, most: 0))
        let performer = ScriptedPerformer { run in
            most.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            for await _ in gate.stream { break }
            most.withLock { $0.now -= 1 }
            return AttemptEnd(outcome: .succeeded, endedAt: run.claim.startedAt)
        }
        let engine = engine(performer, slots: 1)
        let low = try await make(priority: .low, on: engine)
        let critical = try await make(priority: .critical, on: engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            await performer.begun(1)
            gate.continuation.yield()
            await performer.begun(2)
            gate.continuation.yield()
            engine.drain()
            try await group.waitForAll()
        }
        #expect(performer.begun.map(\.pulse) == [critical, low])
        #expect(most.withLock { $0.most } == 1)
    }

    @Test("what another node left runs again when its lease is over, and no sooner")
    func rescuesAnotherNodesRuns() async throws {
        let store = InMemoryStore(leaseTime: clock.monotonic)
        let performer = ScriptedPerformer { AttemptEnd(outcome: .succeeded, endedAt: $0.claim.startedAt) }
        _ = try await store.make(PulseOrder(spec: StoreContract.spec()))
        let left = try await store.turn(Turn(ends: [], limit: 1, owner: StoreContract.otherBoot, now: clock.now())).claims
        let engine = Engine(
            settings: Engine.Settings(slots: 4), boot: StoreContract.boot, store: store, performer: performer, clock: clock,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, seed: 7)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            for _ in 1...3 {
                await clock.sleeper(within: .seconds(30))
                #expect(performer.begun == [])
                clock.advance(by: .seconds(30))
            }
            await performer.begun(1)
            engine.drain()
            try await group.waitForAll()
        }
        #expect(performer.begun == [RunKey(pulse: left[0].key.pulse, attempt: 2)])
        #expect(try await store.attempts(of: left[0].key.pulse).map(\.end?.outcome) == [.lost, .succeeded])
    }

    @Test("stopping a run returns when its end is stored")
    func stopsRuns() async throws {
        let performer = ScriptedPerformer { run in
            let (stream, continuation) = AsyncStream.makeStream(of: StopReason.self)
            run.stop.listen { continuation.yield($0.reason) }
            for await reason in stream { return AttemptEnd(outcome: .cancelled, stopped: reason, endedAt: run.claim.startedAt) }
            return AttemptEnd(outcome: .failed, endedAt: run.claim.startedAt)
        }
        let engine = engine(performer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            let id = try await make(on: engine)
            await performer.begun(1)
            _ = try await store.cancel(id, at: StoreContract.start)
            await engine.stop(id, patience: .seconds(60))
            #expect(try await store.pulse(id)?.progress.status == .cancelled)
            await engine.stop(PulseID(999), patience: .seconds(60))
            engine.drain()
            try await group.waitForAll()
        }
        await engine.stop(PulseID(1), patience: .seconds(60))
    }

    @Test("a stop without patience is asked for and not waited for, and ends nobody else's wait")
    func stopsWithoutWaiting() async throws {
        let asked = AsyncStream.makeStream(of: Void.self)
        let gate = AsyncStream.makeStream(of: Void.self)
        let performer = ScriptedPerformer { run in
            run.stop.listen { _ in asked.continuation.yield() }
            for await _ in gate.stream { break }
            return AttemptEnd(outcome: .cancelled, stopped: .cancelled, endedAt: run.claim.startedAt)
        }
        let engine = engine(performer)
        let returned = Switch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            let id = try await make(on: engine)
            await performer.begun(1)
            _ = try await store.cancel(id, at: StoreContract.start)
            group.addTask {
                await engine.stop(id, patience: .seconds(60))
                returned.isOn.withLock { $0 = true }
            }
            for await _ in asked.stream { break }
            // Returns, though the run goes on until the gate opens.
            await engine.stop(id, patience: .zero)
            await engine.stop(id, patience: .zero)
            #expect(!returned.isOn.withLock { $0 })
            gate.continuation.yield()
            engine.drain()
            try await group.waitForAll()
        }
        #expect(returned.isOn.withLock { $0 })
        #expect(try await store.tally().byStatus == [.cancelled: 1])
    }

    @Test("a second drain ends what runs, and it is given back")
    func givesBack() async throws {
        let performer = ScriptedPerformer { run in
            let (stream, continuation) = AsyncStream.makeStream(of: StopReason.self)
            run.stop.listen { continuation.yield($0.reason) }
            for await reason in stream { return AttemptEnd(outcome: .cancelled, stopped: reason, endedAt: run.claim.startedAt) }
            return AttemptEnd(outcome: .failed, endedAt: run.claim.startedAt)
        }
        let engine = engine(performer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            _ = try await make(on: engine)
            await performer.begun(1)
            engine.drain()
            engine.drain()
            try await group.waitForAll()
        }
        #expect(try await store.tally().byStatus == [.pending: 1])
        #expect(engine.isRunning == false)
    }

    @Test("a store without room is an interruption: the outcome is written when there is room")
    func survivesAFullDisk() async throws {
        let store = store
        let performer = ScriptedPerformer { run in
            store.fail(with: .full("/tmp"))
            return AttemptEnd(outcome: .succeeded, endedAt: run.claim.startedAt)
        }
        let engine = engine(performer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            _ = try await make(on: engine)
            await performer.begun(1)
            await clock.sleeper(within: .seconds(1))
            store.fail(with: nil)
            clock.advance(by: .seconds(1))
            engine.drain()
            try await group.waitForAll()
        }
        #expect(try await store.tally().byStatus == [.completed: 1])
    }

    @Test("a store that failed for good ends the engine with its error")
    func endsWithTheStore() async throws {
        store.fail(with: .broken("gone"))
        let engine = engine(ScriptedPerformer { AttemptEnd(outcome: .succeeded, endedAt: $0.claim.startedAt) })
        await #expect(throws: StoreError.broken("gone")) { try await engine.run() }
    }
}
