package import Recurrence

/// The end of a daemon's life that was no orderly one, as the next program that came noticed it.
package struct Crash: Hashable, Sendable {
    /// What ended it, as far as anybody can tell.
    package enum Cause: Hashable, Sendable {
        /// A signal that it could not survive, such as SIGSEGV.
        case signal(Int32)
        /// It gave up, with this error.
        case error(String)
        /// The machine went down with it.
        case machine
        /// It left no word: killed (SIGKILL, out of memory), or the power was cut.
        case unknown
    }

    package var boot: BootID
    package var pid: Int32
    package var version: String
    package var startedAt: Instant
    /// The last sign of life; where the cause is a signal or an error, the end itself.
    package var lastSeenAt: Instant
    package var noticedAt: Instant
    package var cause: Cause
    /// The pulses that it was running, oldest first, the first `runningLimit` of them.
    package var running: [PulseID]
    package var runningCount: Int

    /// How many of the running pulses are kept by number.
    package static let runningLimit = 20

    package init(
        boot: BootID, pid: Int32, version: String, startedAt: Instant, lastSeenAt: Instant, noticedAt: Instant, cause: Cause,
        running: [PulseID] = [], runningCount: Int = 0
    ) {
        self.boot = boot
        self.pid = pid
        self.version = version
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
        self.noticedAt = noticedAt
        self.cause = cause
        self.running = running
        self.runningCount = runningCount
    }
}

extension Crash.Cause: CustomStringConvertible {
    /// `signal 11 (SIGSEGV)`, `error: the disk is gone`, `the machine went down`, `no word: killed, or the power was cut`.
    package var description: String {
        switch self {
        case .signal(let number): "signal \(number)\(Self.signalName(number).map { " (\($0))" } ?? "")"
        case .error(let text): "error: \(text)"
        case .machine: "the machine went down"
        case .unknown: "no word: killed, or the power was cut"
        }
    }

    /// The names of the signals that end a program by a fault of its own (signal(7)); their numbers are those of Linux and macOS alike,
    /// but for SIGBUS and SIGSYS.
    private static func signalName(_ number: Int32) -> String? {
        switch number {
        case 4: "SIGILL"
        case 5: "SIGTRAP"
        case 6: "SIGABRT"
        case 8: "SIGFPE"
        case 11: "SIGSEGV"
        default: nil
        }
    }
}

/// What is kept of the daemon's lives.
package protocol LifeRecords: Sendable {
    /// Keeps a crash and adds what the dead daemon was running, and tells of it (`daemon.crashed`); one life is kept once. To be asked
    /// before anything of it is recovered.
    ///
    /// - Returns: the crash as it is on record.
    func keep(_ crash: Crash) async throws(StoreError) -> Crash

    /// The latest crash.
    func lastCrash() async throws(StoreError) -> Crash?

    /// Writes a sign of life of a daemon that has started (`started`), durably: that it returns proves that the store takes writes.
    func sign(of boot: BootID, at now: Instant) async throws(StoreError)

    /// The latest sign of that life; nil where another has begun since, or none was written.
    func lastSign(of boot: BootID) async throws(StoreError) -> Instant?
}
