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

    /// - Returns: a sentence for each schedule that was refused.
    /// - Throws: exit code 1 where the store cannot be written.
    func bringIntoForce() async throws(CommandFailure) -> [String] {
        do throws(RequestError) {
            try await plane.reconcileAgents(house.settings.agents)
            let pools = house.settings.pools.map(\.pool)
            try await asking { () async throws(StoreError) in try await plane.pools.declare(pools) }
            let refusals = try await reconcile()
            try await followSwitch()
            return refusals
        } catch {
            throw CommandFailure(message: "what the configuration declares could not be brought into force: \(error.message)")
        }
    }

    private func reconcile() async throws(RequestError) -> [String] {
        let settings = house.settings
        let declared = settings.schedules.map { ReconcileSchedules.Declared(request: $0.request, file: $0.path) }
        let outcome = try await plane.reconcileSchedules(declared, keeping: Set(settings.refused.map(\.name)))
        for (verb, names) in [("added", outcome.added), ("changed", outcome.changed), ("removed", outcome.removed)] where !names.isEmpty {
            log.info("schedules \(verb) as the configuration says: \(names.joined(separator: ", "))")
        }
        var sentences = settings.refused.flatMap { refused in refused.issues.map { "the schedule \(refused.name) is refused: \($0)" } }
        for refusal in outcome.refused {
            let place = settings.schedules.first { $0.name == refusal.name }?.origin.description ?? refusal.file
            sentences.append("the schedule \(refusal.name) is refused: \(place): \(refusal.error.message)")
        }
        for sentence in sentences { log.error("\(sentence)") }
        return sentences
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
