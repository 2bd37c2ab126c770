package import Pulses
import Recurrence
import StrictJSON

/// Makes a pulse out of a request, durably, and wakes the engine for it.
package struct SchedulePulse: Sendable {
    let plane: ControlPlane

    /// What became of a request.
    package struct Answer: Hashable, Sendable {
        package var pulse: Pulse
        /// False where an open pulse with the same key was there already.
        package var isCreated: Bool
        /// The same request was answered before, with this.
        package var isReplay: Bool
        /// Those with the same key that were open, and were called off for it.
        package var replaced: [PulseID] = []

        /// From the making of the pulse to its time; never below zero.
        package var delay: Duration { max(pulse.spec.scheduledAt - pulse.spec.createdAt, .zero) }
    }

    /// - Parameter idempotency: see ``ControlPlane/idempotency(key:caller:method:path:body:)``.
    package func callAsFunction(
        _ request: PulseRequest, by caller: Caller, idempotency: Idempotency? = nil
    ) async throws(RequestError) -> Answer {
        let principal = try await plane.principal(caller)
        let order: PulseOrder
        do throws(RequestError) {
            let owner = try await plane.owner(asked: request.agent, by: principal)
            let (spec, after) = try checked(request, by: caller, owner: owner, principal)
            let policy = request.onKey.flatMap(KeyPolicy.init) ?? .keep
            order = PulseOrder(
                spec: spec, idempotency: idempotency, after: after, onKey: policy, awaitsApproval: principal.terms.awaitsApproval)
        } catch {
            // What was in order once may not be any more: its time has come.
            if let known = try await plane.replay(of: idempotency) { return known }
            throw error
        }
        switch try await make(order, by: principal) {
        case .created(let pulse):
            plane.engine.wake(dueAt: pulse.progress.dueAt)
            return Answer(pulse: pulse, isCreated: true, isReplay: false)
        case .replaced(let pulse, let old):
            // The wish is durable; the engine is told, and their ends are not waited for.
            for id in old { await plane.engine.stop(id, patience: .zero) }
            plane.engine.wake(dueAt: pulse.progress.dueAt)
            return Answer(pulse: pulse, isCreated: true, isReplay: false, replaced: old)
        case .keyTaken(let pulse):
            throw .conflict(
                "pulse \(pulse.id) with the key \(Self.quoted(pulse.spec.key ?? "")) is open (\(pulse.progress.status.name)), and nothing was "
                    + "made; wait for its end, cancel it, or have the new one take its place (`on_key: replace`, `--on-key replace`)")
        case .refused(let fault):
            throw fault.error(in: request.after)
        case .overLimit(let fault):
            throw RequestError(fault)
        case .notTried:
            throw .conflict("another of the pulses that came with it was refused")
        case .kept(let pulse):
            return Answer(pulse: pulse, isCreated: false, isReplay: false)
        case .replayed(let pulse, let wasCreated):
            return Answer(pulse: pulse, isCreated: wasCreated, isReplay: true)
        case .fingerprintConflict:
            throw ControlPlane.keyReused
        }
    }

    /// Carries out an order. What an agent replaces has to be its own: that is looked at first.
    private func make(_ order: PulseOrder, by principal: Principal) async throws(RequestError) -> Made {
        let making = plane.making
        if order.onKey == .replace, !principal.isOverAll {
            var probe = order
            probe.onKey = .refuse
            let careful = probe
            let made = try await asking { () async throws(StoreError) in try await making.make(careful) }
            guard case .keyTaken(let other) = made else { return made }
            try principal.mayTouch("pulse \(other.id)", of: other.spec.owner)
        }
        return try await asking { () async throws(StoreError) in try await making.make(order) }
    }

    private static func quoted(_ text: String) -> String { JSON.string(text).serialized() }

    private func checked(
        _ request: PulseRequest, by caller: Caller, owner: Agent?, _ principal: Principal
    ) throws(RequestError) -> (PulseSpec, [DependencyOrder]) {
        var check = FieldCheck(names: request.rules.names)
        let spec = plane.spec(of: request, by: caller, owner: owner, principal, now: plane.clock.now(), &check)
        let after = AfterCheck().dependencies(request.after, limit: plane.limits.dependencies, &check)
        try check.finish()
        guard let spec else { throw .invalid([FieldError("", "the request could not be read")]) }
        return (spec, after)
    }
}

extension ControlPlane {
    /// What a request made before; nil where it has not been asked yet.
    func replay(of idempotency: Idempotency?) async throws(RequestError) -> SchedulePulse.Answer? {
        guard let idempotency else { return nil }
        let now = clock.now()
        switch try await asking({ () async throws(StoreError) in try await reading.made(by: idempotency, at: now) }) {
        case .replayed(let pulse, let wasCreated): return SchedulePulse.Answer(pulse: pulse, isCreated: wasCreated, isReplay: true)
        case .fingerprintConflict: throw Self.keyReused
        default: return nil
        }
    }

    static let keyReused = RequestError.idempotencyConflict(
        "this Idempotency-Key was used for another request within the last 24 hours; use a new one for a new request")

    /// Reads times as the owner means them.
    func time(of owner: Agent?) -> TimeCheck {
        TimeCheck(zones: zones, zone: owner?.zone.flatMap { try? zones.zone(named: $0) } ?? zone, limits: limits)
    }

    /// What is asked of a pulse; records what is wrong with it. Nil where it could not be read.
    func spec(
        of request: PulseRequest, by caller: Caller, owner: Agent?, _ principal: Principal, now: Instant, _ check: inout FieldCheck
    ) -> PulseSpec? {
        let isTrusted = principal.isTrusted
        let action = ActionCheck(
            limits: limits, runners: runners, isInstalled: isInstalled, webhookFaults: webhookFaults,
            preferred: owner?.runner, isConfined: !isTrusted
        ).action(of: request, &check)
        let time = time(of: owner)
        let when = time.when(request, now: now, &check)
        AgentLimits.checkFurthest(of: owner, when?.instant, now: now, "at", &check)
        let timeout = time.timeout(request.timeout, &check)
        let priority = LabelCheck.priority(request.priority, &check)
        let retry = request.retry.map { RetryCheck(standard: defaults.retry).policy($0, &check) }
        let onLost = request.onLost.flatMap { check.choice($0, "on_lost", as: LossPolicy.self) }
        // In the zone in which the time itself was read.
        let expiryTime = TimeCheck(zones: zones, zone: when?.zone ?? time.zone, limits: limits)
        let expiry = request.expires.flatMap { expiryTime.moment($0, "expires_at", now: now, &check) }
        if let expiry, let when, expiry <= when.instant {
            check.fail("expires_at", sentence: "is not after the time that it is to run at; give a later one")
        }
        let pools = PoolCheck(declared: poolNames, limits: limits).pools(request.pools, &check)
        LabelCheck(limits: limits).check(request, &check)
        LabelCheck.surroundings(request, limits, &check)
        guard let action, let when else { return nil }
        return PulseSpec(
            action: action, scheduledAt: when.instant, priority: priority, tags: request.tags,
            createdBy: isTrusted ? request.creator ?? caller.creator : caller.creator, door: caller.door, createdAt: now,
            zone: when.zone.identifier,
            key: request.key, directory: request.directory, environment: request.environment,
            timeout: timeout ?? defaults.timeout(of: action), retry: retry ?? defaults.retry,
            onLost: onLost ?? defaults.onLost,
            expiresAfter: expiry.map { $0 - when.instant }, owner: owner?.name, pools: pools ?? [],
            author: principal.author(caller, at: now))
    }
}
