package import Pulses
import Recurrence

/// What is asked to be changed of a pulse, before anything about it has been checked. What is kept stays as it is.
package struct PulseChange: Hashable, Sendable {
    package var at: Change<String> = .keep
    /// In which `at` is read.
    package var zone: Change<String> = .keep
    /// Until when it may still begin: a time.
    package var expires: Change<String> = .keep
    package var part = ScheduleRequest.PulsePart()

    package init() {}
}

/// Changes what is asked of a pulse that waits.
package struct ChangePulse: Sendable {
    let plane: ControlPlane

    /// - Parameter pulse: as it was read.
    /// - Returns: nil, with nothing done, where it is not as it was read any more.
    /// - Throws: `denied`; `conflict` for one that does not wait; `invalid` as for a new pulse.
    package func callAsFunction(_ pulse: Pulse, _ change: PulseChange, by caller: Caller) async throws(RequestError) -> Pulse? {
        let principal = try await plane.principal(caller)
        try principal.mayTouch("pulse \(pulse.id)", of: pulse.spec.owner)
        let status = pulse.progress.status
        guard status == .pending || status == .blocked else {
            let remedy = status == .processing ? "cancel it, and make another one" : "make another one"
            throw .conflict("pulse \(pulse.id) is \(status.name); only what waits can be changed; \(remedy)")
        }
        let owner = try await plane.owner(.keep, now: pulse.spec.owner, by: principal)
        let now = plane.clock.now()
        let spec = try checked(change, pulse.spec, owner, principal, principal.author(caller, at: now), now: now)
        guard spec != pulse.spec else { return pulse }
        switch try await asking({ () async throws(StoreError) in
            try await plane.making.change(pulse, to: spec, at: now, principal.terms)
        }) {
        case .changed(let changed):
            plane.engine.wake(dueAt: min(changed.progress.dueAt, spec.expiresAt ?? .distantFuture))
            return changed
        case .stale: return nil
        case .unknown: throw .notFound("there is no pulse \(pulse.id)")
        }
    }

    private func checked(
        _ change: PulseChange, _ old: PulseSpec, _ owner: Agent?, _ principal: Principal, _ author: Author?, now: Instant
    ) throws(RequestError) -> PulseSpec {
        var (check, spec) = (FieldCheck(), old)
        let (time, part) = (plane.time(of: owner), change.part)
        (spec.scheduledAt, spec.zone) = when(change, old, time, now: now, &check)
        if change.at.isMentioned { AgentLimits.checkFurthest(of: owner, spec.scheduledAt, now: now, "at", &check) }
        spec.author = Author.after(part, old: old.author, by: author)
        // In the zone in which the time itself is read.
        let zone = (try? plane.zones.zone(named: spec.zone)) ?? time.zone
        let expiryTime = TimeCheck(zones: plane.zones, zone: zone, limits: plane.limits)
        let expiry = change.expires.applied(to: old.expiresAt, default: nil) { text -> Instant?? in
            expiryTime.moment(text, "expires_at", now: now, &check)
        }
        if let expiry, expiry <= spec.scheduledAt {
            let isTime = change.at.isMentioned && !change.expires.isMentioned
            check.fail(
                isTime ? "at" : "expires_at",
                sentence: isTime
                    ? "is not before expires_at, \(expiry); give a later expires_at too" : "is not after the time that it is to run at")
        }
        spec.expiresAfter = expiry.map { $0 - spec.scheduledAt }
        let wish = ScheduleCheck.pulseRequest(part, old: old)
        if part.touchesAction {
            let action = ActionCheck(
                limits: plane.limits, runners: plane.runners, isInstalled: plane.isInstalled, webhookFaults: plane.webhookFaults,
                preferred: owner?.runner, isConfined: ScheduleCheck.isConfined(part, old: old, isTrusted: principal.isTrusted)
            ).action(of: wish, &check)
            if let action { spec.action = action }
        }
        spec.timeout = time.timeout(wish.timeout, &check) ?? plane.defaults.timeout(of: spec.action)
        spec.priority = LabelCheck.priority(wish.priority, &check)
        LabelCheck(limits: plane.limits).check(wish, &check)
        LabelCheck.surroundings(wish, plane.limits, &check)
        (spec.tags, spec.directory, spec.environment) = (wish.tags, wish.directory, wish.environment)
        spec.retry = part.retry.applied(to: old.retry, default: plane.defaults.retry) {
            RetryCheck(standard: old.retry).policy($0, &check)
        }
        spec.onLost = part.onLost.applied(to: old.onLost, default: plane.defaults.onLost) {
            check.choice($0, "on_lost", as: LossPolicy.self)
        }
        spec.pools = part.pools.applied(to: old.pools, default: []) {
            PoolCheck(declared: plane.poolNames, limits: plane.limits).pools($0, &check)
        }
        try check.finish()
        return spec
    }

    /// When it is to run, and the zone in which that was read. A time that is not mentioned stays, even where it has come.
    private func when(
        _ change: PulseChange, _ old: PulseSpec, _ time: TimeCheck, now: Instant, _ check: inout FieldCheck
    ) -> (Instant, String) {
        guard change.at.isMentioned || change.zone.isMentioned else { return (old.scheduledAt, old.zone) }
        let wish = PulseRequest(at: change.at.value ?? "now", zone: change.zone.isMentioned ? change.zone.value : old.zone)
        guard let read = time.when(wish, now: now, &check) else { return (old.scheduledAt, old.zone) }
        return (change.at.isMentioned ? read.instant : old.scheduledAt, read.zone.identifier)
    }
}
