#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A process that cannot be confused with a later one of the same number, within one boot of the machine.
package struct ProcessIdentity: Sendable, Hashable {
    package var pid: Int32
    /// When it started, in clock ticks since boot (field 22 of `/proc/PID/stat`, proc(5)); microseconds since 1970 on macOS.
    package var startTicks: UInt64
    package var processGroup: Int32

    package init(pid: Int32, startTicks: UInt64, processGroup: Int32) {
        self.pid = pid
        self.startTicks = startTicks
        self.processGroup = processGroup
    }

    /// The identity of a process that exists, zombies included; nil when there is none of that number.
    package static func of(pid: Int32) -> ProcessIdentity? {
        ProcessStat.read(pid: pid).map { ProcessIdentity(pid: pid, startTicks: $0.startTicks, processGroup: $0.processGroup) }
    }

    /// Whether this very process still runs; a zombie does not.
    package var isAlive: Bool {
        guard let stat = ProcessStat.read(pid: pid) else { return false }
        return stat.startTicks == startTicks && !stat.hasEnded
    }
}
