import ControlPlane
import Engine
import Foundation
import HTTPAPI
import Logging
import Pulses
import Recurrence
import SQLiteStore
import ServiceLifecycle
import UnixSignals

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
/// TERM or INT drains: nothing new starts, what runs may end, and the rest is ended before the limit and given back. A second one
/// ends the rest at once. A crash leaves everything acknowledged in the store, its runs to be found by the next start, and its last word
/// in the lock file.
///
/// - Parameter announce: called once, when it listens.
/// - Throws: exit code 6 where another process holds the lock, else 1.
package func runDaemon(
    _ options: DaemonOptions, announce: @escaping @Sendable (Announcement) -> Void
) async throws(CommandFailure) {
    // No signal of no meaning here may end the daemon without a drain.
    for number in [SIGPIPE, SIGUSR2, SIGALRM] { signal(number, SIG_IGN) }
    let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint, .sighup, .sigusr1])
    let desk = SignalDesk()
    let failure = await withTaskGroup(of: CommandFailure?.self) { group in
        let (starts, giveUp) = AsyncStream.makeStream(of: Never.self)
        group.addTask {
            for await signal in signals { desk.take(signal) { giveUp.finish() } }
            return nil
        }
        group.addTask {
            do throws(CommandFailure) { try await live(options, desk, announce) } catch { return error }
            return nil
        }
        group.addTask {
            for await _ in starts {}
            return nil
        }
        // The life's end, or the end of its start by a signal; then it comes to its end as the next.
        let first = await group.next() ?? nil
        group.cancelAll()
        for await other in group where other != nil { return first ?? other }
        return first
    }
    // What goes wrong in a start that was told to end is its end.
    if let failure, !desk.hasStopped {
        // On a full disk nothing else gets through to who started it.
        Notifier(environment: options.environment)?.tell(.status(failure.message))
        throw failure
    }
}

private func live(
    _ options: DaemonOptions, _ desk: SignalDesk, _ announce: @escaping @Sendable (Announcement) -> Void
) async throws(CommandFailure) {
    let home = try options.locateHome()
    let readAt = SystemClock().now()
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
    var generator = SystemRandomNumberGenerator()
    let boot = BootID.random(using: &generator)
    let lock = try await lockHome(home, boot, options)
    defer { lock.release() }
    try await refuseUnlockedDaemon(home)
    let pidFile = try take(home, settings)
    defer { pidFile?.remove() }
    // In the background nothing of the folder it was started in is held.
    if options.isInBackground { chdir("/") }
    let output = LoggingSetup.bootstrap(
        level: settings.log.level, file: settings.log.file, environment: options.environment, echoes: !options.isInBackground)
    let log = Logger(label: "upbeat")
    let notice = CrashNotice(lock, home)
    let house = try House(home: home, settings: settings, environment: options.environment)
    defer { house.store.close() }
    if let crash = await notice?.record(in: house.store, lock, at: house.clock.now()) { log.warning("\(crash.words)") }
    lock.armLastWord()
    let live = LiveHouse(house, readAt: readAt, options: options, fingerprint: lock.fingerprint, logOutput: output, log: log)
    let life = DaemonLife(house, live, boot: boot, seed: generator.next(), log: log) { lock.leave($0, at: house.clock.now()) }
    let isUp = Current(false)
    do {
        try await life.run(desk) { announcement in
            isUp.value = true
            announce(announcement)
        }
    } catch {
        let failure =
            (error as? CommandFailure) ?? (error as? HomeError).map { CommandFailure($0) }
            ?? CommandFailure(message: (error as? ListenError)?.description ?? "\(error)")
        // Before it was up it is a start that failed; after that it is a crash.
        if isUp.value {
            log.critical("the daemon ends: \(failure)")
            lock.leave(failure.message, at: house.clock.now())
        }
        throw failure
    }
}

/// What the holder of the lock does first: the database is this user's alone, and the PID file says who runs.
private func take(_ home: Home, _ settings: Settings) throws(CommandFailure) -> PidFile? {
    do throws(HomeError) {
        try home.closeDatabase()
        return try settings.daemon.pidFile.map { path throws(HomeError) in try PidFile.write(path) }
    } catch {
        throw CommandFailure(error)
    }
}

/// Whoever removes the lock file of a daemon takes its lock from it, and two must not work on one database.
///
/// - Throws: exit code 6 where a daemon goes on answering; the socket of one that is just dying may outlive its lock by a moment.
private func refuseUnlockedDaemon(_ home: Home) async throws(CommandFailure) {
    for _ in 0..<20 {
        guard SocketProbe.answers(home.socket) else { return }
        try? await Task.sleep(for: .milliseconds(50))
    }
    throw CommandFailure(
        message: "a daemon answers at \(home.socket), but nobody holds \(home.lock): its lock file was removed; `upbeat stop` ends it",
        exitCode: 6)
}

private func lockHome(_ home: Home, _ boot: BootID, _ options: DaemonOptions) async throws(CommandFailure) -> StateLock {
    let holder = LockHolder(
        pid: getpid(), startedAt: SystemClock().now(), boot: boot, role: .daemon, version: upbeatVersion, flags: options.flags,
        config: home.namedSettings)
    do {
        return try await StateLock.acquire(home, as: holder, waiting: .seconds(5))
    } catch {
        if case .held = error { throw CommandFailure(message: "another process is at work here: \(error)", exitCode: 6) }
        if case .unusable(let cause) = error { throw CommandFailure(cause) }
        throw CommandFailure(message: error.description)
    }
}
