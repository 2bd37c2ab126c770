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

/// One life of the daemon: doors, engine, signals, in the order in which they begin and end.
///
/// The doors open first, so that a port in use is an error before anything runs; the engine recovers and works; when it has drained,
/// the doors close.
struct DaemonLife: Sendable {
    let live: LiveHouse
    let boot: BootID
    let log: Logger
    private let home: Home
    private let engine: Engine
    private let startedAt: Instant
    private let startedMonotonic: Duration
    private let notifier: Notifier?
    private let isStopping = Current(false)
    private let terminal = Terminal()
    private let readiness: Readiness
    private let leave: @Sendable (String) -> Void

    /// - Parameter leave: keeps why the process ended out of order for the next start.
    init(_ house: House, _ live: LiveHouse, boot: BootID, seed: UInt64, log: Logger, leave: @escaping @Sendable (String) -> Void) {
        self.leave = leave
        self.live = live
        self.boot = boot
        self.log = log
        home = house.home
        startedAt = house.clock.now()
        startedMonotonic = house.clock.monotonic()
        // The socket of `upbeat start` listens for the start alone.
        let isOfStart = house.environment["NOTIFY_SOCKET"] == house.home.readySocket
        notifier = Notifier(environment: house.environment, log: isOfStart ? nil : log)
        engine = Engine(
            settings: house.engineSettings, boot: boot, store: house.store, performer: live.performer, clock: house.clock, log: log,
            seed: seed, measures: house.measures)
        let engine = engine
        readiness = Readiness(
            probes: [
                Watchdog.Probe(name: "engine") { await engine.look() },
                Watchdog.Probe(name: "store") { try await house.store.sign(of: boot, at: house.clock.now()) },
            ], clock: house.clock, isDraining: { engine.isDraining })
    }

    /// - Parameters:
    ///   - desk: of the signals; they are obeyed from when the engine can.
    ///   - announce: called once, when it listens.
    func run(_ desk: SignalDesk, announce: @escaping @Sendable (Announcement) -> Void) async throws {
        let house = live.house.value
        for warning in house.settings.warnings + Notifier.problems(in: house.environment) { log.warning("\(warning)") }
        if let problem = try house.descriptors.problem() { log.warning("\(problem)") }
        let certificate = try house.certificate(log: log)
        try await keepFirstToken(house)
        let places = Places()
        let plane = try plane(house, places)
        let door = house.door(plane, log: log, certificate: certificate)
        live.door.value = door
        do { try SocketProbe.removeStale(home.socket) } catch { throw CommandFailure(error) }
        let doors = doors(door, house.settings.http, places)
        let hasOpened = places.whenOpen(house.settings.http.isEnabled ? 2 : 1)
        try await withThrowingTaskGroup(of: Part.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await doors.run()
                return .doors
            }
            group.addTask {
                await hasOpened()
                return .opening
            }
            // The doors' error, where one could not be opened.
            guard try await group.next() == .opening else { return }
            try Task.checkCancellation()
            // What the files declare is in force before anything runs.
            let declared = try await bringIntoForce(house, plane)
            try await house.store.started(boot, at: house.clock.now())
            log.info("listening on \(places.all.joined(separator: ", "))", metadata: ["pid": "\(getpid())", "boot": "\(boot)"])
            desk.hand(to: obey)
            group.addTask {
                try await engine.run()
                return .engine
            }
            // With its first turn it has recovered what an earlier daemon ran.
            await engine.look()
            if engine.isRunning {
                notifier?.tell(.ready, .status(await serviceStatus()))
                announce(announcement(house, places, declared.refusals))
                StartMemory.giveBack()
            }
            for service in services(places) {
                group.addTask {
                    try await service.run()
                    return .other
                }
            }
            group.addTask {
                if let failure = await house.store.failure() { throw CommandFailure(message: failure.description) }
                return .other
            }
            group.addTask {
                await live.run(
                    engine: engine, plane: { house throws(CommandFailure) in try self.plane(house, places) },
                    announce: { isUnderWay in
                        if isUnderWay { notifier?.tell(.reloading) } else { notifier?.tell(.ready, .status(await serviceStatus())) }
                    })
                return .other
            }
            while let part = try await group.next(), part != .engine {}
            live.requests.close()
            await doors.triggerGracefulShutdown()
            while let part = try await group.next(), part != .doors {}
        }
        log.info("stopped")
    }

    /// What a child task of this life was about.
    private enum Part {
        case opening, doors, engine, other
    }

    // MARK: parts

    private func plane(_ house: House, _ places: Places) throws(CommandFailure) -> ControlPlane {
        let (requests, lastReload, readiness) = (live.requests, live.lastReload, readiness)
        return try house.plane(
            engine: engine,
            facts: HouseFacts(
                version: upbeatVersion, home: home.state,
                daemon: HouseFacts.Daemon(
                    pid: getpid(), boot: boot, startedAt: startedAt, startedMonotonic: startedMonotonic,
                    slots: house.descriptors.slots), listening: { places.all }, lastReload: { lastReload.value }),
            configuration: { isDryRun throws(RequestError) in try await requests.answer(isDryRun: isDryRun) },
            readiness: { await readiness.faults() })
    }

    private func bringIntoForce(_ house: House, _ plane: ControlPlane) async throws(CommandFailure) -> Declarations.Outcome {
        do throws(RequestError) {
            let outcome = try await Declarations(house: house, plane: plane, log: log).bringIntoForce()
            outcome.write(to: log)
            return outcome
        } catch {
            throw CommandFailure(message: "what the configuration declares could not be brought into force: \(error.message)")
        }
    }

    /// What goes on beside the engine, for as long as it does.
    private func services(_ places: Places) -> [any Service] {
        let (house, engine) = (live.house.value, engine)
        let watch = ConfigurationWatch(home: home, readAt: live.readAt, log: log) { live.requests.ask(why: "\($0) changed") }
        let zones = ZoneWatch(store: house.store, zones: house.zones, clock: house.clock, log: log) { engine.wake(dueAt: $0) }
        var services: [any Service] = [Housekeeping(house: live.house, log: log), zones, watch, TokenUses(house: house, log: log)]
        if let interval = Watchdog.interval(wanted: house.settings.daemon.watchdogInterval, for: notifier) {
            services.append(
                Watchdog(
                    probes: probes(house), interval: interval, notifier: notifier, status: serviceStatus, clock: house.clock, log: log))
        }
        return services
    }

    /// Each returns once its part has really done something.
    private func probes(_ house: House) -> [Watchdog.Probe] {
        let (engine, boot) = (engine, boot)
        return [
            .http(socket: home.socket),
            Watchdog.Probe(name: "engine") { await engine.look() },
            Watchdog.Probe(name: "store") {
                do throws(StoreError) {
                    try await house.store.sign(of: boot, at: house.clock.now())
                } catch {
                    // It answers, and the disk heals or does not: another process would not fare better.
                    guard !error.isFatal, error != .closed else { throw error }
                }
            },
        ]
    }

    private func doors(_ door: HTTPDoor, _ http: Settings.HTTP, _ places: Places) -> ServiceGroup {
        let current = live.door
        @Sendable func service(at address: ListenAddress) -> any Service {
            door.service(at: address, onListening: { places.add($0) }, successor: { current.value })
        }
        let socket = home.socket
        var services: [any Service] = [SocketDoor(path: socket, listener: { service(at: .socket(path: socket)) }, log: log)]
        let isSecure = http.tls != nil
        if http.isEnabled {
            services.append(service(at: isSecure ? .tls(host: http.host, port: http.port) : .tcp(host: http.host, port: http.port)))
        }
        var quiet = log
        quiet.logLevel = log.logLevel <= .debug ? log.logLevel : .critical
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        configuration.maximumGracefulShutdownDuration = .milliseconds(400)
        return ServiceGroup(configuration: configuration)
    }

    // MARK: signals

    /// TERM and INT drain, a second one ends what runs at once; whatever then still hangs does not keep the process. HUP reads the
    /// configuration anew, unless it tells a daemon in the foreground that its terminal is gone: then it is as TERM. USR1 describes the
    /// state in the log.
    @Sendable private func obey(_ signal: UnixSignal) {
        switch signal {
        case .sigusr1:
            describe()
        case .sighup where !terminal.isGone:
            log.info("\(signal) received; reading the configuration")
            live.requests.ask(why: "\(signal)")
        default:
            stop(signal)
        }
    }

    private func stop(_ signal: UnixSignal) {
        let isFirst = LastResort.arm(after: live.house.value.settings.engine.drainLimit + .seconds(5), log, leave: leave)
        log.info("\(signal) received; \(isFirst ? "stopping" : "stopping at once")")
        if isFirst {
            isStopping.value = true
            let most = live.house.value.settings.engine.drainLimit + .seconds(10)
            notifier?.tell(.stopping, .extendTimeout(most), .status(ServiceWords.stopping))
        }
        engine.drain()
    }

    private func describe() {
        let house = live.house.value
        log.info("USR1 received; version \(upbeatVersion), process \(getpid()), since \(startedAt), files \(house.home.state)")
        engine.describe()
    }

    // MARK: words

    /// One line for the service manager.
    @Sendable private func serviceStatus() async -> String {
        isStopping.value ? ServiceWords.stopping : await ServiceWords.now(of: live.house.value.store)
    }

    /// The first token is made at the first start; the store knows its hash alone. Where its file was removed, another one takes its
    /// place and the one of before is revoked. One that was revoked stays so.
    private func keepFirstToken(_ house: House) async throws {
        let token = try TokenFile.readOrCreate(home)
        guard try await !house.store.tokens().contains(where: { $0.hash == token.hash }) else { return }
        _ = try await house.store.revokeToken(named: "first", at: startedAt)
        _ = try await house.store.add(AccessToken(name: "first", hash: token.hash, createdAt: startedAt))
    }

    private func announcement(_ house: House, _ places: Places, _ refusals: [String]) -> Announcement {
        Announcement(
            version: upbeatVersion, pid: getpid(), addresses: places.urls, socket: home.socket, home: home.state,
            token: home.token, warnings: house.settings.warnings + refusals)
    }
}
