import ControlPlane
import Engine
import Foundation
import HTTPAPI
import Logging
import Pulses
import Recurrence
import SQLiteStore
import ServiceLifecycle
import Synchronization

/// What a daemon says once it listens.
package struct Announcement: Sendable {
    package var version: String
    package var pid: Int32
    /// URLs.
    package var addresses: [String]
    package var socket: String
    /// The state folder.
    package var home: String
    /// The file of the first token.
    package var token: String
    package var warnings: [String]

    package init(
        version: String, pid: Int32, addresses: [String], socket: String, home: String, token: String, warnings: [String]
    ) {
        self.version = version
        self.pid = pid
        self.addresses = addresses
        self.socket = socket
        self.home = home
        self.token = token
        self.warnings = warnings
    }
}

/// Runs the daemon in the foreground until it is told to stop.
///
/// TERM, INT or HUP drains: nothing new starts, what runs may end, and the rest is ended before the limit and given back. A second one
/// ends the rest at once. A crash leaves everything acknowledged in the store, and its runs to be found by the next start.
///
/// - Parameter announce: called once, when it listens.
/// - Throws: exit code 6 where another process holds the lock, else 1.
package func runDaemon(
    _ options: DaemonOptions, announce: @escaping @Sendable (Announcement) -> Void
) async throws(CommandFailure) {
    let home = try options.locateHome()
    let settings = try options.loadSettings(home)
    guard SystemZones().isAvailable else {
        throw CommandFailure(message: "this machine has no time zone data; install the package tzdata")
    }
    do throws(HomeError) {
        try home.prepare()
        try home.prepareSocketFolder()
    } catch {
        throw CommandFailure(error)
    }
    // No signal of no meaning here may end the daemon without a drain.
    for number in [SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM] { signal(number, SIG_IGN) }
    var generator = SystemRandomNumberGenerator()
    let boot = BootID.random(using: &generator)
    let lock = try await lockHome(home, boot)
    defer { lock.release() }
    _ = LoggingSetup.bootstrap(level: settings.log.level, file: settings.log.file, environment: options.environment)
    let house = try House(home: home, settings: settings, environment: options.environment)
    defer { house.store.close() }
    let daemon = DaemonLife(house: house, boot: boot, fingerprint: lock.fingerprint, seed: generator.next())
    do {
        try await daemon.run(announce: announce)
    } catch let failure as CommandFailure {
        throw failure
    } catch let error as ListenError {
        throw CommandFailure(message: error.description)
    } catch {
        daemon.log.critical("the daemon ends: \(error)")
        throw CommandFailure(message: "\(error)")
    }
}

private func lockHome(_ home: Home, _ boot: BootID) async throws(CommandFailure) -> StateLock {
    let holder = LockHolder(pid: getpid(), startedAt: SystemClock().now(), boot: boot, role: .daemon, version: upbeatVersion)
    do {
        return try await StateLock.acquire(home, as: holder, waiting: .seconds(5))
    } catch {
        if case .held = error { throw CommandFailure(message: "another process is at work here: \(error)", exitCode: 6) }
        throw CommandFailure(message: error.description)
    }
}
