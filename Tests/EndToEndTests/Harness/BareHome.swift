import Foundation
import StrictJSON

/// A folder of its own for daemons that are only started and ended: nothing is prepared in it but the folder.
final class BareHome: Sendable {
    let folder: String
    /// What goes at the end.
    private let root: String
    private let settings: [String: String]

    /// - Parameters:
    ///   - settings: environment variables of all programs here.
    ///   - depth: how many characters longer than needed the path of the state folder is.
    init(settings: [String: String] = [:], longerBy depth: Int = 0) throws {
        // Short, because the path of a socket has at most 107 bytes.
        root = "/tmp/upbeat-start-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        folder = depth > 0 ? root + "/" + String(repeating: "x", count: depth) : root
        self.settings = settings
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    var state: String { folder + "/home" }
    var socket: String { state + "/upbeat.sock" }
    var lock: String { state + "/upbeat.lock" }
    /// What programs that run here print.
    var printed: String { folder + "/printed" }

    var environment: [String: String] {
        [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "UPBEAT_HOME": state, "UPBEAT_DESK": folder,
            "UPBEAT_HTTP_ENABLED": "false", "UPBEAT_ENGINE_DRAIN_LIMIT": "2s", "UPBEAT_RUN_GRACE": "300ms",
        ].merging(settings) { $1 }
    }

    /// Makes the state folder with a file, a folder or nothing in it.
    func makeState(mode: Int = 0o700) throws {
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        guard chmod(state, mode_t(mode)) == 0 else { throw HarnessError.system("chmod") }
    }

    /// Writes a file; where no path is given, below the state folder.
    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        let path = name.hasPrefix("/") ? name : state + "/" + name
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        guard chmod(path, mode_t(mode)) == 0 else { throw HarnessError.system("chmod") }
        return path
    }

    func read(_ path: String) -> String? { try? String(contentsOfFile: path.hasPrefix("/") ? path : state + "/" + path, encoding: .utf8) }

    /// Runs one command line to its end.
    func run(_ arguments: String..., settings: [String: String] = [:], within limit: Duration = .seconds(30)) throws -> Outcome {
        let name = folder + "/\(UInt32.random(in: 0...UInt32.max))"
        defer { for end in [".out", ".err"] { unlink(name + end) } }
        let process = try SpawnedProcess(
            try UpbeatBinary.find(), arguments, environment: environment.merging(settings) { $1 }, output: name + ".out",
            errors: name + ".err")
        let ending = try process.waitForEnd(within: limit)
        guard case .exited(let code) = ending else { throw HarnessError("\(arguments) ended as \(ending)") }
        return Outcome(code: code, out: read(name + ".out") ?? "", err: read(name + ".err") ?? "")
    }

    struct Outcome: Sendable {
        var code: Int32
        var out: String
        var err: String
        var json: JSON? { try? JSON(parsing: Array(out.utf8)) }
    }

    /// Starts `upbeat run` here.
    func daemon(_ settings: [String: String] = [:]) throws -> SpawnedProcess {
        try SpawnedProcess(try UpbeatBinary.find(), ["run"], environment: environment.merging(settings) { $1 }, output: printed)
    }

    /// Waits until a daemon of that number answers; nil where it ended before.
    func waitUntilReady(_ process: SpawnedProcess, socket: String? = nil) throws -> JSON? {
        let connection = UnixHTTPConnection(path: socket ?? self.socket)
        return try waitFor("an answer of the daemon", within: .seconds(30)) { () -> JSON?? in
            if process.ending() != nil { return .some(nil) }
            guard let answer = try? connection.request("GET", "/v1/status"), answer.status == 200, let json = answer.json,
                json["pid"]?.integerValue == Int64(process.pid)
            else { return nil }
            return .some(json)
        }
    }

    /// Whether somebody holds the lock, asked as the daemon asks: by taking it.
    var isLocked: Bool {
        let descriptor = open(lock, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    /// Starts a daemon that must come up, does what is asked while it runs, and ends it in an orderly way.
    func healthyLife(_ body: (JSON) throws -> Void = { _ in }) throws {
        let process = try daemon()
        do {
            guard let status = try waitUntilReady(process) else {
                throw HarnessError("the daemon did not start: \(read(printed) ?? "")")
            }
            try body(status)
            kill(process.pid, SIGTERM)
            let ending = try process.waitForEnd(within: .seconds(20))
            guard ending == .exited(0) else { throw HarnessError("the daemon ended as \(ending): \(read(printed) ?? "")") }
            guard !isLocked else { throw HarnessError("the lock is still held") }
        } catch {
            putAway(process)
            throw error
        }
    }

    func putAway(_ process: SpawnedProcess) {
        guard process.ending() == nil else { return }
        kill(process.pid, SIGKILL)
        _ = try? process.waitForEnd(within: .seconds(20))
    }

    /// Ends a daemon in the background that a test left, and removes the folder.
    func remove() {
        if isLocked, let text = read(lock),
            let pid = (try? JSON(parsing: Array(text.utf8)))?["pid"]?.integerValue.flatMap(Int32.init(exactly:))
        {
            kill(pid, SIGKILL)
        }
        try? FileManager.default.removeItem(atPath: root)
    }
}
