#if canImport(Darwin)
    import Darwin
    import Synchronization

    /// kqueue(2) for macOS, with the same contract as the epoll one. Written with care, not tested.
    final class ReadinessQueue: Sendable {
        private let queue: Int32
        private static let timerToken = UInt64.max

        init() throws(WatchFailure) {
            queue = kqueue()
            guard queue >= 0 else { throw WatchFailure(text: failureText("kqueue", errno)) }
            _ = fcntl(queue, F_SETFD, FD_CLOEXEC)
        }

        func add(_ descriptor: Int32, for interest: Watcher.Interest, token: UInt64) throws(WatchFailure) {
            let filter = interest == .writing ? EVFILT_WRITE : EVFILT_READ
            guard change(UInt(descriptor), Int16(filter), UInt16(EV_ADD), 0, token) else {
                throw WatchFailure(text: failureText("kqueue", errno))
            }
        }

        func remove(_ descriptor: Int32) {
            _ = change(UInt(descriptor), Int16(EVFILT_READ), UInt16(EV_DELETE), 0, 0)
            _ = change(UInt(descriptor), Int16(EVFILT_WRITE), UInt16(EV_DELETE), 0, 0)
        }

        /// Makes `wait` return at this moment; replaces an earlier order.
        func arm(at moment: ContinuousClock.Instant) {
            let wait = max(.nanoseconds(1), moment - .now).components
            let milliseconds = wait.seconds * 1000 + wait.attoseconds / 1_000_000_000_000_000 + 1
            _ = change(0, Int16(EVFILT_TIMER), UInt16(EV_ADD | EV_ONESHOT), Int(milliseconds), Self.timerToken)
        }

        /// Waits for something to happen; returns the tokens that are ready, without the timer's.
        func wait() -> [UInt64] {
            withUnsafeTemporaryAllocation(of: kevent.self, capacity: 64) { events in
                let count = kevent(queue, nil, 0, events.baseAddress, 64, nil)
                guard count > 0 else { return [] }
                return events[..<Int(count)].map { UInt64(UInt(bitPattern: $0.udata)) }.filter { $0 != Self.timerToken }
            }
        }

        private func change(_ ident: UInt, _ filter: Int16, _ flags: UInt16, _ data: Int, _ token: UInt64) -> Bool {
            var event = Darwin.kevent(
                ident: ident, filter: filter, flags: flags, fflags: 0, data: data, udata: UnsafeMutableRawPointer(bitPattern: UInt(token)))
            return kevent(queue, &event, 1, nil, 0, nil) == 0
        }
    }
#endif
