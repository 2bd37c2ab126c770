import Synchronization

/// The handle by which others end one run; it belongs to a single run.
///
/// Asking is free of races: before the spawn it prevents it, afterwards it ends the tree, and once the run is over it does nothing.
package final class RunControl: Sendable {
    /// What was asked: the first reason stays, the earliest deadline holds.
    struct Request: Sendable, Hashable {
        var reason: EndReason
        var killAt: ContinuousClock.Instant
    }

    private struct State {
        var request: Request?
        var leaderEndedAt: ContinuousClock.Instant?
        /// The leader was seen to end before anyone asked.
        var endedByItself = false
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
        /// Something happened while no one waited.
        var isRung = false

        mutating func ring() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            if waiter == nil { isRung = true }
            return waiter
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// Asks for the end of the run: TERM now, KILL after the grace. A later call can only bring the KILL forward.
    package func end(reason: EndReason, grace: Duration) {
        let killAt = ContinuousClock.now + max(grace, .zero)
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isOver else { return nil }
            let earlier = state.request
            state.request = Request(reason: earlier?.reason ?? reason, killAt: min(earlier?.killAt ?? killAt, killAt))
            return state.ring()
        }
        waiter?.resume()
    }

    var request: Request? { state.withLock { $0.request } }

    /// The reason to report: none when the leader ended by itself first.
    var endReason: EndReason? { state.withLock { $0.endedByItself ? nil : $0.request?.reason } }

    var leaderEndedAt: ContinuousClock.Instant? { state.withLock { $0.leaderEndedAt } }

    func noteLeaderEnded() {
        let now = ContinuousClock.now
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.leaderEndedAt == nil {
                state.leaderEndedAt = now
                state.endedByItself = state.request == nil
            }
            return state.ring()
        }
        waiter?.resume()
    }

    func noteOver() { state.withLock { $0.isOver = true } }

    /// Returns when something was noted since the last return, or at the deadline, or, rarely, for nothing.
    ///
    /// Deaf to task cancellation: the end of a tree must not be cut short.
    func wait(until deadline: ContinuousClock.Instant?, on watcher: Watcher) async {
        if let deadline, deadline <= .now { return }
        let alarm = deadline.map { watcher.setAlarm(at: $0) { [weak self] in self?.wake() } }
        await withCheckedContinuation { continuation in
            let isRung = state.withLock { state in
                if !state.isRung { state.waiter = continuation }
                defer { state.isRung = false }
                return state.isRung
            }
            if isRung { continuation.resume() }
        }
        if let alarm { watcher.cancelAlarm(alarm) }
    }

    private func wake() {
        state.withLock { $0.ring() }?.resume()
    }
}
