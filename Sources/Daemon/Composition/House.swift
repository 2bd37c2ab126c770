import ControlPlane
import Engine
import Foundation
import HTTPAPI
import Logging
import Outbound
import Performers
import Pulses
import Recurrence
import SQLiteStore

/// The house put together: what the daemon and a command without one have in common.
struct House: Sendable {
    let home: Home
    private(set) var settings: Settings
    let environment: [String: String]
    let store: SQLiteStore
    /// Decides about schedules, by the settings in force.
    private let judge: Current<ScheduleJudge>
    let clock = SystemClock()
    /// What the parts measure of themselves, whatever settings are in force.
    let measures = Measures()
    /// The zones of the system's own files, kept current by its updates.
    let zones = SystemZones()
    /// The same for every configuration.
    let knownTokens = KnownTokens()
    let streams = OpenStreams()

    /// Opens the store; whoever calls holds the lock.
    init(home: Home, settings: Settings, environment: [String: String]) throws(CommandFailure) {
        self.home = home
        self.settings = settings
        self.environment = environment
        judge = Current(ScheduleJudge(zones: zones, maintenance: settings.maintenance))
        do {
            store = try SQLiteStore(path: home.database, judge: judge, measures: measures)
        } catch {
            throw CommandFailure(message: error.description)
        }
    }

    /// The same house with other settings; nothing of this one changes.
    func with(_ settings: Settings) -> House {
        var house = self
        house.settings = settings
        return house
    }

    /// From now on schedules are judged by the settings of this house.
    func takeOverJudging() { judge.value = ScheduleJudge(zones: zones, maintenance: settings.maintenance) }

    var engineSettings: Engine.Settings {
        Engine.Settings(
            slots: descriptors.slots, sleepBound: settings.engine.sleepBound, drainLimit: settings.engine.drainLimit,
            grace: settings.run.grace)
    }

    /// Opens the store for reading alone, whoever holds the lock; nothing is made or changed.
    init(reading home: Home, settings: Settings, environment: [String: String]) throws(CommandFailure) {
        self.home = home
        self.settings = settings
        self.environment = environment
        judge = Current(ScheduleJudge(zones: zones, maintenance: settings.maintenance))
        do {
            store = try SQLiteStore(reading: home.database, judge: judge)
        } catch {
            if case .absent = error { throw CommandFailure(message: error.description, exitCode: 5) }
            throw CommandFailure(message: error.description)
        }
    }

    var outputFolder: OutputFolder { OutputFolder(path: home.output) }

    /// The performer of a daemon whose runs are marked with the fingerprint of its state folder.
    func performer(fingerprint: String, log: Logger) -> ActionPerformer {
        let children = ChildPerformer(
            settings: ChildPerformer.Settings(
                home: fingerprint, desk: settings.desk, grace: settings.run.grace, outputLimit: settings.run.outputLimit),
            catalogue: settings.runners,
            environment: ChildEnvironment(of: environment, adding: home.childVariables),
            folder: outputFolder, clock: clock)
        let (store, measures) = (store, measures)
        let told = FiredLog(log: log) { id in try? await store.schedule(id) }
        let webhooks = WebhookPerformer(
            caller: OutboundCaller(rules: settings.addressRules), judge: settings.webhookJudge,
            secrets: SecretSource(environment: environment), folder: outputFolder, clock: clock,
            told: { call in
                measures.called(call.status)
                await told.tell(call)
            }, nameOf: { id in try? await store.schedule(id)?.spec.name })
        return ActionPerformer(children: children, webhooks: webhooks)
    }

    /// All that may be asked of the house.
    func plane(
        engine: any EngineControl, facts: HouseFacts, configuration: @escaping Reconfigure.Source = Reconfigure.none,
        readiness: @escaping @Sendable () async -> [PartFault] = { [.noDaemon] }
    ) throws(CommandFailure) -> ControlPlane {
        let zone: Zone
        do { zone = try zones.zone(named: settings.zone) } catch { throw CommandFailure(message: error.description) }
        let programs = InstalledPrograms(path: environment["PATH"] ?? "", clock: clock)
        var configured: [(name: String, hash: [UInt8])] = []
        if let token = settings.http.token { configured.append(("http.token", Authenticate.hash(of: token.revealed))) }
        return ControlPlane(
            making: store, reading: store, schedules: store, agents: store, engine: engine, clock: clock, output: outputFolder,
            zones: zones, zone: zone, runners: settings.runners,
            isInstalled: { programs.has($0) }, webhookFaults: settings.webhookJudge.faults,
            limits: Limits(prompt: 1...settings.promptMaximumLength),
            defaults: PulseDefaults(timeout: settings.run.timeout, retry: settings.retry, grace: settings.run.grace),
            facts: facts, authenticate: Authenticate(access: store, configured: configured, known: knownTokens), pools: store,
            poolNames: settings.poolNames, lives: store, configuration: configuration, access: store, readiness: readiness,
            measures: measures, hooks: settings.hooksInForce(environment))
    }

    /// - Parameter certificate: for a listener over TLS.
    func door(_ plane: ControlPlane, log: Logger, certificate: ServerCertificate? = nil) -> HTTPDoor {
        let (http, descriptors) = (settings.http, descriptors)
        let settings = DoorSettings(
            hosts: http.allowedHosts + [http.host], bodyLimit: http.bodyLimit, connectionLimit: descriptors.connections,
            agentRate: http.agentRate, socketConnectionLimit: descriptors.socketConnections, isBehindProxy: http.isBehindProxy,
            streamLimit: http.streamLimit)
        return HTTPDoor(plane: plane, settings: settings, logger: log, certificate: certificate, streams: streams)
    }

    /// What is shown over TLS, read from its files; nil where there is to be no TLS.
    func certificate(log: Logger) throws(CommandFailure) -> ServerCertificate? {
        guard settings.http.isEnabled, let files = settings.http.tls else { return nil }
        let certificate = try files.read()
        if let warning = files.warning(of: certificate, at: clock.now()) { log.warning("\(warning)") }
        return certificate
    }

    /// Of the files that this process may open.
    var descriptors: DescriptorPlan {
        DescriptorPlan(limit: DescriptorPlan.limit, slots: settings.engine.slots, connections: settings.http.maximumConnections)
    }
}

/// Stands in for the engine where no daemon runs: nothing is woken, nothing runs.
struct NoEngine: EngineControl {
    var isRunning: Bool { false }

    func wake(dueAt: Instant) {}

    func stop(_ id: PulseID, patience: Duration) async {}
}
