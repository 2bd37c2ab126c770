import Foundation
import Logging

/// Tells the service manager how this daemon is, by the protocol of sd_notify(3): one datagram for each call.
///
/// Nothing it does waits or fails: a manager that is gone or full gets no word, and the daemon goes on. The log says so once, and once
/// more when words arrive again.
struct Notifier: Sendable {
    enum Word: Hashable, Sendable {
        case ready
        /// With the monotonic clock in microseconds, as systemd wants it.
        case reloading
        case stopping
        /// One line for a person; what would end the line or command a terminal becomes a space.
        case status(String)
        case watchdog
        /// The stop takes at most so long from now on.
        case extendTimeout(Duration)
    }

    /// How often the manager wants to hear `watchdog`, at the latest; nil where it does not watch this process.
    let watchdogTime: Duration?
    private let address: NotifyAddress
    private let hearing: Hearing

    /// The manager reads 4,096 bytes of a datagram and ignores a longer one.
    private static let statusLimit = 1000

    /// Nil where no manager listens (`NOTIFY_SOCKET` is not set, or cannot be used: `problems(in:)` says why).
    ///
    /// - Parameter pid: this process; a watchdog that is meant for another one (`WATCHDOG_PID`) is not ours to feed.
    /// - Parameter log: is told of words that nobody takes; nil for nobody.
    init?(environment: [String: String], pid: Int32 = getpid(), log: Logger? = nil) {
        guard let socket = environment["NOTIFY_SOCKET"], let address = try? NotifyAddress(socket) else { return nil }
        self.address = address
        hearing = Hearing(socket: socket, log: log)
        watchdogTime = (try? Self.watchdogTime(environment, pid)).flatMap { $0 }
    }

    /// What is wrong with the manager's variables, one sentence each.
    static func problems(in environment: [String: String], pid: Int32 = getpid()) -> [String] {
        guard let socket = environment["NOTIFY_SOCKET"] else { return [] }
        var problems: [NotifyProblem] = []
        do {
            _ = try NotifyAddress(socket)
            if socket.hasPrefix("/"), !isSocket(socket) { problems.append(.noSocket(socket)) }
        } catch { problems.append(error) }
        do { _ = try watchdogTime(environment, pid) } catch { problems.append(error) }
        return problems.map(\.description)
    }

    /// All words in one datagram.
    func tell(_ words: Word...) { tell(words) }

    func tell(_ words: [Word]) {
        guard !words.isEmpty else { return }
        hearing.note(address.send(Array(words.map(Self.lines).joined(separator: "\n").utf8)))
    }

    private static func lines(_ word: Word) -> String {
        switch word {
        case .ready: "READY=1"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds())"
        case .stopping: "STOPPING=1"
        case .status(let text): "STATUS=\(line(text))"
        case .watchdog: "WATCHDOG=1"
        case .extendTimeout(let time): "EXTEND_TIMEOUT_USEC=\(microseconds(time))"
        }
    }

    private static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            let shown = LogText.isHostile(scalar) ? " " : scalar
            size += UTF8.width(shown)
            guard size <= statusLimit else { break }
            result.append(shown)
        }
        return String(result)
    }

    /// Rounded up; at most a year, which no arithmetic of the manager's overflows.
    private static func microseconds(_ time: Duration) -> Int64 {
        let (seconds, attoseconds) = min(max(time, .zero), .seconds(31_536_000)).components
        return seconds * 1_000_000 + (attoseconds + 999_999_999_999) / 1_000_000_000_000
    }

    /// CLOCK_MONOTONIC, which systemd compares with its own.
    private static func monotonicMicroseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }

    /// Nil where the manager does not watch this process (sd_watchdog_enabled(3)).
    private static func watchdogTime(_ environment: [String: String], _ pid: Int32) throws(NotifyProblem) -> Duration? {
        guard let text = environment["WATCHDOG_USEC"] else { return nil }
        if let wanted = environment["WATCHDOG_PID"], Int32(wanted) != pid { return nil }
        guard let microseconds = Int64(text), microseconds > 0 else { throw .badWatchdogTime(text) }
        return .microseconds(microseconds)
    }

    private static func isSocket(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
    }
}
