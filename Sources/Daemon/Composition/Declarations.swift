import ControlPlane
import Logging
import Pulses

/// Brings what the configuration declares into force: agents, pools, schedules, whether anything starts at all.
struct Declarations: Sendable {
    let house: House
    let plane: ControlPlane
    let log: Logger

    /// By whom everything is paused where the configuration says so; what a person paused is left alone.
    private static let author = "configuration"

    /// What the configuration's word came to.
    struct Outcome {
        var changes: [Reconfiguration.Change] = []
        var refused: [Reconfiguration.Refusal] = []
    }

    /// - Parameter isDryRun: nothing is done; the outcome is what it would be.
    func bringIntoForce(isDryRun: Bool = false) async throws(RequestError) -> Outcome {
        var outcome = Outcome()
        outcome.changes += try await plane.reconcileAgents(house.settings.agents, isDryRun: isDryRun)
        outcome.changes += try await plane.declarePools(house.settings.pools.map(\.pool), isDryRun: isDryRun)
        try await reconcile(&outcome, isDryRun)
        if !isDryRun { try await followSwitch() }
        return outcome
    }

    private func reconcile(_ result: inout Outcome, _ isDryRun: Bool) async throws(RequestError) {
        let settings = house.settings
        let declared = settings.schedules.map { ReconcileSchedules.Declared(request: $0.request, file: $0.path) }
        let outcome = try await plane.reconcileSchedules(declared, keeping: Set(settings.refused.map(\.name)), isDryRun: isDryRun)
        let kinds: [(Reconfiguration.Change.Kind, [String])] = [
            (.added, outcome.added), (.changed, outcome.changed), (.removed, outcome.removed),
        ]
        for (kind, names) in kinds { result.changes += names.map { Reconfiguration.Change(.schedule, $0, kind) } }
        result.refused += settings.refused.flatMap { refused in
            refused.issues.map { Reconfiguration.Refusal(name: refused.name, why: "\($0)") }
        }
        result.refused += settings.refusedHooks.flatMap { refused in
            refused.issues.map { Reconfiguration.Refusal(name: refused.name, why: "\($0)", subject: .hook) }
        }
        result.refused += outcome.refused.map { refusal in
            let place = settings.schedules.first { $0.name == refusal.name }?.origin.description ?? refusal.file
            return Reconfiguration.Refusal(name: refusal.name, why: "\(place): \(refusal.error.message)")
        }
    }

    /// `scheduler.enabled: false` pauses everything; `true` ends that, but no pause of a person's.
    private func followSwitch() async throws(RequestError) {
        let now = plane.clock.now()
        let standstill = try await asking { () async throws(StoreError) in try await plane.schedules.standstill() }
        let inForce = standstill.flatMap { $0.isInForce(at: now) ? $0 : nil }
        if !house.settings.isSchedulerEnabled {
            log.warning("everything is paused, because scheduler.enabled is false; `upbeat resume --all` lets it go on")
            guard inForce == nil else { return }
            let pause = Standstill(by: Self.author, why: "scheduler.enabled is false", since: now)
            try await asking { () async throws(StoreError) in try await plane.schedules.standStill(pause, at: now) }
        } else if inForce?.by == Self.author {
            try await asking { () async throws(StoreError) in try await plane.schedules.standStill(nil, at: now) }
        }
    }

    private func asking<Answer: Sendable>(
        _ body: () async throws(StoreError) -> Answer
    ) async throws(RequestError) -> Answer {
        do { return try await body() } catch { throw RequestError(error) }
    }
}

extension Declarations.Outcome {
    /// A sentence for each schedule or hook that was refused.
    var refusals: [String] { refused.map { "the \($0.subject.rawValue) \($0.name) is refused: \($0.why)" } }

    func write(to log: Logger) {
        for subject in Reconfiguration.Change.Subject.allCases {
            for kind in Reconfiguration.Change.Kind.allCases {
                let names = changes.filter { $0.subject == subject && $0.kind == kind }.map(\.name)
                guard !names.isEmpty else { continue }
                log.info("\(subject.rawValue)s \(kind.rawValue) as the configuration says: \(names.joined(separator: ", "))")
            }
        }
        for sentence in refusals { log.error("\(sentence)") }
    }
}
