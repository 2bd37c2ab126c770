#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What runs on this machine under our user, as far as runs are concerned. Linux only: elsewhere it finds nothing.
package enum ProcessTable {
    /// Every living process of this user whose marker satisfies the predicate, the calling process left out.
    ///
    /// A process that replaced its environment is not found. Costs a read of every process's environment.
    package static func processes(markedWith predicate: (RunMarker) -> Bool) -> [(ProcessIdentity, RunMarker)] {
        select(from: scan(), predicate)
    }

    /// The same, by a look that is shared with others.
    static func sharedProcesses(markedWith predicate: (RunMarker) -> Bool) async -> [(ProcessIdentity, RunMarker)] {
        select(from: await everyMarked.fresh(), predicate)
    }

    /// Every living process with exactly this text as its marker.
    static func marked(_ marker: String) async -> [ProcessIdentity] {
        await everyMarked.fresh()[marker] ?? []
    }

    /// Identities by the text of the marker.
    private typealias Marked = [String: [ProcessIdentity]]

    private static let everyMarked = SharedScan(scan)

    private static func select(from marked: Marked, _ predicate: (RunMarker) -> Bool) -> [(ProcessIdentity, RunMarker)] {
        marked.flatMap { text, identities in
            guard let marker = RunMarker(environmentValue: text), predicate(marker) else { return [(ProcessIdentity, RunMarker)]() }
            return identities.map { ($0, marker) }
        }
    }

    private static func scan() -> Marked {
        var found: Marked = [:]
        #if os(Linux)
            let own = getpid()
            forEachProcess { pid in
                guard pid != own, let marker = marker(of: pid), let stat = ProcessStat.read(pid: pid), !stat.hasEnded else { return }
                let identity = ProcessIdentity(pid: pid, startTicks: stat.startTicks, processGroup: stat.processGroup)
                found[marker, default: []].append(identity)
            }
        #endif
        return found
    }

    #if os(Linux)
        /// Calls with each number in `/proc`, from low to high as the kernel lists them.
        static func forEachProcess(_ body: (Int32) -> Void) {
            guard let folder = opendir("/proc") else { return }
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let pid = withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) { name -> Int32? in
                        guard (CChar(0x31)...CChar(0x39)).contains(name[0]) else { return nil }
                        return Int32(exactly: strtol(name, nil, 10))
                    }
                }
                if let pid { body(pid) }
            }
        }

        /// The marker in the environment a process was started with; nil without one, for other users' processes, and for zombies.
        static func marker(of pid: Int32) -> String? { environment(of: pid).flatMap(value(in:)) }

        /// The bytes of the environment that a process was started with; nil for other users' processes.
        ///
        /// In the middle of an exec the environment reads as empty, though both the old and the new program have one, and so it does when
        /// a process ends; it is looked at again until it has made up its mind. On a busy machine that takes a while, and to miss it then
        /// would be to start a run beside one that lives.
        static func environment(of pid: Int32) -> [UInt8]? {
            let end = ContinuousClock.now + .milliseconds(250)
            var pause: UInt32 = 50
            while true {
                guard let environment = readEnvironment(of: pid) else { return nil }
                if !environment.isEmpty || !ProcessStat.isInTransit(pid: pid) { return environment }
                guard ContinuousClock.now < end else { return nil }
                usleep(pause)
                pause = min(pause * 2, 5000)
            }
        }

        /// The bytes that there are now; nil where they may not be read.
        private static func readEnvironment(of pid: Int32) -> [UInt8]? {
            let descriptor = open("/proc/\(pid)/environ", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else { return nil }
            let size = 64 * 1024
            return withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { buffer -> [UInt8] in
                var bytes: [UInt8] = []
                // The kernel bounds arguments and environment together to a quarter of the stack limit, 6 MiB at most.
                while bytes.count < 6 << 20 {
                    let count = read(descriptor, buffer.baseAddress, size)
                    guard count > 0 else { break }
                    bytes.append(contentsOf: UnsafeRawBufferPointer(buffer)[..<count])
                }
                return bytes
            }
        }

        private static let key = Array("\(RunMarker.variable)=".utf8)

        private static func value(in environment: [UInt8]) -> String? {
            for entry in environment.split(separator: 0) where entry.starts(with: key) {
                return String(decoding: entry.dropFirst(key.count), as: UTF8.self)
            }
            return nil
        }
    #endif
}
