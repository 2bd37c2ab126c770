import Synchronization

/// A look at the whole system that many may want at once: everyone gets one that began after they asked, and few are made.
///
/// One of those who wait makes it for all; no thread is blocked by waiting for it.
final class SharedScan<Value: Sendable>: Sendable {
    /// What a waiter is woken with: the value, or nothing, and then it is its turn to make one.
    private typealias Waiter = CheckedContinuation<Value?, Never>

    private let state = Mutex<(isMaking: Bool, waiting: [Waiter])>((false, []))
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    func fresh() async -> Value {
        let made: Value? = await withCheckedContinuation { continuation in
            let isOurTurn = state.withLock { state in
                if state.isMaking { state.waiting.append(continuation) }
                defer { state.isMaking = true }
                return !state.isMaking
            }
            if isOurTurn { continuation.resume(returning: nil) }
        }
        return made ?? makeForAll()
    }

    private func makeForAll() -> Value {
        let served = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        let value = make()
        // Who came meanwhile asked too late for this one.
        let next = state.withLock { state -> Waiter? in
            state.isMaking = !state.waiting.isEmpty
            return state.waiting.popLast()
        }
        for waiter in served { waiter.resume(returning: value) }
        next?.resume(returning: nil)
        return value
    }
}
