import Pulses

extension ScheduleCheck {
    /// The pulses that each fire makes together, and what they have in common; nil after errors.
    func pipeline(
        _ wishes: [StepRequest], _ request: ScheduleRequest, by caller: Caller, zone: String, _ check: inout FieldCheck
    ) -> (template: PulseSpec, steps: [ScheduleStep])? {
        refuseAction(request.pulse, &check)
        let priority = request.pulse.priority.value
        _ = LabelCheck.priority(priority, &check)
        let errors = check.errors.count
        let graph = StepGraph(wishes, &check)
        guard check.errors.count == errors else { return nil }
        var steps: [ScheduleStep] = []
        for (index, wish) in wishes.enumerated() where check.errors.count < StepFields.errorLimit {
            let step: ScheduleStep? = check.within(step: index, graph.names[index]) { check in
                StepFields.refuse(wish.pulse, &check)
                for (field, isThere) in [("at", wish.at != nil), ("expires_at", wish.pulse.expires != nil)] where isThere {
                    check.fail(field, sentence: "is a time of its own; a step begins when its pipeline does, or after other steps")
                }
                var single = ScheduleRequest()
                single.pulse = Self.part(of: wish.pulse, in: request.pulse)
                let after = AfterCheck(steps: graph.places, isDeclared: true).dependencies(
                    wish.pulse.after, limit: rules.limits.dependencies, &check)
                guard var template = template(single, by: caller, zone: zone, &check) else { return nil }
                template.step = PipelineStep(pipeline: request.name.value, name: graph.names[index])
                let places = after.compactMap { order in order.step.map { ScheduleStep.After(step: $0, condition: order.condition) } }
                return ScheduleStep(name: graph.names[index], template: template, after: places)
            }
            if let step { steps.append(step) }
        }
        guard check.errors.count == errors, var template = steps.first?.template else { return nil }
        graph.refuseCycle(steps.map { $0.after.map(\.step) }, &check)
        template.step = nil
        template.priority = LabelCheck.priority(priority, &check)
        template.tags = request.pulse.tags.value ?? []
        return (template, steps)
    }

    /// What a pipeline is to do, its steps say.
    private func refuseAction(_ part: ScheduleRequest.PulsePart, _ check: inout FieldCheck) {
        for (field, isThere) in [
            ("prompt", part.prompt.isMentioned), ("command", part.command.isMentioned), ("webhook", part.webhook.isMentioned),
            ("session", part.session.isMentioned), ("sticky_notes", part.notes.isMentioned), ("runner", part.runner.isMentioned),
            ("cwd", part.directory.isMentioned), ("env", part.environment.isMentioned), ("timeout", part.timeout.isMentioned),
            ("retry", part.retry.isMentioned), ("on_lost", part.onLost.isMentioned), ("pools", part.pools.isMentioned),
        ] where isThere {
            check.fail(field, sentence: "is that of a step; say it below one of them")
        }
    }

    /// What a step says, and what the pipeline says for all of them.
    private static func part(of wish: PulseRequest, in common: ScheduleRequest.PulsePart) -> ScheduleRequest.PulsePart {
        var part = ScheduleRequest.PulsePart()
        part.prompt = Change(wish.prompt)
        part.command = Change(wish.command)
        part.webhook = Change(wish.webhook)
        part.priority = wish.priority.map(Change.set) ?? common.priority
        part.session = Change(wish.session)
        part.notes = .set(wish.notes)
        part.tags = .set(StepFields.tags(common.tags.value ?? [], wish.tags))
        part.runner = Change(wish.runner)
        part.directory = Change(wish.directory)
        part.environment = .set(wish.environment)
        part.timeout = Change(wish.timeout)
        part.retry = Change(wish.retry)
        part.onLost = Change(wish.onLost)
        part.pools = .set(wish.pools)
        part.expiresAfter = common.expiresAfter
        part.creator = common.creator
        return part
    }
}
