import Pulses
import Recurrence

/// Brings the store to what the files declare: adds, changes and removes, so that each file's schedules are those it names. Pausing is
/// state and stays; so do history and failures.
package struct ReconcileSchedules: Sendable {
    let plane: ControlPlane

    /// A schedule as a file declares it.
    package struct Declared: Hashable, Sendable {
        package var request: ScheduleRequest
        /// The file's path.
        package var file: String

        package init(request: ScheduleRequest, file: String) {
            self.request = request
            self.file = file
        }
    }

    package struct Outcome: Hashable, Sendable {
        package var added: [String] = []
        package var changed: [String] = []
        package var removed: [String] = []
        /// Names with why they were refused. What was in force before of such a schedule stays in force.
        package var refused: [Refusal] = []

        package var isQuiet: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty && refused.isEmpty }
    }

    package struct Refusal: Hashable, Sendable {
        package var name: String
        package var file: String
        package var error: RequestError
    }

    /// - Parameter kept: names that are declared too, but cannot be read: what is in force of them stays.
    /// - Parameter isDryRun: nothing is done; the outcome is what it would be.
    /// - Throws: what the store throws. A schedule that cannot be made is an entry of `refused` and stops nothing.
    package func callAsFunction(
        _ declared: [Declared], keeping kept: Set<String> = [], isDryRun: Bool = false
    ) async throws(RequestError) -> Outcome {
        var outcome = Outcome()
        let names = kept.union(declared.compactMap(\.request.name.value))
        let stored = try await asking { () async throws(StoreError) in try await plane.schedules.declaredSchedules() }
        for schedule in stored where !names.contains(schedule.spec.name) {
            let now = plane.clock.now()
            var isRemoved = isDryRun
            if !isDryRun {
                let removed = try await asking { () async throws(StoreError) in try await plane.schedules.remove(schedule.id, at: now) }
                isRemoved = removed != nil
            }
            if isRemoved { outcome.removed.append(schedule.spec.name) }
        }
        for one in declared {
            do throws(RequestError) {
                try await reconcile(one, &outcome, isDryRun)
            } catch {
                if case .unavailable = error { throw error }
                if case .storeFull = error { throw error }
                outcome.refused.append(Refusal(name: one.request.name.value ?? "", file: one.file, error: error))
            }
        }
        return outcome
    }

    private func reconcile(_ declared: Declared, _ outcome: inout Outcome, _ isDryRun: Bool) async throws(RequestError) {
        let name = declared.request.name.value ?? ""
        let existing = try await asking { () async throws(StoreError) in try await plane.schedules.schedule(named: name) }
        let now = plane.clock.now()
        let owner = try await plane.owner(asked: declared.request.agent.value, by: .person)
        guard let existing else {
            let spec = try spec(declared, existing: nil, owner: owner, now: now)
            if !isDryRun { _ = try await plane.store(spec, by: .person, at: now) }
            outcome.added.append(name)
            return
        }
        guard case .declared = existing.spec.origin else { throw plane.nameTaken(existing, to: .person) }
        let spec = try spec(declared, existing: existing, owner: owner, now: now)
        guard spec != existing.spec else { return }
        guard !isDryRun else { return outcome.changed.append(name) }
        switch try await asking({ () async throws(StoreError) in try await plane.schedules.change(existing.id, to: spec, at: now) }) {
        case .changed(let changed):
            plane.wake(for: changed)
            outcome.changed.append(name)
        case .nameTaken(let other): throw plane.nameTaken(other, to: .person)
        // Whichever revision it has, it is changed.
        case .unknown, .stale: throw ControlPlane.noSchedule(name)
        }
    }

    /// What the file says, whole: what it leaves out is the default. What was fixed when the schedule was made stays: what its interval
    /// counts from, and the agent that was installed then (DESIGN.md: installing another one changes nothing that is planned).
    private func spec(
        _ declared: Declared, existing: Schedule?, owner: Agent?, now: Instant
    ) throws(RequestError) -> ScheduleSpec {
        let check = ScheduleCheck(
            rules: plane.rules, existing: nil, owner: owner, now: now, isTrusted: true, isDeclared: true, earlier: existing?.spec)
        var spec = try check.result(declared.request, by: Caller(.local), origin: .declared(declared.file)).spec
        let (creator, steps) = (declared.request.pulse.creator.value ?? "configuration", declared.request.steps ?? [])
        let isNamed = declared.request.pulse.runner.isMentioned || steps.first?.pulse.runner != nil || owner?.runner != nil
        keep(existing?.spec.template, in: &spec.template, creator, isRunnerNamed: isNamed)
        let known = Dictionary(existing?.spec.steps.map { ($0.name, $0.template) } ?? []) { first, _ in first }
        for (index, step) in steps.enumerated() {
            let isNamed = step.pulse.runner != nil || owner?.runner != nil
            keep(known[spec.steps[index].name], in: &spec.steps[index].template, creator, isRunnerNamed: isNamed)
        }
        return spec
    }

    private func keep(_ old: PulseSpec?, in template: inout PulseSpec, _ creator: String, isRunnerNamed: Bool) {
        template.createdBy = creator
        guard let old else { return }
        (template.createdAt, template.scheduledAt) = (old.createdAt, old.scheduledAt)
        if case .prompt(var prompt) = template.action, case .prompt(let known) = old.action, !isRunnerNamed,
            plane.runners.preferred == nil, known.runner != Runner.undecided, plane.runners[known.runner] != nil
        {
            prompt.runner = known.runner
            template.action = .prompt(prompt)
        }
    }
}
