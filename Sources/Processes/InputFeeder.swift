import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes the rest of a child's standard input, on the watcher's thread, as the child reads it.
///
/// A child that closes its end or ends early just gets no more. SIGPIPE is blocked on the watcher's thread.
final class InputFeeder: Sendable {
    private struct State {
        var descriptor: Int32
        var watch: Watcher.Token?
        var rest: ArraySlice<UInt8>
    }

    private let state: Mutex<State>
    private let watcher: Watcher

    /// Owns the descriptor from here on; it must not block.
    init(descriptor: Int32, rest: ArraySlice<UInt8>, watcher: Watcher) {
        state = Mutex(State(descriptor: descriptor, watch: nil, rest: rest))
        self.watcher = watcher
    }

    func start() throws(WatchFailure) {
        try state.withLock { (state) throws(WatchFailure) in
            state.watch = try watcher.watch(state.descriptor, for: .writing) { [weak self] in self?.writeSome() }
        }
    }

    func finish() {
        state.withLock { Self.close(&$0, watcher: watcher) }
    }

    private func writeSome() {
        state.withLock { state in
            guard state.descriptor >= 0 else { return }
            let count = writeAvailable(state.rest, to: state.descriptor)
            state.rest = state.rest.dropFirst(count ?? 0)
            if count == nil || state.rest.isEmpty { Self.close(&state, watcher: watcher) }
        }
    }

    private static func close(_ state: inout State, watcher: Watcher) {
        guard state.descriptor >= 0 else { return }
        if let watch = state.watch { watcher.forget(watch, state.descriptor) }
        #if canImport(Glibc)
            _ = Glibc.close(state.descriptor)
        #else
            _ = Darwin.close(state.descriptor)
        #endif
        state.descriptor = -1
        state.watch = nil
        state.rest = []
    }
}

/// Writes what fits without waiting; nil when no one reads any more.
func writeAvailable(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int? {
    bytes.withUnsafeBytes { bytes in
        var done = 0
        while done < bytes.count {
            let count = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count > 0 {
                done += count
            } else if count < 0, errno == EINTR {
                continue
            } else {
                return errno == EAGAIN ? done : nil
            }
        }
        return done
    }
}
