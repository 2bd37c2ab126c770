package import Client
import ControlPlane
import Engine
import Foundation
import HTTPAPI
import Logging
import Pulses
import Recurrence
import SQLiteStore

/// A way to the house: through a daemon's socket, or through a responder in this process that holds the lock.
package struct Reached: Sendable {
    package var client: UpbeatClient
    /// Whether a daemon answers; without one nothing runs and nothing can be waited for.
    package var isDaemon: Bool
    private let end: @Sendable () async -> Void

    init(client: UpbeatClient, isDaemon: Bool, end: @escaping @Sendable () async -> Void) {
        self.client = client
        self.isDaemon = isDaemon
        self.end = end
    }

    /// Closes the connection, or the store and the lock.
    package func close() async { await end() }
}

/// Finds a daemon, or opens the house in this process (DESIGN.md: the lock holder writes).
///
/// - Parameter patience: how long to wait for another process that holds the lock without listening yet; ends where the task is cancelled.
/// - Throws: exit code 3 where a named socket has no daemon, 75 where the lock was not to be had in time, 1 for settings and files.
package func reach(_ given: DaemonOptions, patience: Duration = .seconds(5)) async throws(CommandFailure) -> Reached {
    let options = given.ledBack
    let clock = ContinuousClock()
    let end = clock.now + patience
    while true {
        if let daemon = try answeringDaemon(options) {
            let transport = SocketTransport(path: daemon.socket)
            let client = UpbeatClient(transport, environment: daemon.environment)
            return Reached(client: client, isDaemon: true) { await transport.close() }
        }
        let home = try options.locateHome()
        do throws(InProcessProblem) {
            return try await inProcess(options, home)
        } catch {
            switch error {
            case .failed(let failure): throw failure
            case .held(let error):
                guard clock.now < end, !Task.isCancelled else { throw CommandFailure(message: remedy(for: error, home), exitCode: 75) }
                try? await clock.sleep(for: .milliseconds(50))
            }
        }
    }
}

/// What to do about a lock that is not given up.
private func remedy(for error: LockError, _ home: Home) -> String {
    guard case .held(_, let holder?) = error, holder.role == .daemon,
        !FileManager.default.fileExists(atPath: home.socket)
    else { return "\(error); try again in a moment" }
    return "\(error), but its socket \(home.socket) is gone; `upbeat restart` makes it anew"
}

/// The daemon that these options mean, and the environment in which to ask it; nil where none answers.
///
/// - Throws: exit code 3 where a named socket has no daemon.
func answeringDaemon(_ options: DaemonOptions) throws(CommandFailure) -> (socket: String, environment: [String: String])? {
    if let socket = options.socket {
        guard SocketProbe.answers(socket) else {
            throw CommandFailure(message: "no daemon listens on \(socket); start one with `upbeat run`, or leave --socket out", exitCode: 3)
        }
        return (socket, options.environment)
    }
    if let socket = options.runSocket, SocketProbe.answers(socket) { return (socket, options.environment) }
    let home = try options.locateHome()
    try checkSocketFolder(home)
    if SocketProbe.answers(home.socket) { return (home.socket, options.clientEnvironment(home)) }
    guard !home.isMoved, SocketProbe.answers(systemSocket) else { return nil }
    return (systemSocket, options.clientEnvironment(home, isElsewhere: true))
}

/// Where a daemon could listen that these options mean, in the order in which to look.
func daemonSockets(_ options: DaemonOptions) throws(CommandFailure) -> [String] {
    if let socket = options.socket { return [socket] }
    let home = try options.locateHome()
    try checkSocketFolder(home)
    return home.isMoved ? [home.socket] : [home.socket, systemSocket]
}

private func checkSocketFolder(_ home: Home) throws(CommandFailure) {
    do { try home.checkSocketFolder() } catch {
        // Where the short folder was never made, nobody listens in it.
        guard case .cannotRead(_, let failure) = error, failure.code == ENOENT else { throw CommandFailure(error) }
    }
}

/// Where a daemon of the whole machine listens.
private let systemSocket = "/run/upbeat/upbeat.sock"

private enum InProcessProblem: Error {
    case held(LockError)
    case failed(CommandFailure)
}

private func inProcess(_ options: DaemonOptions, _ home: Home) async throws(InProcessProblem) -> Reached {
    do {
        let settings = try options.loadSettings(home)
        do throws(HomeError) { try home.prepare() } catch { throw CommandFailure(error) }
        let lock = try takeLock(home)
        let notice = CrashNotice(lock, home)
        let house: House
        do {
            house = try House(home: home, settings: settings, environment: options.environment)
        } catch {
            lock.release()
            throw error
        }
        _ = await notice?.record(in: house.store, lock, at: house.clock.now())
        let facts = HouseFacts(version: upbeatVersion, home: home.state, daemon: nil)
        let silent = Logger(label: "upbeat") { _ in SwiftLogNoOpLogHandler() }
        let plane = try house.plane(engine: NoEngine(), facts: facts) { isDryRun throws(RequestError) in
            try await reconcile(house, isDryRun, silent)
        }
        do throws(RequestError) {
            // What agents may is what the configuration says now, not what it said at the last start.
            _ = try await plane.reconcileAgents(settings.agents)
        } catch {
            house.store.close()
            lock.release()
            throw CommandFailure(message: error.message)
        }
        let transport = DoorTransport(door: house.door(plane, log: silent))
        return Reached(client: UpbeatClient(transport, environment: options.clientEnvironment(home)), isDaemon: false) {
            house.store.close()
            lock.release()
        }
    } catch let error as LockError {
        if case .held = error { throw .held(error) }
        throw .failed(CommandFailure(message: error.description))
    } catch let error as CommandFailure {
        throw .failed(error)
    } catch {
        throw .failed(CommandFailure(message: "\(error)"))
    }
}

/// What a daemon would do with its configuration at its next start, done now: without one, the declarations alone count.
private func reconcile(_ house: House, _ isDryRun: Bool, _ log: Logger) async throws(RequestError) -> Reconfiguration {
    let plane: ControlPlane
    do throws(CommandFailure) {
        plane = try house.plane(
            engine: NoEngine(), facts: HouseFacts(version: upbeatVersion, home: house.home.state, daemon: nil))
    } catch { throw .conflict(error.message) }
    let declared = try await Declarations(house: house, plane: plane, log: log).bringIntoForce(isDryRun: isDryRun)
    return Reconfiguration(isDryRun: isDryRun, changes: declared.changes, refused: declared.refused)
}

private func takeLock(_ home: Home) throws(LockError) -> StateLock {
    var generator = SystemRandomNumberGenerator()
    let holder = LockHolder(
        pid: getpid(), startedAt: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)),
        boot: BootID.random(using: &generator), role: .command, version: upbeatVersion)
    return try StateLock.take(home, as: holder)
}
