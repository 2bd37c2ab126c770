import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads one output pipe of one child, on the watcher's thread, until the child closes it or the run is over.
final class OutputReader: Sendable {
    private struct State {
        var descriptor: Int32
        var watch: Watcher.Token?
        var output: CappedOutput
    }

    private let state: Mutex<State>
    private let watcher: Watcher

    /// Owns the descriptor from here on; it must not block.
    init(descriptor: Int32, output: CappedOutput, watcher: Watcher) {
        state = Mutex(State(descriptor: descriptor, watch: nil, output: output))
        self.watcher = watcher
    }

    /// Begins to read. On an error nothing is read until `finish`.
    func start() throws(WatchFailure) {
        try state.withLock { (state) throws(WatchFailure) in
            state.watch = try watcher.watch(state.descriptor, for: .reading) { [weak self] in self?.readSome() }
        }
    }

    /// Takes what lies in the pipe now, without waiting for whoever still holds its other end, and closes it.
    ///
    /// What a process outside the run's group writes later is refused (EPIPE).
    func finish() -> StreamEnd {
        state.withLock { state in
            var waiting: Int32 = 0
            if state.descriptor >= 0, ioctl(state.descriptor, UInt(FIONREAD), &waiting) == 0 {
                Self.read(&state, atMost: Int(waiting), watcher: watcher)
            }
            Self.close(&state, watcher: watcher)
            return state.output.finish()
        }
    }

    private func readSome() {
        // A fair share: the pipe is watched by level, so what is left calls again.
        state.withLock { Self.read(&$0, atMost: 256 * 1024, watcher: watcher) }
    }

    private static func read(_ state: inout State, atMost limit: Int, watcher: Watcher) {
        let size = 64 * 1024
        withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { buffer in
            var left = limit
            while left > 0, state.descriptor >= 0 {
                #if canImport(Glibc)
                    let count = Glibc.read(state.descriptor, buffer.baseAddress, min(size, left))
                #else
                    let count = Darwin.read(state.descriptor, buffer.baseAddress, min(size, left))
                #endif
                if count > 0 {
                    state.output.take(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                    left -= count
                    if count < min(size, left + count) { return }
                } else if count < 0, errno == EINTR {
                    continue
                } else if count < 0, errno == EAGAIN {
                    return
                } else {
                    Self.close(&state, watcher: watcher)
                }
            }
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
    }
}
