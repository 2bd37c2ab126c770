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
import UnixSignals

/// One life of the daemon: doors, engine, signals, in the order in which they begin and end.
///
/// The doors open first, so that a port in use is an error before anything runs; the engine recovers and works; when it has drained,
/// the doors close.
struct DaemonLife: Sendable {
    let house: House
    let boot: BootID
    let log: Logger
    private let engine: Engine
    private let startedAt: Instant
    private let startedMonotonic: Duration

    init(house: House, boot: BootID, fingerprint: String, seed: UInt64) {
        self.house = house
        self.boot = boot
        log = Logger(label: "upbeat")
        startedAt = house.clock.now()
        startedMonotonic = house.clock.monotonic()
        let settings = house.settings
        engine = Engine(
            settings: Engine.Settings(
                slots: settings.engine.slots, sleepBound: settings.engine.sleepBound, drainLimit: settings.engine.drainLimit,
                grace: settings.run.grace), boot: boot, store: house.store,
            performer: house.performer(fingerprint: fingerprint, log: log), clock: house.clock, log: log, seed: seed)
    }

    func run(announce: @escaping @Sendable (Announcement) -> Void) async throws {
        for warning in house.settings.warnings { log.warning("\(warning)") }
        try await keepFirstToken()
        let places = Places()
        let plane = try house.plane(
            engine: engine,
            facts: HouseFacts(
                version: upbeatVersion, home: house.home.state,
                daemon: HouseFacts.Daemon(
                    pid: getpid(), boot: boot, startedAt: startedAt, startedMonotonic: startedMonotonic,
                    slots: house.settings.engine.slots), listening: { places.all }))
        let door = house.door(plane, log: log)
        do { try SocketProbe.removeStale(house.home.socket) } catch { throw CommandFailure(error) }
        let doors = doors(door, places)
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint, .sighup])
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
            // What the files declare is in force before anything runs.
            let refusals = try await Declarations(house: house, plane: plane, log: log).bringIntoForce()
            try await house.store.started(boot, at: house.clock.now())
            announce(announcement(places, refusals))
            log.info("listening on \(places.all.joined(separator: ", "))", metadata: ["pid": "\(getpid())", "boot": "\(boot)"])
            group.addTask {
                try await engine.run()
                return .engine
            }
            group.addTask {
                await obey(signals)
                return .signals
            }
            group.addTask {
                if let failure = await house.store.failure() { throw CommandFailure(message: failure.description) }
                return .store
            }
            group.addTask {
                await Housekeeping(house: house, log: log).run()
                return .housekeeping
            }
            group.addTask {
                let (store, zones, clock) = (house.store, house.zones, house.clock)
                await ZoneWatch(store: store, zones: zones, clock: clock, log: log) { engine.wake(dueAt: $0) }.run()
                return .zones
            }
            while let part = try await group.next(), part != .engine {}
            await doors.triggerGracefulShutdown()
            while let part = try await group.next(), part != .doors {}
        }
        log.info("stopped")
    }

    /// What a child task of this life was about.
    private enum Part {
        case opening, doors, engine, signals, store, housekeeping, zones
    }

    // MARK: parts

    /// TERM and INT drain, and so does HUP, which a daemon in the foreground gets when its terminal closes. A second one ends what runs at
    /// once. Whatever then still hangs does not keep the process.
    private func obey(_ signals: UnixSignalsSequence) async {
        var isFirst = true
        for await signal in signals {
            log.info("\(signal) received; \(isFirst ? "stopping" : "stopping at once")")
            engine.drain()
            if isFirst { LastResort.arm(after: house.settings.engine.drainLimit + .seconds(5), log) }
            isFirst = false
        }
    }

    private func doors(_ door: HTTPDoor, _ places: Places) -> ServiceGroup {
        var services: [any Service] = [
            door.service(at: .socket(path: house.home.socket)) { places.add($0) }
        ]
        if house.settings.http.isEnabled {
            let http = house.settings.http
            services.append(door.service(at: .tcp(host: http.host, port: http.port)) { places.add($0) })
        }
        var quiet = log
        quiet.logLevel = log.logLevel <= .debug ? log.logLevel : .critical
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        configuration.maximumGracefulShutdownDuration = .milliseconds(400)
        return ServiceGroup(configuration: configuration)
    }

    /// The first token is made at the first start; the store knows its hash alone.
    private func keepFirstToken() async throws {
        let token = try TokenFile.readOrCreate(house.home)
        try await house.store.add(AccessToken(name: "first", hash: token.hash, createdAt: startedAt))
    }

    private func announcement(_ places: Places, _ refusals: [String]) -> Announcement {
        Announcement(
            version: upbeatVersion, pid: getpid(), addresses: places.urls, socket: house.home.socket, home: house.home.state,
            token: house.home.token, warnings: house.settings.warnings + refusals)
    }
}
