import Foundation
import Processes

/// A daemon that was started in the background and is ready.
package struct StartedDaemon: Hashable, Sendable {
    package var pid: Int32
    package var socket: String
    /// What it said is odd.
    package var warnings: [String]

    package init(pid: Int32, socket: String, warnings: [String] = []) {
        self.pid = pid
        self.socket = socket
        self.warnings = warnings
    }
}

/// Starts the daemon in the background, in a session of its own, and returns when it is ready.
///
/// It is this very program with `run --background`. It gets this process's environment without what a service manager gave this
/// process, and says that it is ready as it would to a service manager. A cancel, or the end of this process, leaves it to go on.
///
/// - Throws: exit code 6 where a daemon runs or is being started, 75 where it is not ready in time (it goes on), else its own code and
///   its last words.
package func startDaemon(_ options: DaemonOptions) async throws(CommandFailure) -> StartedDaemon {
    let home = try options.locateHome()
    if let running = try await RunningDaemon.find(home) { throw .alreadyRuns(running) }
    guard let program = OwnProgram.path() else {
        throw CommandFailure(message: "the file of this program is gone; start it from where it is now")
    }
    let output = try await openOutput(home)
    let ready: ReadySocket
    do { ready = try ReadySocket(home.readySocket) } catch { throw CommandFailure(error) }
    var environment = options.environment.filter { !ManagerVariables.has($0.key) }
    environment["NOTIFY_SOCKET"] = ready.path
    let child: DetachedChild
    do {
        child = try DetachedChild.spawn(
            program, name: "upbeat", arguments: ["run", "--background"] + options.runArguments, environment: environment,
            output: output.file.descriptor)
    } catch {
        throw CommandFailure(message: "the daemon could not be started: \(error)")
    }
    try await StartWatch(child: child, ready: ready, output: output, file: home.daemonOutput, log: home.logFile).waitUntilReady()
    return StartedDaemon(pid: child.pid, socket: home.socket, warnings: output.words().warnings)
}

/// The file for the daemon's words, once no other start has it.
private func openOutput(_ home: Home) async throws(CommandFailure) -> DaemonOutput {
    for _ in 0..<500 {
        do throws(HomeError) {
            try home.prepare()
            try home.prepareSocketFolder()
            if let output = try DaemonOutput(home.daemonOutput) { return output }
        } catch {
            throw CommandFailure(error)
        }
        if let running = try await RunningDaemon.find(home) { throw .alreadyRuns(running) }
        try? await Task.sleep(for: .milliseconds(10))
    }
    throw CommandFailure(message: "another `upbeat start` is under way here; `upbeat status` shows what came of it", exitCode: 6)
}

extension CommandFailure {
    fileprivate static func alreadyRuns(_ daemon: RunningDaemon) -> CommandFailure {
        CommandFailure(
            message: "a daemon already runs here: process \(daemon.pid), since \(daemon.startedAt), version \(daemon.version), "
                + "listening on \(daemon.socket); `upbeat status` asks it, `upbeat restart` starts it anew",
            exitCode: 6)
    }
}

extension DaemonOptions {
    /// The settings of the command line as `upbeat run` takes them; the rest is in the environment.
    fileprivate var runArguments: [String] {
        [("http.port", "--port"), ("http.host", "--host"), ("log.level", "--log-level")].flatMap { key, option in
            flags[key].map { ["\(option)=\($0)"] } ?? []
        }
    }
}

/// What a service manager puts into the environment of its own process, and no other one may believe to be meant for it.
private enum ManagerVariables {
    private static let names: Set<String> = ["INVOCATION_ID", "JOURNAL_STREAM", "MAINPID", "MANAGERPID", "XPC_SERVICE_NAME"]
    private static let prefixes = ["NOTIFY_", "WATCHDOG_", "LISTEN_", "SYSTEMD_"]

    static func has(_ name: String) -> Bool { names.contains(name) || prefixes.contains(where: name.hasPrefix) }
}
