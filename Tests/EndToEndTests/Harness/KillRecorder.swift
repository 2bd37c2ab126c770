import Foundation
import Pulses
import Synchronization
import TestSupport

/// What the writers note and what they ask: the client's ledger, and how much more the daemon is to be given.
final class KillRecorder: Sendable {
    private struct State {
        var entries: [ClientEntry] = []
        var latencies: [Duration] = []
        var acknowledgedFar = 0
        var acknowledgedNear = 0
        var problems: [String] = []
        var isOver = false
        /// No request may begin.
        var isHeld = false
        /// Requests that have begun and are not settled.
        var asking = 0
        var isAborted = false
        // The pace.
        var tail: ChildLedgerFile
        var lookedAt = BootTime(nanoseconds: 0)
        var open: [String: BootTime] = [:]
        var failures: [String: Int] = [:]
    }

    /// How many pulses may wait or run at once, so that the slots are always full and the backlog stays small.
    private static let backlog = 40

    private let state: Mutex<State>

    init(home: KillHome) { state = Mutex(State(tail: ChildLedgerFile(path: home.ledger))) }

    // MARK: the writers' side

    /// No new requests; what is unanswered is asked again until it is answered.
    var isOver: Bool { state.withLock { $0.isOver } }
    /// Nothing at all any more.
    var isAborted: Bool { state.withLock { $0.isAborted } }

    func note(_ key: String, _ event: ClientEntry.Event) {
        let entry = ClientEntry(at: .now(), key: key, event: event)
        state.withLock { $0.entries.append(entry) }
    }

    func acknowledged(_ order: KillOrder, _ id: PulseID, due: BootTime, latency: Duration?) {
        note(order.key, .ok(id, due: due))
        state.withLock { state in
            if let latency { state.latencies.append(latency) }
            if order.delay > .seconds(60) { state.acknowledgedFar += 1 } else { state.acknowledgedNear += 1 }
        }
    }

    func report(_ problem: String) { state.withLock { $0.problems.append(problem) } }

    /// Whether a request may begin now; then it counts until `endRequest`.
    func beginRequest() -> Bool {
        state.withLock { state in
            guard !state.isHeld else { return false }
            state.asking += 1
            return true
        }
    }

    func endRequest() { state.withLock { $0.asking -= 1 } }

    /// Whether one more that runs is welcome; then it counts from here on.
    func claimPlace(for key: String) -> Bool {
        state.withLock { state in
            let now = BootTime.now()
            if now - state.lookedAt > .milliseconds(5) {
                state.lookedAt = now
                for entry in state.tail.read() {
                    guard case .end(let exit) = entry.event else { continue }
                    if exit != 0 { state.failures[entry.key, default: 0] += 1 }
                    if exit == 0 || state.failures[entry.key] == 3 { state.open[entry.key] = nil }
                }
                // What was put aside after three crashes, or never came, is not waited for.
                state.open = state.open.filter { now - $0.value < .seconds(6) }
            }
            guard state.open.count < Self.backlog else { return false }
            state.open[key] = now
            return true
        }
    }

    // MARK: the harness's side

    func endWriting(atOnce: Bool = false) {
        state.withLock { state in
            state.isOver = true
            if atOnce { state.isAborted = true }
        }
    }

    /// Does something while no request is under way: what was begun has been answered, and nothing begins meanwhile.
    func betweenRequests(_ body: () throws -> Void) throws {
        state.withLock { $0.isHeld = true }
        defer { state.withLock { $0.isHeld = false } }
        try waitFor("the answers to all requests", within: .seconds(20)) { state.withLock { $0.asking == 0 ? true : nil } }
        try body()
    }

    var entries: [ClientEntry] { state.withLock { $0.entries } }
    var latencies: [Duration] { state.withLock { $0.latencies } }
    var problems: [String] { state.withLock { $0.problems } }
    var acknowledged: (near: Int, far: Int) { state.withLock { ($0.acknowledgedNear, $0.acknowledgedFar) } }
}
