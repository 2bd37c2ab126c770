import HTTPAPI
import Synchronization

/// Where the daemon listens, as it comes to be known.
final class Places: Sendable {
    private struct State {
        var addresses: [ListenAddress] = []
        var waiter: (count: Int, continuation: AsyncStream<Void>.Continuation)?
    }

    private let state = Mutex(State())

    func add(_ address: ListenAddress) {
        state.withLock { state in
            // One that is made again is where it was.
            if !state.addresses.contains(address) { state.addresses.append(address) }
            if let waiter = state.waiter, state.addresses.count >= waiter.count {
                waiter.continuation.finish()
                state.waiter = nil
            }
        }
    }

    /// The network first, then the socket.
    var all: [String] {
        state.withLock { $0.addresses }.map(\.description).sorted { a, b in a.hasPrefix("http") && !b.hasPrefix("http") }
    }

    var urls: [String] { all.filter { $0.hasPrefix("http") } }

    /// What returns when so many are open, or when its task is cancelled.
    func whenOpen(_ count: Int) -> @Sendable () async -> Void {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        state.withLock { state in
            if state.addresses.count >= count { continuation.finish() } else { state.waiter = (count, continuation) }
        }
        return { for await _ in stream {} }
    }
}
