#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension ProcessIdentity {
    /// Signals this very process, never a later one of the same number and never ourselves.
    ///
    /// - Parameter withGroup: when it leads a group, the others of that group are signalled too.
    package func signal(_ number: Int32, withGroup: Bool = false) {
        guard pid > 1, pid != getpid() else { return }
        #if os(Linux)
            // The descriptor is taken first and the start time read after it: from then on it means this process or none.
            let descriptor = PidDescriptor.open?(pid, 0) ?? -1
            defer { if descriptor >= 0 { close(descriptor) } }
        #endif
        guard let stat = ProcessStat.read(pid: pid), stat.startTicks == startTicks else { return }
        // While its leader is there, even as a zombie, the group's number is taken.
        if withGroup, stat.processGroup == pid, pid != getpgrp() {
            kill(-pid, number)
            return
        }
        #if os(Linux)
            if descriptor >= 0, let send = PidDescriptor.signal {
                _ = send(descriptor, number, nil, 0)
                return
            }
        #endif
        kill(pid, number)
    }
}

#if os(Linux)
    /// pidfd_open(2) and pidfd_send_signal(2), looked up because glibc has them only since 2.36 and the Glibc module not at all.
    private enum PidDescriptor {
        typealias Open = @convention(c) (pid_t, UInt32) -> Int32
        typealias Signal = @convention(c) (Int32, Int32, UnsafeMutableRawPointer?, UInt32) -> Int32

        static let open: Open? = dlsym(nil, "pidfd_open").map { unsafeBitCast($0, to: Open.self) }
        static let signal: Signal? = dlsym(nil, "pidfd_send_signal").map { unsafeBitCast($0, to: Signal.self) }
    }
#endif
