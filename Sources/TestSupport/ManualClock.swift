import Pulses
package import Recurrence
import Synchronization

/// Both clocks in the hand of a test: time moves when the test says so, and a test can wait until somebody sleeps.
package final class ManualClock: WallClock {
    private struct Sleeper {
        var id: Int
        var deadline: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var wall: Instant
        var monotonic: Duration = .zero
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var watchers: [(deadline: Duration, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    package init(now: Instant) { state = Mutex(State(wall: now)) }

    package func now() -> Instant { state.withLock { $0.wall } }

    package func monotonic() -> Duration { state.withLock { $0.monotonic } }

    package func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (now, woken): (Bool, [CheckedContinuation<Void, Never>]) = state.withLock { state in
                    if state.cancelled.remove(id) != nil || duration <= .zero { return (true, []) }
                    let deadline = state.monotonic + duration
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    let woken = state.watchers.filter { deadline <= $0.deadline }.map(\.continuation)
                    state.watchers.removeAll { deadline <= $0.deadline }
                    return (false, woken)
                }
                if now { continuation.resume() }
                for watcher in woken { watcher.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves both clocks on and wakes who is due.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.wall = state.wall + duration
            state.monotonic += duration
            let due = state.sleepers.filter { $0.deadline <= state.monotonic }
            state.sleepers.removeAll { $0.deadline <= state.monotonic }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves both clocks on to when the first of those who sleep is due, and wakes it; does nothing unless so many sleep, and it is due within
    /// the duration from now.
    ///
    /// - Returns: whether it woke anybody.
    package func wakeFirst(within duration: Duration, of count: Int = 1) -> Bool {
        let step = state.withLock { state -> Duration? in
            guard state.sleepers.count >= count, let first = state.sleepers.map(\.deadline).min() else { return nil }
            return first - state.monotonic <= duration ? max(first - state.monotonic, .zero) : nil
        }
        guard let step else { return false }
        advance(by: step)
        return true
    }

    /// Sets the wall clock alone, as an administrator or NTP would.
    package func step(to instant: Instant) { state.withLock { $0.wall = instant } }

    /// Returns once somebody sleeps who is due within the duration from now.
    package func sleeper(within duration: Duration = .seconds(365 * 24 * 3600)) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                let deadline = state.monotonic + duration
                if state.sleepers.contains(where: { $0.deadline <= deadline }) { return true }
                state.watchers.append((deadline, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
