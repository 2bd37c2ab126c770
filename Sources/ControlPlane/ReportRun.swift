package import Pulses
import Recurrence

/// What a run says of itself, before anything about it has been checked.
package struct ReportRequest: Hashable, Sendable {
    /// The name of a ``RunReport/Outcome``.
    package var outcome: String
    /// For the person.
    package var message: String?
    /// Look again after this time: a duration.
    package var nextCheckIn: String?

    package init(outcome: String, message: String? = nil, nextCheckIn: String? = nil) {
        self.outcome = outcome
        self.message = message
        self.nextCheckIn = nextCheckIn
    }
}

/// Keeps what a run reports of itself, durably, and makes the pulse that looks again.
///
/// The latest attempt of a pulse can be reported: its end, when it comes, heeds what was reported; after its end the report is kept as late
/// and changes nothing about it. A later report takes the place of the one before, and so does the pulse that it asks for.
package struct ReportRun: Sendable {
    let plane: ControlPlane

    package struct Answer: Hashable, Sendable {
        package var key: RunKey
        package var report: RunReport
        /// The pulse that looks again, where this report asked for one.
        package var next: Pulse?
    }

    /// Characters of a message.
    package static let messageLength = 1...4000

    /// - Parameter attempt: nil: the latest.
    /// - Throws: `notFound`; `denied`; `invalid`; `conflict` for an attempt that is not the latest; `limitReached` for a pulse too many. Nothing
    ///   was kept and nothing was made then.
    package func callAsFunction(
        _ id: PulseID, attempt: Int?, _ request: ReportRequest, by caller: Caller
    ) async throws(RequestError) -> Answer {
        let principal = try await plane.principal(caller)
        // A run may say how it goes, as whichever agent it asks.
        let isOwnRun = caller.run.map { $0.pulse == id && (attempt ?? $0.attempt) == $0.attempt } ?? false
        let pulse = isOwnRun ? try await plane.existing(id) : try await plane.touchable(id, by: principal)
        let now = plane.clock.now()
        let (outcome, length) = try checked(request)
        let number = attempt ?? pulse.progress.attempt
        guard number > 0 else { throw .notFound("pulse \(id) has not run yet; there is nothing to report") }
        var order = ReportOrder(key: RunKey(pulse: id, attempt: number), outcome: outcome, message: request.message, at: now)
        if let length {
            // It belongs to whose the pulse is: who may not make things for them, asks for nothing in their name.
            try principal.mayTouch("pulse \(id)", of: pulse.spec.owner)
            let owner = try await plane.owner(.keep, now: pulse.spec.owner, by: principal)
            var check = FieldCheck()
            AgentLimits.checkFurthest(of: owner, now + length, now: now, "next_check_in", &check)
            try check.finish()
            var spec = Self.check(after: pulse, in: length, now: now, by: caller)
            // The words stay whose they are; what an agent has repeated of the person's, it asked for.
            if spec.author == nil, principal.agent != nil { spec.author = principal.author(caller, at: now) }
            order.next = PulseOrder(spec: spec, onKey: .replace, awaitsApproval: principal.terms.awaitsApproval)
        }
        switch try await keep(order, by: principal) {
        case .kept(let report, let made):
            if case .replaced(_, let old)? = made {
                // The wish is durable; the engine is told, and their ends are not waited for.
                for id in old { await plane.engine.stop(id, patience: .zero) }
            }
            if let next = made?.pulse { plane.engine.wake(dueAt: next.progress.dueAt) }
            return Answer(key: order.key, report: report, next: made?.pulse)
        case .stale(let latest):
            throw .conflict("run \(id).\(number) is over, since \(id).\(latest) has begun; only the latest run of a pulse can be reported")
        case .unknown:
            throw .notFound("there is no run \(id).\(number); `upbeat show \(id)` lists the attempts of the pulse")
        case .refused(.overLimit(let fault)):
            throw RequestError(fault)
        case .refused:
            throw .conflict("the pulse that looks again could not be made, and nothing was kept; try again")
        }
    }

    private func checked(_ request: ReportRequest) throws(RequestError) -> (RunReport.Outcome, Duration?) {
        var check = FieldCheck()
        let outcome = RunReport.Outcome(name: request.outcome)
        if outcome == nil { check.unknown(request.outcome, "outcome", among: RunReport.Outcome.allCases.map(\.name)) }
        if let message = request.message { check.text(message, "message", length: Self.messageLength, oneLine: false) }
        let length = request.nextCheckIn.flatMap { check.duration($0, "next_check_in", in: plane.limits.snooze) }
        try check.finish()
        guard let outcome else { throw .invalid([FieldError("/outcome", "outcome could not be read")]) }
        return (outcome, length)
    }

    /// The same once more, as a pulse of its own: no step of a pipeline, and no time of a schedule.
    private static func check(after pulse: Pulse, in length: Duration, now: Instant, by caller: Caller) -> PulseSpec {
        var spec = pulse.spec
        (spec.scheduledAt, spec.createdAt, spec.expiresAfter) = (now + length, now, nil)
        (spec.createdBy, spec.door) = (caller.creator, caller.door)
        (spec.step, spec.schedule, spec.nominal) = (nil, nil, nil)
        spec.key = "check-after-\(pulse.id)"
        return spec
    }

    /// What an agent replaces has to be its own: that is looked at first.
    private func keep(_ order: ReportOrder, by principal: Principal) async throws(RequestError) -> Reported {
        let making = plane.making
        if order.next != nil, !principal.isOverAll {
            var probe = order
            probe.next?.onKey = .refuse
            let careful = probe
            let answer = try await asking { () async throws(StoreError) in try await making.report(careful) }
            guard case .refused(.keyTaken(let other)) = answer else { return answer }
            try principal.mayTouch("pulse \(other.id)", of: other.spec.owner)
        }
        return try await asking { () async throws(StoreError) in try await making.report(order) }
    }
}
