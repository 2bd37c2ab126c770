import Client
import Foundation
package import Processes
package import Recurrence

/// The daemon that holds the lock of a home.
package struct RunningDaemon: Hashable, Sendable {
    package var pid: Int32
    package var startedAt: Instant
    package var version: String
    package var socket: String
    /// Who started it and would start it again, where that is a service manager.
    package var manager: ServiceUnit?
    package var identity: ProcessIdentity
    /// What it was told on its command line: settings by their dotted names, and the file in the place of `upbeat.yaml`.
    package var flags: [String: String]
    package var config: String?

    package init(
        pid: Int32, startedAt: Instant, version: String, socket: String, manager: ServiceUnit? = nil, identity: ProcessIdentity,
        flags: [String: String] = [:], config: String? = nil
    ) {
        self.pid = pid
        self.startedAt = startedAt
        self.version = version
        self.socket = socket
        self.manager = manager
        self.identity = identity
        self.flags = flags
        self.config = config
    }

    /// Finds the process that really holds the lock and says that it is a daemon; a command at work is none. Where nobody holds the lock,
    /// one that answers at the socket counts: somebody has removed its lock file.
    ///
    /// - Throws: exit code 4 where the home belongs to another user.
    static func find(_ home: Home) async throws(CommandFailure) -> RunningDaemon? {
        do {
            try PrivateFolder.checkAccess(home.state)
            guard let facts = (try? FileFacts.of(home.state)).flatMap({ $0 }) else { return nil }
            guard facts.owner == geteuid() else {
                throw HomeError.foreignOwner(path: home.state, owner: facts.owner, user: geteuid())
            }
        } catch let error as HomeError {
            throw CommandFailure(error)
        } catch {
            return nil
        }
        // Who has just taken the lock has not written its number yet.
        for _ in 0..<100 {
            guard StateLock.isHeld(home) else { return await unlocked(home) }
            if let holder = StateLock.currentHolder(home), let identity = ProcessIdentity.of(pid: holder.pid), identity.isAlive,
                // Between the two looks at the holder lies one at the lock: what a crash left in the file is not taken for it.
                StateLock.isHeld(home), StateLock.currentHolder(home) == holder
            {
                guard holder.role == .daemon else { return nil }
                return RunningDaemon(
                    pid: holder.pid, startedAt: holder.startedAt, version: holder.version, socket: home.socket,
                    manager: ServiceUnit.of(identity), identity: identity, flags: holder.flags, config: holder.config)
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// The daemon that answers at the socket.
    private static func unlocked(_ home: Home) async -> RunningDaemon? {
        guard SocketProbe.answers(home.socket) else { return nil }
        let transport = SocketTransport(path: home.socket)
        let status = try? await UpbeatClient(transport).status(within: .seconds(2))
        await transport.close()
        guard let status, let pid = status.pid.flatMap({ Int32(exactly: $0) }), let identity = ProcessIdentity.of(pid: pid) else {
            return nil
        }
        return RunningDaemon(
            pid: pid, startedAt: status.startedAt.flatMap { Instant(rfc3339: $0) } ?? .distantPast, version: status.version,
            socket: home.socket, manager: ServiceUnit.of(identity), identity: identity)
    }
}

/// Finds the daemon of a home; nil where none runs.
///
/// - Throws: exit code 4 where the home belongs to another user.
package func findDaemon(_ options: DaemonOptions) async throws(CommandFailure) -> RunningDaemon? {
    try await RunningDaemon.find(try options.locateHome())
}
