package import Pulses
import Recurrence

/// The person's word about what an agent made that may not act on its own (`approval: required`): it may run, or it never will.
package struct Approve: Sendable {
    let plane: ControlPlane

    /// - Returns: it, and what was made with it and waited for the same word.
    /// - Throws: `denied` for agents, whatever their scope; `notFound`; `conflict` where it does not wait for approval.
    package func callAsFunction(_ id: PulseID, by caller: Caller) async throws(RequestError) -> [Pulse] {
        try await plane.principal(caller).mayGiveAccess("approve what waits for approval")
        let now = plane.clock.now()
        let answer = try await asking { () async throws(StoreError) in try await plane.making.approve(id, at: now) }
        let pulses = try Self.pulses(answer, id)
        for pulse in pulses where pulse.progress.status == .pending { plane.engine.wake(dueAt: pulse.progress.dueAt) }
        return pulses
    }

    /// Calls it off, with the reason on record.
    package func deny(_ id: PulseID, why: String?, by caller: Caller) async throws(RequestError) -> [Pulse] {
        try await plane.principal(caller).mayGiveAccess("deny what waits for approval")
        try plane.checkReason(why)
        let now = plane.clock.now()
        let answer = try await asking { () async throws(StoreError) in try await plane.making.deny(id, why: why, at: now) }
        let pulses = try Self.pulses(answer, id)
        // What waited for the end of one of them may run now.
        plane.engine.wake(dueAt: now)
        return pulses
    }

    package func schedule(_ name: String, by caller: Caller) async throws(RequestError) -> ScheduleView {
        try await plane.principal(caller).mayGiveAccess("approve what waits for approval")
        let (schedule, now) = (try await plane.find(name), plane.clock.now())
        let answer = try await asking { () async throws(StoreError) in try await plane.schedules.approve(schedule.id, at: now) }
        return try view(answer, name, at: now)
    }

    /// It fires no more, with the reason on record, until it is changed.
    package func denySchedule(_ name: String, why: String?, by caller: Caller) async throws(RequestError) -> ScheduleView {
        try await plane.principal(caller).mayGiveAccess("deny what waits for approval")
        try plane.checkReason(why)
        let (schedule, now) = (try await plane.find(name), plane.clock.now())
        let answer = try await asking { () async throws(StoreError) in try await plane.schedules.deny(schedule.id, why: why, at: now) }
        return try view(answer, name, at: now)
    }

    private static func pulses(_ answer: ApprovalAnswer, _ id: PulseID) throws(RequestError) -> [Pulse] {
        switch answer {
        case .done(let pulses): return pulses
        case .refused(let pulse): throw .conflict("pulse \(id) does not wait for approval; it is \(pulse.progress.status.name)")
        case .unknown: throw .notFound("there is no pulse \(id)")
        }
    }

    private func view(_ answer: ScheduleApprovalAnswer, _ name: String, at now: Instant) throws(RequestError) -> ScheduleView {
        switch answer {
        case .done(let schedule):
            plane.wake(for: schedule)
            return plane.view(schedule, fires: MakeSchedule.firesShown, at: now)
        case .refused: throw .conflict("the schedule \(name) does not wait for approval")
        case .unknown: throw ControlPlane.noSchedule(name)
        }
    }
}

extension ControlPlane {
    package var approve: Approve { Approve(plane: self) }

    fileprivate func checkReason(_ why: String?) throws(RequestError) {
        guard let why else { return }
        var check = FieldCheck()
        check.text(why, "reason", length: limits.reason, oneLine: true)
        try check.finish()
    }

    /// What waits for the person's word is steered by that alone.
    static func refuseAwaiting(_ schedule: Schedule, _ what: String) throws(RequestError) {
        guard schedule.awaitsApproval else { return }
        let name = schedule.spec.name
        throw .conflict(
            "the schedule \(name) waits for approval, and there is nothing to \(what); the person says upbeat approve \(name), or upbeat deny \(name)"
        )
    }
}

extension Principal {
    /// The pause with which begins what it makes or changes; nil where nobody has to agree.
    func approvalPause(since now: Instant) -> Pause? {
        guard let agent, agent.needsApproval else { return nil }
        return Pause(kind: .approval, by: agent.name, why: "waits for approval", since: now)
    }
}
