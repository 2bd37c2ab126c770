#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The fields of one process that this room needs.
package struct ProcessStat: Sendable, Hashable {
    package var state: UInt8
    package var processGroup: Int32
    package var threads: Int
    package var startTicks: UInt64

    /// Dead and only waiting to be reaped. A main thread that left while others run shows Z too, but with two threads or more.
    package var hasEnded: Bool {
        state == UInt8(ascii: "X") || (state == UInt8(ascii: "Z") && threads <= 1)
    }

    /// Reads the text of `/proc/PID/stat` (proc(5)). The command name may hold spaces and parentheses, so fields count from the last `)`.
    package init?(text: some BidirectionalCollection<UInt8>) {
        guard let close = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[text.index(after: close)...].split(separator: UInt8(ascii: " "), maxSplits: 20)
        // Field 3 of the manual is the first here.
        guard fields.count >= 20, let state = fields[0].first, let group = Int32(ascii: fields[2]),
            let threads = Int(ascii: fields[17]), let start = UInt64(ascii: fields[19])
        else { return nil }
        self.init(state: state, processGroup: group, threads: threads, startTicks: start)
    }

    init(state: UInt8, processGroup: Int32, threads: Int, startTicks: UInt64) {
        self.state = state
        self.processGroup = processGroup
        self.threads = threads
        self.startTicks = startTicks
    }
}

extension FixedWidthInteger {
    /// A decimal number in ASCII.
    init?(ascii: some Collection<UInt8>) {
        self.init(String(decoding: ascii, as: UTF8.self))
    }
}

extension ProcessStat {
    #if os(Linux)
        static func read(pid: Int32) -> ProcessStat? {
            // One line; comm is at most 64 bytes and 50 numbers of at most 20 digits follow.
            withUnsafeTemporaryAllocation(byteCount: 2048, alignment: 1) { buffer -> ProcessStat? in
                let count = readSmallFile("/proc/\(pid)/stat", into: buffer)
                return count > 0 ? ProcessStat(text: UnsafeRawBufferPointer(buffer)[..<count]) : nil
            }
        }

        /// Whether a process whose environment read as empty is only on its way: in the middle of an exec, or at its end, where its memory
        /// goes before its files and its locks do. Not so where it is a kernel thread, has ended, or was started with an empty one (proc(5):
        /// `flags` is field 9, `vsize` 23, `env_start` and `env_end` are 50 and 51).
        static func isInTransit(pid: Int32) -> Bool {
            withUnsafeTemporaryAllocation(byteCount: 2048, alignment: 1) { buffer -> Bool in
                let count = readSmallFile("/proc/\(pid)/stat", into: buffer)
                guard count > 0, let stat = ProcessStat(text: UnsafeRawBufferPointer(buffer)[..<count]), !stat.hasEnded,
                    let close = UnsafeRawBufferPointer(buffer)[..<count].lastIndex(of: UInt8(ascii: ")"))
                else { return false }
                let fields = UnsafeRawBufferPointer(buffer)[(close + 1)..<count].split(separator: UInt8(ascii: " "))
                guard fields.count > 48, let flags = UInt64(ascii: fields[6]), let memory = UInt64(ascii: fields[20]),
                    let start = UInt64(ascii: fields[47]), let end = UInt64(ascii: fields[48]), flags & kernelThread == 0
                else { return false }
                // A main thread that left while others run stays like this.
                if flags & exiting != 0 { return stat.threads <= 1 }
                return memory > 0 && (start == 0 || start != end)
            }
        }

        /// The kernel's `PF_EXITING` and `PF_KTHREAD` (include/linux/sched.h).
        private static let exiting: UInt64 = 0x4
        private static let kernelThread: UInt64 = 0x20_0000
    #else
        static func read(pid: Int32) -> ProcessStat? {
            var info = kinfo_proc()
            var size = MemoryLayout<kinfo_proc>.stride
            var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, pid]
            guard sysctl(&name, 4, &info, &size, nil, 0) == 0, size > 0 else { return nil }
            let start = info.kp_proc.p_starttime
            let ended = info.kp_proc.p_stat == SZOMB
            return ProcessStat(
                state: ended ? UInt8(ascii: "Z") : UInt8(ascii: "R"), processGroup: info.kp_eproc.e_pgid, threads: 1,
                startTicks: UInt64(start.tv_sec) * 1_000_000 + UInt64(start.tv_usec))
        }
    #endif
}

/// One read of a file that the kernel makes up; -1 when it cannot be had.
func readSmallFile(_ path: String, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return -1 }
    defer { close(descriptor) }
    return read(descriptor, buffer.baseAddress, buffer.count)
}
