#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A child that outlives this process: the leader of a session of its own, which inherits nothing of ours but what it is given.
///
/// It is the one child that is not a run: nobody ends it, and its end is looked at only while this process waits for its first word.
/// The library's runs all end before the call that made them does, so this one is spawned without it (posix_spawn(3)).
package struct DetachedChild: Sendable {
    package let pid: Int32

    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// Starts a program with standard input at its end, and both outputs into the descriptor.
    ///
    /// Every descriptor of this process from 3 on is closed at the next exec from here on, wherever it came from. Signals are at their
    /// defaults in the child, and none is blocked.
    ///
    /// - Parameter name: what the child is told that it was called.
    package static func spawn(
        _ executable: String, name: String, arguments: [String], environment: [String: String], output: Int32
    ) throws(SpawnFailure) -> DetachedChild {
        if executable.utf8.contains(0) { throw .executableNotFound(path: executable) }
        if let index = arguments.firstIndex(where: { $0.utf8.contains(0) }) { throw .badArgument(index: index) }
        keepDescriptors()
        #if os(Linux)
            var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
            // spawn.h hides it behind _GNU_SOURCE; glibc and musl have the same number.
            let ownSession: Int32 = 0x80
        #else
            var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
            let ownSession = POSIX_SPAWN_SETSID
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // In this order: where we were started without standard input, the output may have its number.
        for stream in [STDOUT_FILENO, STDERR_FILENO] { posix_spawn_file_actions_adddup2(&actions, output, stream) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        for number in [SIGKILL, SIGSTOP] { sigdelset(&all, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | ownSession))
        var words: [UnsafeMutablePointer<CChar>?] = ([name] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, executable, &actions, &attributes, &words, &variables)
        switch failure {
        case 0: return DetachedChild(pid: pid)
        case ENOENT: throw .executableNotFound(path: executable)
        case E2BIG: throw .argumentListTooLong
        case EACCES, ENOEXEC: throw .notExecutable(path: executable, reason: String(cString: strerror(failure)))
        default: throw .systemLimit(failureText("posix_spawn", failure))
        }
    }

    /// How it ended, where it has; nil while it runs, and for ever after the first answer.
    package func ending() -> Ending? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }

    /// Marks all that is open, but the standard streams, as not to be inherited: a shell may have handed us more than we know of.
    private static func keepDescriptors() {
        guard let folder = opendir("/dev/fd") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let number = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { strtol($0, nil, 10) }
            }
            if number > 2, let descriptor = Int32(exactly: number) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        }
    }
}
