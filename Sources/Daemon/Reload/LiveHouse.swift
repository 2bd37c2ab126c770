import ControlPlane
import Engine
import Foundation
import HTTPAPI
import Logging
import Performers
import Pulses
import Recurrence

/// The house that a daemon runs, exchanged whole for one with other settings when the configuration is read anew.
///
/// What is under way keeps what it began with: a request its door, a run its performer. What goes wrong on the way to the new house leaves
/// the old one in force.
struct LiveHouse: Sendable {
    /// In force.
    let house: Current<House>
    let performer: Current<ActionPerformer>
    /// Nil until the first one is made.
    let door = Current<HTTPDoor?>(nil)
    let lastReload = Current<HouseFacts.Reload?>(nil)
    let requests = ReloadRequests()
    /// When the configuration of the first house was read, at the earliest.
    let readAt: Instant
    private let options: DaemonOptions
    private let fingerprint: String
    private let logOutput: LogOutput
    private let log: Logger

    /// Settings that hold from the next start on: what they are about exists once.
    private static let fixed = [
        "http.enabled", "http.host", "http.port", "http.max_connections", "log.file", "daemon.pid_file", "daemon.watchdog_interval",
    ]

    /// Whether there is TLS at all is the listener's; which certificate is shown is not.
    private static func fixed(from old: Settings, to new: Settings) -> [String] {
        (old.http.tls == nil) == (new.http.tls == nil) ? fixed : fixed + ["http.tls.certificate", "http.tls.key"]
    }

    init(_ house: House, readAt: Instant, options: DaemonOptions, fingerprint: String, logOutput: LogOutput, log: Logger) {
        self.house = Current(house)
        self.options = options
        self.readAt = readAt
        self.fingerprint = fingerprint
        self.logOutput = logOutput
        self.log = log
        performer = Current(house.performer(fingerprint: fingerprint, log: log))
    }

    /// Reads the configuration anew whenever somebody asks, one time after the other. Ends when its task is cancelled.
    ///
    /// - Parameter plane: what may be asked of a house.
    /// - Parameter announce: tells who manages the service that it begins, and that it is over.
    func run(
        engine: Engine, plane: (House) throws(CommandFailure) -> ControlPlane, announce: (_ isUnderWay: Bool) async -> Void
    ) async {
        for await request in requests.stream {
            if !request.isDryRun { await announce(true) }
            do throws(RequestError) {
                let outcome = try await reload(request, engine, plane)
                request.answer(.success(outcome))
            } catch {
                request.answer(.failure(error))
            }
            if !request.isDryRun { await announce(false) }
        }
        requests.close()
    }

    private func reload(
        _ request: ReloadRequests.Request, _ engine: Engine, _ plane: (House) throws(CommandFailure) -> ControlPlane
    ) async throws(RequestError) -> Reconfiguration {
        let old = house.value
        let now = old.clock.now()
        do throws(RequestError) {
            let (new, outcome) = try await exchange(old, request, engine, plane)
            guard !request.isDryRun else { return outcome }
            house.value = new
            lastReload.value = HouseFacts.Reload(at: now)
            engine.adopt(new.engineSettings)
            engine.wake(dueAt: now)
            tell(outcome, new, request)
            return outcome
        } catch {
            guard !request.isDryRun else { throw error }
            old.takeOverJudging()
            lastReload.value = HouseFacts.Reload(at: now, error: error.message)
            log.error("the configuration was read (\(request.why)) and not taken; the one before stays in force: \(error.message)")
            throw error
        }
    }

    /// Makes the new house and brings its declarations into force. Where the configuration is wrong nothing is changed. Where the store fails
    /// on the way, what it took of the declarations stays, and the next reading goes on from there.
    private func exchange(
        _ old: House, _ request: ReloadRequests.Request, _ engine: Engine, _ plane: (House) throws(CommandFailure) -> ControlPlane
    ) async throws(RequestError) -> (House, Reconfiguration) {
        let new: House
        let newPlane: ControlPlane
        let certificate: ServerCertificate?
        var outcome = Reconfiguration(isDryRun: request.isDryRun)
        do throws(CommandFailure) {
            let settings = try options.loadSettings(old.home)
            outcome.changes = old.settings.changes(to: settings)
            let fixed = Self.fixed(from: old.settings, to: settings)
            outcome.needsRestart = outcome.changes.filter { $0.subject == .setting && fixed.contains($0.name) }.map(\.name)
            new = old.with(settings.keeping(Self.fixed, of: old.settings))
            newPlane = try plane(new)
            certificate = try new.certificate(log: log)
        } catch {
            throw .invalid([FieldError("", error.message)])
        }
        if !request.isDryRun { new.takeOverJudging() }
        let declared = try await Declarations(house: new, plane: newPlane, log: log).bringIntoForce(isDryRun: request.isDryRun)
        outcome.changes += declared.changes
        outcome.refused = declared.refused
        guard !request.isDryRun else { return (new, outcome) }
        performer.value = new.performer(fingerprint: fingerprint, log: log)
        door.value = new.door(newPlane, log: log, certificate: certificate)
        logOutput.level = new.settings.log.level
        return (new, outcome)
    }

    private func tell(_ outcome: Reconfiguration, _ house: House, _ request: ReloadRequests.Request) {
        for warning in house.settings.warnings { log.warning("\(warning)") }
        let count = outcome.changes.count
        log.info("the configuration was read (\(request.why)): \(count == 0 ? "nothing changed" : "\(count) changed")")
        Declarations.Outcome(changes: outcome.changes, refused: outcome.refused).write(to: log)
        if !outcome.needsRestart.isEmpty { log.warning("\(outcome.needsRestart.joined(separator: ", ")): holds from the next start on") }
    }
}
