import Synchronization

/// Where everything that happens to the engine comes in: many put in, one takes out.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiter: CheckedContinuation<Void, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func put(_ element: Element) {
        let waiter = state.withLock { state in
            state.elements.append(element)
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// All that is there, without waiting.
    func take() -> [Element] {
        state.withLock { state in
            defer { state.elements.removeAll(keepingCapacity: false) }
            return state.elements
        }
    }

    /// Returns when there is something to take, cancelled or not.
    func waitRegardless() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                guard state.elements.isEmpty else { return true }
                state.waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Returns when there is something to take, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.elements.isEmpty || state.isCancelled {
                        state.isCancelled = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
            state.withLock { $0.isCancelled = false }
        } onCancel: {
            let waiter = state.withLock { state in
                if state.waiter == nil { state.isCancelled = true }
                return state.waiter.take()
            }
            waiter?.resume()
        }
    }
}
