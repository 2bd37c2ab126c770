import Pulses
package import Recurrence

/// What a schedule would do, without making or changing one.
package struct PreviewSchedule: Sendable {
    let plane: ControlPlane

    package static let limit = 1000

    package struct Answer: Hashable, Sendable {
        package var words: String
        package var warnings: [ScheduleWarning]
        package var zone: Zone
        package var next: [Fire]
        /// What was settled beyond what was asked.
        package var notes: [String] = []
    }

    /// A new one.
    package func callAsFunction(_ request: ScheduleRequest, count: Int, by caller: Caller) async throws(RequestError) -> Answer {
        let principal = try await plane.principal(caller)
        let owner = try await plane.owner(asked: request.agent.value, by: principal)
        var request = request
        // When it fires can be asked before it has a name and something to do.
        if !request.name.isMentioned { request.name = .set("preview") }
        if !request.pulse.isMentioned { request.pulse.prompt = .set("preview") }
        let now = plane.clock.now()
        let check = ScheduleCheck(
            rules: plane.rules, existing: nil, owner: owner, now: now, isTrusted: principal.isTrusted,
            author: principal.author(caller, at: now), asker: principal.agent)
        let result = try check.result(request, by: caller, origin: .made)
        return answer(result, after: now, count: count, now: now)
    }

    /// One that is there, with a change or without.
    package func callAsFunction(
        _ name: String, changed request: ScheduleRequest?, count: Int, by caller: Caller
    ) async throws(RequestError) -> Answer {
        if let request {
            let (schedule, result, now) = try await plane.changeSchedule.check(name, request, by: caller)
            return answer(result, after: max(schedule.state.cursor, now), count: count, now: now)
        }
        let now = plane.clock.now()
        let view = plane.view(try await plane.find(name), fires: count, at: now)
        let zone = try? plane.zones.zone(named: view.schedule.spec.timing.zone)
        return Answer(words: view.words, warnings: view.warnings, zone: zone ?? plane.zone, next: view.next)
    }

    private func answer(_ result: ScheduleCheck.Result, after cursor: Instant, count: Int, now: Instant) -> Answer {
        let timetable = result.timetable
        let explanation = Explanation(of: timetable, now: now, dialect: result.spec.timing.dialect)
        // What has not been made has neither fired nor been paused.
        var state = ScheduleState(createdAt: now, cursor: cursor)
        state.next = timetable.next(after: cursor).map {
            NextOccurrence(nominal: $0, at: timetable.due($0, schedule: result.spec.name))
        }
        let schedule = Schedule(id: ScheduleID(0), spec: result.spec, state: state)
        let next = ScheduleTimes(schedule, zones: plane.zones)?.coming(count, from: now) ?? []
        return Answer(words: explanation.words, warnings: explanation.warnings, zone: timetable.zone, next: next, notes: result.notes)
    }
}
