import Pulses
import Recurrence

/// Makes a schedule, durably, and wakes the engine for it.
package struct MakeSchedule: Sendable {
    let plane: ControlPlane

    /// How many of the next fires are told.
    package static let firesShown = 3

    /// - Throws: `conflict` where the name is taken; `limitReached`.
    package func callAsFunction(_ request: ScheduleRequest, by caller: Caller) async throws(RequestError) -> ScheduleView {
        let principal = try await plane.principal(caller)
        let owner = try await plane.owner(asked: request.agent.value, by: principal)
        let now = plane.clock.now()
        let check = ScheduleCheck(
            rules: plane.rules, existing: nil, owner: owner, now: now, isTrusted: principal.isTrusted,
            author: principal.author(caller, at: now), asker: principal.agent)
        let result = try check.result(request, by: caller, origin: .made)
        let schedule = try await plane.store(result.spec, by: principal, at: now, principal.approvalPause(since: now))
        return plane.view(schedule, fires: Self.firesShown, at: now, notes: result.notes)
    }
}

extension ControlPlane {
    /// Keeps a new schedule.
    ///
    /// - Parameter pause: with which it begins.
    /// - Throws: `conflict` where the name is taken, in words that tell of the other one; `limitReached`.
    func store(
        _ spec: ScheduleSpec, by principal: Principal, at now: Instant, _ pause: Pause? = nil
    ) async throws(RequestError) -> Schedule {
        switch try await asking({ () async throws(StoreError) in try await schedules.make(spec, at: now, pause) }) {
        case .created(let schedule):
            wake(for: schedule)
            return schedule
        case .nameTaken(let other):
            throw nameTaken(other, to: principal)
        case .overLimit(let fault):
            throw RequestError(fault)
        }
    }

    /// - Parameter principal: who is told; what is another's they are told nothing of but that it has the name.
    func nameTaken(_ other: Schedule, to principal: Principal) -> RequestError {
        let owner = other.spec.template.owner
        guard principal.isOverAll || owner != nil && owner == principal.agent?.name else {
            return .conflict("the name \(other.spec.name) is taken; choose another one")
        }
        let place = other.spec.origin.file.map { "declared in \($0)" } ?? "made by \(other.spec.template.createdBy)"
        let words = view(other, fires: 0, at: clock.now()).words
        return .conflict("there is a schedule \(other.spec.name) already (\(words), \(place)); choose another name, or change that one")
    }

    /// Has the engine look at a schedule when its next occurrence comes.
    func wake(for schedule: Schedule) {
        if let next = schedule.state.next { engine.wake(dueAt: next.at) }
    }
}
