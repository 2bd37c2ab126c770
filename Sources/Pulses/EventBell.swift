import Synchronization

/// Tells those who follow the events that there are new ones. A store rings it once they are durable.
package final class EventBell: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Yields once for all rings since it was last asked; see ``PulseReading/eventSignal()``.
    package func signal() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return stream
    }

    package func ring() {
        for listener in state.withLock({ $0.listeners }).values { listener.yield() }
    }

    /// Nothing will happen any more.
    package func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return state.listeners
        }
        for listener in listeners.values { listener.finish() }
    }
}
