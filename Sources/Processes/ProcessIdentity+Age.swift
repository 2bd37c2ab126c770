#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension ProcessIdentity {
    /// How long ago it started, to about a hundredth of a second; nil where the system's clocks cannot be read.
    package var age: Duration? {
        var now = timespec()
        #if os(Linux)
            // Field 22 of `/proc/PID/stat` counts from boot, suspends included (proc(5)).
            guard clock_gettime(CLOCK_BOOTTIME, &now) == 0 else { return nil }
            let ticks = UInt64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
            let start = Duration.seconds(startTicks / ticks) + .milliseconds(startTicks % ticks * 1000 / ticks)
        #else
            guard clock_gettime(CLOCK_REALTIME, &now) == 0 else { return nil }
            let start = Duration.microseconds(startTicks)
        #endif
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec) - start
    }
}
