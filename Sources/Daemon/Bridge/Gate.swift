import Synchronization

/// Lets so many in at once; the others wait, and come in by their order.
final class Gate: Sendable {
    private struct State {
        var free: Int
        var waiting: [(number: UInt64, CheckedContinuation<Bool, Never>)] = []
        var numbers: UInt64 = 0
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(free: places)) }

    /// Does the work once there is a place.
    ///
    /// - Returns: nil where the task was cancelled before that.
    func pass<Result: Sendable, Failure: Error>(_ work: () async throws(Failure) -> Result) async throws(Failure) -> Result? {
        guard await enter() else { return nil }
        defer { leave() }
        return try await work()
    }

    /// Does the work if there is a place now; else nil.
    func passAtOnce<Result: Sendable, Failure: Error>(_ work: () async throws(Failure) -> Result) async throws(Failure) -> Result? {
        let isFree = state.withLock { state in
            if state.free > 0 { state.free -= 1 } else { return false }
            return true
        }
        guard isFree else { return nil }
        defer { leave() }
        return try await work()
    }

    private func enter() async -> Bool {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((number, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).1 }
            }
            waiting?.resume(returning: false)
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst().1 }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
