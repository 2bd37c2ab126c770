package import Pulses

/// Makes pulses that depend on each other, all of them or none, and wakes the engine for them.
package struct MakePipeline: Sendable {
    let plane: ControlPlane

    /// - Throws: `invalid` with all that is wrong, a cycle with its path; `limitReached` where they are too many for the agent.
    package func callAsFunction(
        _ request: PipelineRequest, by caller: Caller, idempotency: Idempotency? = nil
    ) async throws(RequestError) -> (pipeline: ShowPipeline.Answer, isReplay: Bool) {
        let principal = try await plane.principal(caller)
        let owner = try await plane.owner(asked: request.agent, by: principal)
        let orders = try orders(of: request, by: caller, owner: owner, principal)
        switch try await asking({ () async throws(StoreError) in try await plane.making.makePipeline(orders, idempotency) }) {
        case .created(let pulses):
            if let first = pulses.filter({ $0.progress.status == .pending }).map(\.progress.dueAt).min() { plane.engine.wake(dueAt: first) }
            return (try await plane.showPipeline.answer(pulses), false)
        case .replayed(let pulses):
            return (try await plane.showPipeline.answer(pulses), true)
        case .fingerprintConflict:
            throw ControlPlane.keyReused
        case .overLimit(let fault):
            throw RequestError(fault)
        case .refused(let step, let fault):
            let wish = request.steps[step]
            throw fault.error(in: wish.pulse.after, place: ["steps", "\(step)"], label: "step \(wish.name ?? ""): ")
        }
    }

    private func orders(
        of request: PipelineRequest, by caller: Caller, owner: Agent?, _ principal: Principal
    ) throws(RequestError) -> [PulseOrder] {
        var check = FieldCheck()
        let now = plane.clock.now()
        if let name = request.name, !ScheduleName.isValid(name) {
            check.fail("name", sentence: "cannot be used; \(ScheduleName.rule)")
        }
        commons(request, owner, &check)
        let graph = StepGraph(request.steps, &check)
        try check.finish()
        var orders: [PulseOrder] = []
        for (index, step) in request.steps.enumerated() where check.errors.count < StepFields.errorLimit {
            let order: PulseOrder? = check.within(step: index, graph.names[index]) { check in
                StepFields.refuse(step.pulse, &check)
                let wish = Self.completed(step, request)
                let spec = plane.spec(of: wish, by: caller, owner: owner, principal, now: now, &check)
                let after = AfterCheck(steps: graph.places).dependencies(wish.after, limit: plane.limits.dependencies, &check)
                guard var spec else { return nil }
                spec.step = PipelineStep(pipeline: request.name, name: graph.names[index])
                return PulseOrder(spec: spec, after: after, awaitsApproval: principal.terms.awaitsApproval)
            }
            if let order { orders.append(order) }
        }
        try check.finish()
        graph.refuseCycle(orders.map { $0.after.compactMap(\.step) }, &check)
        try check.finish()
        return orders
    }

    /// What all steps have in common is told once where it is wrong.
    private func commons(_ request: PipelineRequest, _ owner: Agent?, _ check: inout FieldCheck) {
        let common = PulseRequest(at: request.at, tags: request.tags, creator: request.creator, zone: request.zone)
        _ = plane.time(of: owner).when(common, now: plane.clock.now(), &check)
        _ = LabelCheck.priority(request.priority, &check)
        LabelCheck(limits: plane.limits).check(common, &check)
    }

    private static func completed(_ step: StepRequest, _ request: PipelineRequest) -> PulseRequest {
        var wish = step.pulse
        wish.at = step.at ?? request.at
        wish.zone = wish.zone ?? request.zone
        wish.priority = wish.priority ?? request.priority
        wish.tags = StepFields.tags(request.tags, wish.tags)
        wish.creator = request.creator
        return wish
    }
}

extension DependencyOrder {
    /// The place of the step that it is on; nil for a pulse that was there before.
    var step: Int? { if case .step(let step) = on { step } else { nil } }
}
