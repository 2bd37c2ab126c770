/// Where Upbeat keeps its files.
///
/// | | configuration | state |
/// |---|---|---|
/// | `UPBEAT_HOME` set | that folder | that folder |
/// | `UPBEAT_HOME=system` | `/etc/upbeat` | `/var/lib/upbeat`; the socket in `/run/upbeat` |
/// | Linux | `$XDG_CONFIG_HOME/upbeat`, else `~/.config/upbeat` | `$XDG_STATE_HOME/upbeat`, else `~/.local/state/upbeat` |
/// | macOS | `~/Library/Application Support/upbeat` | the same; the log in `~/Library/Logs/upbeat` |
///
/// The configuration folder holds `upbeat.yaml`, `conf.d/*.yaml` and `.env`, the state folder all else. `UPBEAT_CONFIG` names another
/// file in the place of `upbeat.yaml`; the rest of the configuration folder counts all the same.
package struct Home: Hashable, Sendable {
    /// The folder of `upbeat.yaml`, `conf.d` and `.env`.
    package var configuration: String
    /// The folder of the database, lock, socket, token and output.
    package var state: String
    /// The folder of `upbeat.log`.
    package var logs: String
    /// The user's own home folder, for `~`.
    package var user: String
    /// `UPBEAT_HOME` decided.
    package var isMoved: Bool
    /// The file that is named (`--config`, `UPBEAT_CONFIG`) in the place of `upbeat.yaml`.
    package var namedSettings: String?
    /// The folder of the socket.
    package var runtime: String
    /// These are the folders of the machine's own daemon.
    package var isSystem: Bool

    package init(
        configuration: String, state: String, logs: String? = nil, user: String, isMoved: Bool = false, runtime: String? = nil,
        isSystem: Bool = false, namedSettings: String? = nil
    ) {
        self.configuration = configuration
        self.state = state
        self.logs = logs ?? state
        self.user = user
        self.isMoved = isMoved
        self.namedSettings = namedSettings
        self.runtime = runtime ?? state
        self.isSystem = isSystem
    }

    package var settingsFile: String { namedSettings ?? configuration + "/upbeat.yaml" }
    package var settingsFolder: String { configuration + "/conf.d" }
    package var dotEnv: String { configuration + "/.env" }
    package var database: String { state + "/upbeat.db" }
    package var lock: String { state + "/upbeat.lock" }
    package var token: String { state + "/token" }
    package var output: String { state + "/output" }
    package var logFile: String { logs + "/upbeat.log" }
    /// What a daemon in the background writes to its standard output and standard error: the last words of a crash.
    package var daemonOutput: String { logs + "/daemon.out" }

    /// The path of the daemon's socket: in its folder, or a short one where that is over the system's limit.
    package var socket: String { SocketPath.path(inState: runtime) }

    /// What names this home where it is not the usual one.
    var namingVariables: [String: String] { isMoved ? ["UPBEAT_HOME": isSystem ? Self.systemName : state] : [:] }

    /// What leads a child's commands to this daemon, whatever its action makes of `HOME` and `XDG_*`.
    var childVariables: [String: String] { isMoved ? namingVariables : ["UPBEAT_SOCKET": socket] }

    /// Where a daemon in the background says that it is ready: beside its socket, in a folder that is this user's alone.
    var readySocket: String { socket[..<(socket.lastIndex(of: "/") ?? socket.endIndex)] + "/start.sock" }

    /// Makes the folders that are not there (0700) and checks the state folder. Whoever writes calls this first.
    ///
    /// The configuration folder is made but not judged: it may be a link into a read-only store. Its files are judged when read.
    package func prepare() throws(HomeError) {
        try PrivateFolder.ensure(state)
        try PrivateFolder.ensure(output)
        if configuration != state { try PrivateFolder.create(configuration) }
        if logs != state { try PrivateFolder.create(logs) }
    }

    /// Makes the socket's folder, where that is not the state folder. Programs that connect call `checkSocketFolder` instead.
    package func prepareSocketFolder() throws(HomeError) {
        if runtime != state { try PrivateFolder.ensure(runtime) }
        guard let folder = SocketPath.shortFolder(forState: runtime) else { return }
        try PrivateFolder.ensure(folder, followLinks: false)
    }

    /// Refuses a short socket folder that somebody else has put there. To be called before connecting.
    package func checkSocketFolder() throws(HomeError) {
        guard let folder = SocketPath.shortFolder(forState: runtime) else { return }
        try PrivateFolder.check(folder, followLinks: false)
    }
}
