import ControlPlane
import Engine
import Foundation
import HTTPAPI
import Logging
import Pulses
import Recurrence
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
            performer: house.performer(fingerprint: fingerprint), clock: house.clock, log: log, seed: seed)
    }

    func run(announce: @escaping @Sendable (Announcement) -> Void) async throws {
        for warning in house.settings.warnings { log.warning("\(warning)") }
        try await keepFirstToken()
        let places = Places()
        let door = try house.door(
            engine: engine,
            facts: HouseFacts(
                version: upbeatVersion, home: house.home.state,
                daemon: HouseFacts.Daemon(
                    pid: getpid(), boot: boot, startedAt: startedAt, startedMonotonic: startedMonotonic,
                    slots: house.settings.engine.slots), listening: { places.all }), log: log)
        let doors = doors(door, places)
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await doors.run() }
            group.addTask { try await self.failWithTheStore() }
            // Opens, or ends with the error of a door that could not.
            group.addTask { await places.open(house.settings.http.isEnabled ? 2 : 1) }
            try await group.next()
            announce(announcement(places))
            log.info("listening on \(places.all.joined(separator: ", "))", metadata: ["pid": "\(getpid())", "boot": "\(boot)"])
            group.addTask { await self.obey(signals) }
            group.addTask { try await engine.run() }
            group.addTask { try await self.refuseToHang() }
            try await waitForTheEngine(&group)
            await doors.triggerGracefulShutdown()
            group.cancelAll()
        }
        log.info("stopped")
    }

    // MARK: parts

    private func doors(_ door: HTTPDoor, _ places: Places) -> ServiceGroup {
        SocketProbe.removeStale(house.home.socket)
        var services: [any Service] = [
            door.service(at: .socket(path: house.home.socket)) { places.add($0) }
        ]
        if house.settings.http.isEnabled {
            let http = house.settings.http
            services.append(door.service(at: .tcp(host: http.host, port: http.port)) { places.add($0) })
        }
        var quiet = log
        quiet.logLevel = max(log.logLevel, .notice)
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        configuration.maximumGracefulShutdownDuration = .milliseconds(400)
        return ServiceGroup(configuration: configuration)
    }

    /// The first token is made at the first start; the store knows its hash alone.
    private func keepFirstToken() async throws {
        let token = try TokenFile.readOrCreate(house.home)
        try await house.store.add(AccessToken(name: "first", hash: token.hash, createdAt: startedAt))
    }

    private func announcement(_ places: Places) -> Announcement {
        Announcement(
            version: upbeatVersion, pid: getpid(), addresses: places.urls, socket: house.home.socket, home: house.home.state,
            token: house.home.token, warnings: house.settings.warnings)
    }
}
