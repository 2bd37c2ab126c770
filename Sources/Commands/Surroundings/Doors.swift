package import Client
package import Daemon
package import WireModel

/// The ways from the command line into the house; what tests put their own in place of.
package struct Doors: Sendable {
    package var open: @Sendable (DaemonOptions) async throws(CommandFailure) -> OpenDoor
    package var run: @Sendable (DaemonOptions, @escaping @Sendable (Announcement) -> Void) async throws(CommandFailure) -> Void
    package var check: @Sendable (DaemonOptions) throws(CommandFailure) -> ConfigurationReport
    package var token: @Sendable (DaemonOptions) throws(CommandFailure) -> (token: String, file: String)
    /// Starts a daemon in the background, and returns when it is ready.
    package var start: @Sendable (DaemonOptions) async throws(CommandFailure) -> StartedDaemon
    /// The daemon of a home; nil where none runs.
    package var find: @Sendable (DaemonOptions) async throws(CommandFailure) -> RunningDaemon?
    /// Ends a daemon (at once or not) and waits; the last is told the limit of the wait, where there is a wait.
    package var stop: @Sendable (RunningDaemon, DaemonOptions, Bool, (Duration) -> Void) async throws(CommandFailure) -> Void
    package var service: ServiceControl
    /// How the house is, by its daemon or by its files.
    package var status: @Sendable (DaemonOptions) async throws(CommandError) -> StatusResponse
    package var doctor: @Sendable (DaemonOptions, _ fixes: Bool) async throws(CommandFailure) -> DoctorReport
    /// The programs that can be told of this server.
    package var clients: ClientControl
    /// Serves the agent's door on the standard streams of this process, to their end.
    package var bridge: @Sendable (DaemonOptions, _ agent: String?) async throws(CommandFailure) -> Void

    package init(
        open: @escaping @Sendable (DaemonOptions) async throws(CommandFailure) -> OpenDoor,
        run: @escaping @Sendable (DaemonOptions, @escaping @Sendable (Announcement) -> Void) async throws(CommandFailure) -> Void,
        check: @escaping @Sendable (DaemonOptions) throws(CommandFailure) -> ConfigurationReport,
        token: @escaping @Sendable (DaemonOptions) throws(CommandFailure) -> (token: String, file: String),
        start: @escaping @Sendable (DaemonOptions) async throws(CommandFailure) -> StartedDaemon,
        find: @escaping @Sendable (DaemonOptions) async throws(CommandFailure) -> RunningDaemon?,
        stop: @escaping @Sendable (RunningDaemon, DaemonOptions, Bool, (Duration) -> Void) async throws(CommandFailure) -> Void,
        service: ServiceControl = .live(),
        status: @escaping @Sendable (DaemonOptions) async throws(CommandError) -> StatusResponse,
        doctor: @escaping @Sendable (DaemonOptions, _ fixes: Bool) async throws(CommandFailure) -> DoctorReport,
        clients: ClientControl = .live(),
        bridge: @escaping @Sendable (DaemonOptions, _ agent: String?) async throws(CommandFailure) -> Void = runBridge
    ) {
        self.open = open
        self.run = run
        self.check = check
        self.token = token
        self.start = start
        self.find = find
        self.stop = stop
        self.service = service
        self.status = status
        self.doctor = doctor
        self.clients = clients
        self.bridge = bridge
    }

    static let live = Doors(
        open: { options throws(CommandFailure) in
            let reached = try await reach(options)
            return OpenDoor(client: reached.client, isDaemon: reached.isDaemon) { await reached.close() }
        },
        run: { options, announce throws(CommandFailure) in try await runDaemon(options, announce: announce) },
        check: { options throws(CommandFailure) in try checkConfiguration(options) },
        token: { options throws(CommandFailure) in try showToken(options) },
        start: { options throws(CommandFailure) in try await startDaemon(options) },
        find: { options throws(CommandFailure) in try await findDaemon(options) },
        stop: { daemon, options, isAtOnce, waiting throws(CommandFailure) in
            try await stopDaemon(daemon, options, isAtOnce: isAtOnce, waiting: waiting)
        },
        status: { options throws(CommandError) in
            do throws(StatusFailure) {
                return try await readStatus(options)
            } catch {
                switch error {
                case .client(let error): throw .client(error)
                case .failure(let failure): throw .daemon(failure)
                }
            }
        },
        doctor: { options, fixes throws(CommandFailure) in try await examine(options, fixes: fixes) })
}

/// A client and who answers it.
package struct OpenDoor: Sendable {
    package var client: UpbeatClient
    /// False where this process answers itself, holding the lock until `close`.
    package var isDaemon: Bool
    package var close: @Sendable () async -> Void

    package init(client: UpbeatClient, isDaemon: Bool, close: @escaping @Sendable () async -> Void) {
        self.client = client
        self.isDaemon = isDaemon
        self.close = close
    }
}

extension Surroundings {
    /// Asks the daemon, or whoever answers in its place. The lock is let go before anything is printed: what reads the
    /// output may be slow.
    func ask<Answer: Sendable>(
        _ options: GlobalOptions, _ body: (OpenDoor) async throws(ClientError) -> Answer
    ) async throws(CommandError) -> Answer {
        try await withDoor(options) { door throws(CommandError) in
            do throws(ClientError) {
                return try await body(door)
            } catch {
                throw .client(error)
            }
        }
    }

    /// Opens a door for as long as the body takes, and closes it once.
    func withDoor<Result: Sendable>(
        _ options: GlobalOptions, _ body: (OpenDoor) async throws(CommandError) -> Result
    ) async throws(CommandError) -> Result {
        let door: OpenDoor
        do {
            door = try await doors.open(options.daemon)
        } catch {
            throw .daemon(error)
        }
        do {
            let result = try await body(door)
            await door.close()
            return result
        } catch {
            await door.close()
            throw error
        }
    }
}
