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
        var terms: [String: Terms] = [:]
        var cancels: [CancelNote] = []
        var farOpen = 0
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
            if order.isFar {
                state.acknowledgedFar += 1
                state.farOpen += 1
            } else {
                state.acknowledgedNear += 1
            }
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

    func note(_ cancel: CancelNote, of order: KillOrder) {
        state.withLock { state in
            state.cancels.append(cancel)
            switch cancel.answer {
            case .ended, .tooLate: if state.open.removeValue(forKey: order.key) == nil, order.isFar { state.farOpen -= 1 }
            case .ending, .unknown, .refused, .none: break
            }
        }
    }

    /// Wishes that a daemon left on record when it ended; says how many of them are its clients'.
    func noteWishes(_ pulses: Set<PulseID>) -> Int {
        state.withLock { state in
            let now = BootTime.now()
            let notes = state.entries.compactMap { entry -> CancelNote? in
                guard case .ok(let id, _) = entry.event, pulses.contains(id) else { return nil }
                return CancelNote(key: entry.key, askedAt: now, answeredAt: now, answer: .ending)
            }
            state.cancels += notes
            return notes.count
        }
    }

    /// These are about to be asked for; those that run count from here on.
    func expect(_ orders: [KillOrder]) {
        state.withLock { state in
            for order in orders {
                state.terms[order.key] = order.terms
                if !order.isFar { state.open[order.key] = .now() }
            }
        }
    }

    /// Whether one more that runs is welcome.
    func hasPlace() -> Bool {
        state.withLock { state in
            let now = BootTime.now()
            if now - state.lookedAt > .milliseconds(5) {
                state.lookedAt = now
                for entry in state.tail.read() {
                    guard case .end(let exit) = entry.event else { continue }
                    if exit != 0 { state.failures[entry.key, default: 0] += 1 }
                    let retry = state.terms[entry.key]?.retry
                    let isLast = state.failures[entry.key] == retry?.attempts ?? 3 || retry?.fatalExits.contains(exit) ?? false
                    if exit == 0 || isLast { state.open[entry.key] = nil }
                }
                // What was put aside after three crashes, or never came, is not waited for.
                state.open = state.open.filter { now - $0.value < .seconds(6) }
            }
            return state.open.count < Self.backlog
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
    var terms: [String: Terms] { state.withLock { $0.terms } }
    var cancels: [CancelNote] { state.withLock { $0.cancels } }
    /// Those that were acknowledged, are due much later, and were not called off.
    var farOpen: Int { state.withLock { $0.farOpen } }
    var latencies: [Duration] { state.withLock { $0.latencies } }
    var problems: [String] { state.withLock { $0.problems } }
    var acknowledged: (near: Int, far: Int) { state.withLock { ($0.acknowledgedNear, $0.acknowledgedFar) } }
}
