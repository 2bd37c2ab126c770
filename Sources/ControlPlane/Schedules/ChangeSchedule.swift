import Pulses
import Recurrence

/// Changes a schedule in part: what is not mentioned stays. History stays; only the future is computed anew.
package struct ChangeSchedule: Sendable {
    let plane: ControlPlane

    /// - Parameter revision: what is changed only where it still has it; nil: whichever it has.
    /// - Throws: `notFound`; `conflict` for one that is declared in a file, and where a new name is taken; `denied`; `preconditionFailed`.
    package func callAsFunction(
        _ name: String, _ request: ScheduleRequest, ifStill revision: Int? = nil, by caller: Caller
    ) async throws(RequestError) -> ScheduleView {
        let (schedule, result, now) = try await check(name, request, by: caller)
        let principal = try await plane.principal(caller)
        let pause = principal.approvalPause(since: now)
        let answer = try await asking { () async throws(StoreError) in
            try await plane.schedules.change(schedule.id, to: result.spec, at: now, ifStill: revision, pause)
        }
        switch answer {
        case .stale: throw .preconditionFailed("the schedule \(name) was changed meanwhile; read it again, and ask once more")
        case .changed(let changed):
            plane.wake(for: changed)
            return plane.view(changed, fires: MakeSchedule.firesShown, at: now, notes: result.notes)
        case .nameTaken(let other): throw plane.nameTaken(other, to: principal)
        case .unknown: throw ControlPlane.noSchedule(name)
        }
    }

    /// What the change would come to.
    func check(
        _ name: String, _ request: ScheduleRequest, by caller: Caller
    ) async throws(RequestError) -> (Schedule, ScheduleCheck.Result, Instant) {
        let principal = try await plane.principal(caller)
        let schedule = try await plane.find(name)
        let owner = schedule.spec.template.owner
        try principal.mayTouch("the schedule \(name)", of: owner)
        try ControlPlane.refuseDeclared(schedule, to: "change")
        let now = plane.clock.now()
        let next = try await plane.owner(request.agent, now: owner, by: principal)
        if let next, next.name != owner {
            // Whoever gets it has one more: found before the store changes it, since the person alone gives things away.
            let usage = try await asking { () async throws(StoreError) in try await plane.agents.usage(of: next.name, since: now) }
            if let limit = next.limits.schedules, usage.schedules >= limit {
                throw RequestError(LimitFault(agent: next.name, kind: .schedules, limit: limit, has: usage.schedules, asked: 1))
            }
        }
        let check = ScheduleCheck(
            rules: plane.rules, existing: schedule, owner: next, now: now, isTrusted: principal.isTrusted,
            author: principal.author(caller, at: now), asker: principal.agent)
        return (schedule, try check.result(request, by: caller, origin: nil), now)
    }
}

extension ControlPlane {
    /// Whose a thing is after a change.
    func owner(
        _ change: Change<String>, now current: String?, by principal: Principal
    ) async throws(RequestError) -> Agent? {
        switch change {
        case .keep:
            guard let current else { return nil }
            // One that is not declared any more keeps what is its own.
            return try await declaredAgents().first { $0.name == current } ?? Agent(name: current, scope: .read, createdAt: .distantPast)
        case .reset:
            try principal.mayDo("give things away")
            return nil
        case .set(let name):
            return try await owner(asked: name, by: principal)
        }
    }
}
