#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who is in a process group. `kill(-group, 0)` cannot tell: it counts zombies, and process 1 may reap late.
enum ProcessGroup {
    #if os(Linux)
        /// All numbers by group, shared by everyone who asks while it is being made.
        private static let byGroup = SharedScan { () -> [Int32: [Int32]] in
            var groups: [Int32: [Int32]] = [:]
            ProcessTable.forEachProcess { pid in
                let group = getpgid(pid)
                if group > 0 { groups[group, default: []].append(pid) }
            }
            return groups
        }

        /// Looks through `/proc` once. A process that hands over to a child meanwhile can slip past one look: look twice before relying on
        /// a no.
        static func hasLivingMember(_ group: Int32) async -> Bool {
            await (byGroup.fresh()[group] ?? []).contains { isLiving($0, in: group) }
        }

        /// Whether a leader that has just ended left no one behind, without looking at every process; nil when that cannot be said.
        ///
        /// Whatever it left was forked after it and got a higher number, up to the last one given out, which `/proc/loadavg` tells. Only
        /// those are asked for their group and their marker. Holds until the numbers wrap around, hence the limits; a process that joined the group by
        /// setpgid from outside the run is not looked for.
        static func isEmptyAtOnce(_ leader: Int32, marker: String?, since start: ContinuousClock.Instant) -> Bool? {
            guard ContinuousClock.now - start < .seconds(1) else { return nil }
            var next = leader + 1
            for _ in 0..<8 {
                guard let last = lastNumber(), last >= leader, last - leader < 4096 else { return nil }
                // No new process since the last look: nobody can have handed over unseen.
                if last < next { return true }
                for pid in next...last {
                    if getpgid(pid) == leader && isLiving(pid, in: leader) { return false }
                    if let marker, ProcessTable.marker(of: pid) == marker, ProcessStat.read(pid: pid)?.hasEnded == false { return false }
                }
                next = last + 1
            }
            return nil
        }

        private static func lastNumber() -> Int32? {
            withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { buffer -> Int32? in
                let count = readSmallFile("/proc/loadavg", into: buffer)
                guard count > 1 else { return nil }
                let line = UnsafeRawBufferPointer(buffer)[..<count].prefix { $0 != UInt8(ascii: "\n") }
                return line.lastIndex(of: UInt8(ascii: " ")).flatMap { Int32(ascii: line[(($0) + 1)...]) }
            }
        }
    #else
        static func hasLivingMember(_ group: Int32) async -> Bool {
            var name = [CTL_KERN, KERN_PROC, KERN_PROC_PGRP, group]
            var size = 0
            guard sysctl(&name, 4, nil, &size, nil, 0) == 0, size > 0 else { return false }
            let count = size / MemoryLayout<kinfo_proc>.stride + 16
            var members = [kinfo_proc](repeating: kinfo_proc(), count: count)
            size = count * MemoryLayout<kinfo_proc>.stride
            guard sysctl(&name, 4, &members, &size, nil, 0) == 0 else { return true }
            return members.prefix(size / MemoryLayout<kinfo_proc>.stride).contains { isLiving($0.kp_proc.p_pid, in: group) }
        }

        static func isEmptyAtOnce(_ leader: Int32, marker: String?, since start: ContinuousClock.Instant) -> Bool? { nil }
    #endif

    private static func isLiving(_ pid: Int32, in group: Int32) -> Bool {
        guard let stat = ProcessStat.read(pid: pid) else { return false }
        return stat.processGroup == group && !stat.hasEnded
    }
}
