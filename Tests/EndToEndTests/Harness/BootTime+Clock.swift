import Foundation
import Recurrence
import TestSupport

extension BootTime {
    /// What the clock of all ledgers shows.
    static func now() -> BootTime { BootTime(nanoseconds: reading(CLOCK_BOOTTIME)) }

    /// A wall time as boot time, as the two clocks stand to each other now.
    ///
    /// - Parameter ahead: by how much the wall clock that is meant goes ahead of the machine's.
    init(_ instant: Instant, ahead: Duration = .zero) {
        let offset = Self.reading(CLOCK_REALTIME) - Self.reading(CLOCK_BOOTTIME)
        self.init(nanoseconds: instant.milliseconds * 1_000_000 - offset - ahead.nanoseconds)
    }

    /// What the machine's wall clock shows now.
    static var wall: Instant { Instant(milliseconds: reading(CLOCK_REALTIME) / 1_000_000) }

    private static func reading(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Duration {
    /// For reports.
    var inMilliseconds: String { String(format: "%.1f ms", Double(nanoseconds) / 1_000_000) }
}
