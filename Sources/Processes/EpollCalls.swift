#if os(Linux)
    import Glibc

    /// The C library's epoll and timerfd functions, looked up by name because Swift's Glibc module leaves their headers out.
    struct EpollCalls: Sendable {
        typealias Create = @convention(c) (Int32) -> Int32
        typealias Control = @convention(c) (Int32, Int32, Int32, UnsafeMutableRawPointer?) -> Int32
        typealias Wait = @convention(c) (Int32, UnsafeMutableRawPointer?, Int32, Int32) -> Int32
        typealias CreateTimer = @convention(c) (clockid_t, Int32) -> Int32
        typealias SetTimer = @convention(c) (Int32, Int32, UnsafePointer<itimerspec>, UnsafeMutablePointer<itimerspec>?) -> Int32

        let create: Create
        let control: Control
        let wait: Wait
        let createTimer: CreateTimer
        let setTimer: SetTimer

        init?() {
            guard let create = dlsym(nil, "epoll_create1"), let control = dlsym(nil, "epoll_ctl"), let wait = dlsym(nil, "epoll_wait"),
                let createTimer = dlsym(nil, "timerfd_create"), let setTimer = dlsym(nil, "timerfd_settime")
            else { return nil }
            self.create = unsafeBitCast(create, to: Create.self)
            self.control = unsafeBitCast(control, to: Control.self)
            self.wait = unsafeBitCast(wait, to: Wait.self)
            self.createTimer = unsafeBitCast(createTimer, to: CreateTimer.self)
            self.setTimer = unsafeBitCast(setTimer, to: SetTimer.self)
        }
    }

    /// `struct epoll_event` of epoll_ctl(2) as bytes: 32 bits of events and 64 of data, packed on x86-64 alone.
    enum EpollEvent {
        static let addition: Int32 = 1  // EPOLL_CTL_ADD
        static let removal: Int32 = 2  // EPOLL_CTL_DEL

        #if arch(x86_64)
            static let size = 12
            private static let dataOffset = 4
        #else
            static let size = 16
            private static let dataOffset = 8
        #endif

        static func store(_ interest: Watcher.Interest, _ token: UInt64, in event: UnsafeMutableRawBufferPointer) {
            let events: UInt32 =
                switch interest {
                case .reading: 0x1  // EPOLLIN
                case .writing: 0x4  // EPOLLOUT
                case .ending: 0x1 | 1 << 30  // EPOLLIN, EPOLLONESHOT
                }
            event.storeBytes(of: events, as: UInt32.self)
            event.storeBytes(of: token, toByteOffset: dataOffset, as: UInt64.self)
        }

        static func token(at index: Int, in events: UnsafeMutableRawBufferPointer) -> UInt64 {
            events.loadUnaligned(fromByteOffset: index * size + dataOffset, as: UInt64.self)
        }
    }
#endif
