import Foundation

/// A program that the harness starts itself, as the leader of its own session.
final class SpawnedProcess {
    let pid: Int32
    private var known: Ending?

    /// - Parameters:
    ///   - output: the file that takes standard output and standard error, appended to.
    ///   - errors: a file of its own for standard error.
    init(_ program: String, _ arguments: [String], environment: [String: String], output: String, errors: String? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        if let errors {
            posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        var standard = sigset_t()
        sigemptyset(&standard)
        for number in [SIGPIPE, SIGTERM, SIGINT, SIGHUP] { sigaddset(&standard, number) }
        posix_spawnattr_setsigdefault(&attributes, &standard)
        // POSIX_SPAWN_SETSID is 0x80 in glibc and musl; spawn.h hides it behind _GNU_SOURCE.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | 0x80)
        var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
        guard failure == 0 else { throw HarnessError("\(program) could not be started: \(String(cString: strerror(failure)))") }
        self.pid = pid
    }

    enum Ending: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// Its end, where it has come; reaps it.
    func ending() -> Ending? {
        if let known { return known }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7f
        known = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
        return known
    }

    /// Waits for its end and says how it came.
    func waitForEnd(within limit: Duration) throws -> Ending {
        try waitFor("the end of process \(pid)", within: limit) { ending() }
    }
}
