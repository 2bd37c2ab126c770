import Foundation

/// Makes this process the one that inherits what a killed daemon leaves, so that the harness reaps it at once and does not depend on
/// how fast the machine's first process does.
enum Subreaper {
    static func begin() throws {
        // prctl(2) is variadic, which Swift does not import; it takes five words on every Linux.
        typealias Prctl = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
        let setChildSubreaper: Int32 = 36
        guard let symbol = dlsym(nil, "prctl") else { throw HarnessError("this system has no prctl") }
        guard unsafeBitCast(symbol, to: Prctl.self)(setChildSubreaper, 1, 0, 0, 0) == 0 else {
            throw HarnessError.system("PR_SET_CHILD_SUBREAPER")
        }
    }

    /// Reaps the ended processes that this one inherited: those of the daemons' sessions, and those of the given numbers that led a
    /// session of their own. The children of other tests in this process are left alone.
    static func reap(sessions: Set<Int32>, leaders: Set<Int32>) {
        let own = getpid()
        for pid in ProcessCensus.pids() {
            guard let stat = ProcessCensus.stat(of: pid), stat.parent == own, stat.state == "Z" else { continue }
            let isHeir = sessions.contains(stat.session) && !sessions.contains(pid)
            guard isHeir || stat.session == pid && leaders.contains(pid) else { continue }
            var status: Int32 = 0
            waitpid(pid, &status, WNOHANG)
        }
    }
}
