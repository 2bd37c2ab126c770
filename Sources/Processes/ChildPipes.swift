#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The six ends of a child's three standard streams: three for the child, up to three for us.
///
/// All are close-on-exec; ours do not block. The pipes are our own because the library's collecting waits for whoever holds the
/// output last, and loses the exit status past its limit.
struct ChildPipes {
    /// For the child; the library closes them once it has spawned or failed to.
    let childInput: Int32
    let childOutput: Int32
    let childError: Int32
    let output: OutputReader
    let error: OutputReader
    /// Nil when nothing is left to write.
    let input: InputFeeder?

    /// Descriptors that must stay free, fewer where there are few at all. Without a descriptor for the process it opens, the library waits
    /// for its end for ever; and it traps when a pipe cannot be made midway. Numbers are given out from below, so a high one means that
    /// few are left.
    private static func headroom(of limit: Int) -> Int { min(64, limit / 8) }

    init(spec: ChildSpec, watcher: Watcher) throws(SpawnFailure) {
        var opened: [Int32] = []
        do throws(SpawnFailure) {
            let out = try Self.makePipe(&opened)
            let err = try Self.makePipe(&opened)
            try Self.unblock(out.read)
            try Self.unblock(err.read)
            var feeder: InputFeeder?
            switch spec.input {
            case .none:
                childInput = try Self.check(open("/dev/null", O_RDONLY | O_CLOEXEC), &opened)
            case .bytes(let bytes):
                let pipe = try Self.makePipe(&opened)
                try Self.unblock(pipe.write)
                childInput = pipe.read
                // What fits is written now: both ends are ours, so nothing can break it.
                let rest = bytes.dropFirst(writeAvailable(bytes[...], to: pipe.write) ?? 0)
                if rest.isEmpty {
                    close(pipe.write)
                } else {
                    feeder = InputFeeder(descriptor: pipe.write, rest: rest, watcher: watcher)
                }
            }
            let plan = spec.output
            func reader(_ descriptor: Int32, _ path: String?) -> OutputReader {
                OutputReader(
                    descriptor: descriptor, output: CappedOutput(path: path, limit: plan.limit, prepareFolder: plan.prepareFolder),
                    watcher: watcher)
            }
            childOutput = out.write
            childError = err.write
            output = reader(out.read, plan.standardOutput)
            error = reader(err.read, plan.standardError)
            input = feeder
        } catch {
            for descriptor in opened { close(descriptor) }
            throw error
        }
    }

    /// Begins to read and to write.
    func start() throws(WatchFailure) {
        try output.start()
        try error.start()
        try input?.start()
    }

    /// Closes our ends; the child's are the library's to close.
    func finish() -> (output: StreamEnd, error: StreamEnd) {
        input?.finish()
        return (output.finish(), error.finish())
    }

    func closeChildEnds() {
        for descriptor in [childInput, childOutput, childError] { close(descriptor) }
    }

    private static func makePipe(_ opened: inout [Int32]) throws(SpawnFailure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .systemLimit(failureText("A pipe could not be made", errno)) }
        opened += ends
        // A spawn on another thread in between does no harm: the library closes everything above 2 in every child.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = try check(max(ends[0], ends[1]), &opened, isNew: false)
        return (ends[0], ends[1])
    }

    private static func check(_ descriptor: Int32, _ opened: inout [Int32], isNew: Bool = true) throws(SpawnFailure) -> Int32 {
        guard descriptor >= 0 else { throw .systemLimit(failureText("/dev/null could not be opened", errno)) }
        if isNew { opened.append(descriptor) }
        let limit = openFileLimit()
        guard Int(descriptor) < limit - headroom(of: limit) else {
            throw .systemLimit("almost all of the \(limit) files this process may have open are in use")
        }
        return descriptor
    }

    private static func openFileLimit() -> Int {
        var limit = rlimit()
        #if os(Linux)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
            getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return Int(clamping: limit.rlim_cur)
    }

    private static func unblock(_ descriptor: Int32) throws(SpawnFailure) {
        guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { throw .systemLimit(failureText("A pipe could not be set up", errno)) }
    }
}
