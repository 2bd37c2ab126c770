#if os(Linux)
    import Glibc

    /// epoll(7) with one timerfd(2): what the watcher waits on. Level-triggered. Adding and arming need not wake the waiting thread.
    final class ReadinessQueue: Sendable {
        private let queue: Int32
        private let timer: Int32
        private let calls: EpollCalls
        private static let timerToken = UInt64.max

        init() throws(WatchFailure) {
            guard let calls = EpollCalls() else { throw WatchFailure(text: "This C library has no epoll and timerfd") }
            self.calls = calls
            queue = calls.create(O_CLOEXEC)
            guard queue >= 0 else { throw WatchFailure(text: failureText("epoll", errno)) }
            // The boot clock counts suspended time, as ContinuousClock does.
            timer = calls.createTimer(CLOCK_BOOTTIME, O_CLOEXEC | O_NONBLOCK)
            guard timer >= 0 else {
                close(queue)
                throw WatchFailure(text: failureText("timerfd", errno))
            }
            try add(timer, for: .reading, token: Self.timerToken)
        }

        func add(_ descriptor: Int32, for interest: Watcher.Interest, token: UInt64) throws(WatchFailure) {
            let result = withUnsafeTemporaryAllocation(byteCount: EpollEvent.size, alignment: 8) { event in
                EpollEvent.store(interest, token, in: event)
                return calls.control(queue, EpollEvent.addition, descriptor, event.baseAddress)
            }
            guard result == 0 else { throw WatchFailure(text: failureText("epoll", errno)) }
        }

        func remove(_ descriptor: Int32) {
            _ = calls.control(queue, EpollEvent.removal, descriptor, nil)
        }

        /// Makes `wait` return at this moment; replaces an earlier order.
        func arm(at moment: ContinuousClock.Instant) {
            let wait = (moment - .now).components
            // All zero would disarm it.
            let nanoseconds = wait.attoseconds / 1_000_000_000
            var order = itimerspec()
            order.it_value = timespec(tv_sec: max(0, Int(wait.seconds)), tv_nsec: max(1, Int(nanoseconds)))
            _ = calls.setTimer(timer, 0, &order, nil)
        }

        /// Waits for something to happen; returns the tokens that are ready, without the timer's.
        func wait() -> [UInt64] {
            let most = 64
            return withUnsafeTemporaryAllocation(byteCount: most * EpollEvent.size, alignment: 8) { events in
                let count = Int(calls.wait(queue, events.baseAddress, Int32(most), -1))
                var tokens: [UInt64] = []
                for index in 0..<max(0, count) {
                    let token = EpollEvent.token(at: index, in: events)
                    if token == Self.timerToken {
                        var expirations: UInt64 = 0
                        _ = read(timer, &expirations, 8)
                    } else {
                        tokens.append(token)
                    }
                }
                return tokens
            }
        }
    }
#endif
