/// A moment on the clock that no step of the wall clock moves: nanoseconds since the machine started (`CLOCK_BOOTTIME`).
///
/// All ledgers of one history are on this clock.
package struct BootTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Seconds with six decimals.
    package var description: String {
        let (seconds, rest) = (nanoseconds.magnitude / 1_000_000_000, nanoseconds.magnitude % 1_000_000_000 / 1000)
        let decimals = String(rest)
        return "\(nanoseconds < 0 ? "-" : "")\(seconds).\(String(repeating: "0", count: 6 - decimals.count))\(decimals) s"
    }

    package static func < (a: BootTime, b: BootTime) -> Bool { a.nanoseconds < b.nanoseconds }

    package static func + (time: BootTime, duration: Duration) -> BootTime {
        BootTime(nanoseconds: time.nanoseconds + duration.nanoseconds)
    }

    package static func - (time: BootTime, duration: Duration) -> BootTime {
        BootTime(nanoseconds: time.nanoseconds - duration.nanoseconds)
    }

    package static func - (later: BootTime, earlier: BootTime) -> Duration {
        .nanoseconds(later.nanoseconds - earlier.nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds; for durations of less than 292 years.
    package var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
