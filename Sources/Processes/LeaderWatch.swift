import Subprocess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Notes the end of a leader without reaping it: by its process descriptor, or by looking now and then where there is none.
struct LeaderWatch {
    private let leader: pid_t
    private let control: RunControl
    private let watcher: Watcher
    private let watched: (token: Watcher.Token, descriptor: Int32)?

    init(_ leader: ProcessIdentifier, control: RunControl, watcher: Watcher) {
        self.leader = leader.value
        self.control = control
        self.watcher = watcher
        #if os(Linux)
            let descriptor = leader.processDescriptor
            watched =
                descriptor < 0
                ? nil
                : (try? watcher.watch(descriptor, for: .ending) { [weak control] in control?.noteLeaderEnded() }).map { ($0, descriptor) }
        #else
            watched = nil
        #endif
    }

    /// Returns when something happened, at the deadline, or for nothing.
    func wait(until deadline: ContinuousClock.Instant?) async {
        guard watched == nil else { return await control.wait(until: deadline, on: watcher) }
        let look = ContinuousClock.now + .milliseconds(20)
        await control.wait(until: min(deadline ?? look, look), on: watcher)
        var info = siginfo_t()
        if waitid(P_PID, id_t(leader), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD { control.noteLeaderEnded() }
    }

    /// Call it before the library closes the descriptor.
    func stop() {
        if let watched { watcher.forget(watched.token, watched.descriptor) }
    }
}
