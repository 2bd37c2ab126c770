import ControlPlane
import Engine
import Recurrence
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// A part that answers once it is let go.
private final class Gate: Sendable {
    private let state = Mutex<(looks: Int, isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((0, false, []))

    var looks: Int { state.withLock { $0.looks } }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func pass() async {
        state.withLock { $0.looks += 1 }
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

@Suite("readiness")
struct ReadinessTests {
    private struct Trouble: Error, CustomStringConvertible {
        var description: String { "the disk is full" }
    }

    private static let well = Watchdog.Probe(name: "engine") {}

    private func reached(_ condition: () -> Bool) async throws {
        for _ in 0..<4000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw ManagerSocket.Silence()
    }

    @Test("where every part answers nothing is at fault, time and again")
    func allWell() async {
        let readiness = Readiness(probes: [Self.well], clock: SystemClock()) { false }
        for _ in 0..<3 { #expect(await readiness.faults() == []) }
    }

    @Test("what was well counts as well for a second and no longer; what is at fault is looked at each time")
    func freshness() async {
        let clock = ManualClock(now: Instant(seconds: 1_800_000_000))
        let looks = Mutex(0)
        let isWell = Mutex(true)
        let store = Watchdog.Probe(name: "store") {
            looks.withLock { $0 += 1 }
            if !isWell.withLock({ $0 }) { throw Trouble() }
        }
        let readiness = Readiness(probes: [store], clock: clock) { false }
        for _ in 0..<3 { #expect(await readiness.faults() == []) }
        #expect(looks.withLock { $0 } == 1)
        isWell.withLock { $0 = false }
        clock.advance(by: .milliseconds(999))
        #expect(await readiness.faults() == [] && looks.withLock { $0 } == 1)
        clock.advance(by: .milliseconds(1))
        for look in 2...4 { #expect(await readiness.faults().map(\.part) == ["store"] && looks.withLock { $0 } == look) }
    }

    @Test("a part that fails is named with its reason")
    func failing() async {
        let store = Watchdog.Probe(name: "store") { throw Trouble() }
        let readiness = Readiness(probes: [store, Self.well], clock: SystemClock()) { false }
        #expect(await readiness.faults() == [PartFault(part: "store", sentence: "is at fault: the disk is full")])
    }

    @Test("a part that hangs is named within the limit, gets no second look, and is well again once it answers")
    func hanging() async throws {
        let gate = Gate()
        let store = Watchdog.Probe(name: "store") { await gate.pass() }
        let readiness = Readiness(probes: [Self.well, store], limit: .milliseconds(50), clock: SystemClock()) { false }
        #expect(await readiness.faults() == [PartFault(part: "store", sentence: "gave no answer within 50 ms")])
        #expect(await readiness.faults() == [PartFault(part: "store", sentence: "has not answered an earlier question yet")])
        #expect(gate.looks == 1)
        gate.open()
        var faults: [PartFault] = []
        for _ in 0..<4000 {
            faults = await readiness.faults()
            if faults.isEmpty { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(faults == [])
    }

    @Test("a storm of questions costs one look, and all of them get its answer")
    func storm() async throws {
        let gate = Gate()
        let store = Watchdog.Probe(name: "store") {
            await gate.pass()
            throw Trouble()
        }
        let readiness = Readiness(probes: [store], limit: .seconds(60), clock: SystemClock()) { false }
        try await withThrowingTaskGroup(of: [PartFault].self) { group in
            for _ in 0..<200 { group.addTask { await readiness.faults() } }
            try await reached { readiness.followers == 199 }
            #expect(gate.looks == 1)
            gate.open()
            for try await faults in group { #expect(faults.map(\.part) == ["store"]) }
        }
        #expect(gate.looks == 1)
        #expect(readiness.followers == 0)
    }

    @Test("who drains is not ready, and looks at nothing")
    func draining() async {
        let gate = Gate()
        let readiness = Readiness(probes: [Watchdog.Probe(name: "store") { await gate.pass() }], clock: SystemClock()) { true }
        #expect(await readiness.faults() == [.draining])
        #expect(gate.looks == 0)
    }
}
