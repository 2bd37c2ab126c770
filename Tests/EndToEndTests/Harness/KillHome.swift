import Foundation

/// The folders of one history: the daemon's state, the ledger of the children, their locks and their program.
final class KillHome: Sendable {
    let folder: String
    let child: String
    /// Nil where the daemons see the machine's own.
    let clock: ShiftedClock?
    private let settings: [String: String]

    /// - Parameters:
    ///   - settings: environment variables of the daemon beside those that make it quick; an empty one leaves such a one out.
    ///   - hasShiftedClock: whether the daemons' wall clock can be set.
    ///   - file: what is in the daemon's file of settings; nil: there is none.
    init(settings: [String: String] = [:], hasShiftedClock: Bool = false, file: String? = nil) throws {
        let parent = ProcessInfo.processInfo.environment["UPBEAT_KILL_FOLDER"] ?? "/tmp"
        // Short, because the path of a socket has at most 107 bytes.
        folder = parent + "/upbeat-kill-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        self.settings = settings
        for part in ["", "/home", "/locks"] {
            try FileManager.default.createDirectory(
                atPath: folder + part, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        try file?.write(toFile: folder + "/home/upbeat.yaml", atomically: false, encoding: .utf8)
        child = try KillChild.compile(into: folder)
        clock = hasShiftedClock ? try ShiftedClock(in: folder) : nil
    }

    var state: String { folder + "/home" }
    var socket: String { state + "/upbeat.sock" }
    var database: String { state + "/upbeat.db" }
    var lockFile: String { state + "/upbeat.lock" }
    /// How far ahead the daemons' wall clock goes of the machine's.
    var ahead: Duration { clock?.ahead ?? .zero }
    /// What the daemons print.
    var log: String { folder + "/daemon.log" }
    /// What the children write.
    var ledger: String { folder + "/ledger" }
    var locks: String { folder + "/locks" }

    /// The daemon's whole environment: nothing of ours leaks into it.
    var environment: [String: String] {
        let base = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "UPBEAT_HOME": state, "UPBEAT_DESK": folder, "UPBEAT_HTTP_PORT": "0",
            "UPBEAT_RETRY_BASE": "200ms", "UPBEAT_RUN_GRACE": "300ms", "UPBEAT_ENGINE_SLOTS": "8", "UPBEAT_ENGINE_DRAIN_LIMIT": "2s",
            // Nothing is to be old, however far the clock is set.
            "UPBEAT_RETENTION_AGE": "3660d",
        ]
        return base.merging(clock?.environment ?? [:]) { $1 }.merging(settings) { $1 }.filter { !$0.value.isEmpty }
    }

    /// The command of a pulse; see `KillChild`.
    func command(
        key: String, _ manner: KillChild.Manner, milliseconds: Int, failures: Int, exit: Int = 1, places: [String] = []
    ) -> [String] {
        [child, ledger, locks, key, manner.rawValue, String(milliseconds), String(failures), String(exit)] + places
    }

    /// Ends what still runs here, by KILL, and removes the folder.
    func remove(keepingFiles: Bool = false) {
        for process in ProcessCensus.runs(ofHome: state) { kill(process.pid, SIGKILL) }
        if !keepingFiles { try? FileManager.default.removeItem(atPath: folder) }
    }
}
