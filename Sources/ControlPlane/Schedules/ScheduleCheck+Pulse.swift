import Pulses
import Recurrence

extension ScheduleCheck {
    /// What each of its pulses is made from. Nil after errors.
    func template(
        _ request: ScheduleRequest, by caller: Caller, zone: String, _ check: inout FieldCheck
    ) -> PulseSpec? {
        if let old, !request.pulse.isMentioned {
            var template = old.template
            (template.zone, template.owner) = (zone, owner?.name)
            return template
        }
        let wish = Self.pulseRequest(request.pulse, old: old?.template)
        let action = ActionCheck(
            limits: rules.limits, runners: rules.runners, isInstalled: rules.isInstalled, webhookFaults: rules.webhookFaults,
            preferred: owner?.runner, isConfined: Self.isConfined(request.pulse, old: old?.template, isTrusted: isTrusted)
        ).action(of: wish, &check)
        let timeout = TimeCheck(zones: rules.zones, zone: rules.zone, limits: rules.limits).timeout(wish.timeout, &check)
        let priority = LabelCheck.priority(wish.priority, &check)
        LabelCheck(limits: rules.limits).check(wish, &check)
        LabelCheck.surroundings(wish, rules.limits, &check)
        let retry = request.pulse.retry.applied(to: old?.template.retry, default: rules.defaults.retry) { wish in
            RetryCheck(standard: old?.template.retry ?? rules.defaults.retry).policy(wish, &check)
        }
        let onLost = request.pulse.onLost.applied(to: old?.template.onLost, default: rules.defaults.onLost) { text in
            check.choice(text, "on_lost", as: LossPolicy.self)
        }
        let expiresAfter = request.pulse.expiresAfter.applied(to: old?.template.expiresAfter, default: nil) { text -> Duration?? in
            check.duration(text, "expires_after", in: .seconds(1)...(.seconds(366 * 86_400)))
        }
        let pools = request.pulse.pools.applied(to: old?.template.pools, default: []) { names in
            PoolCheck(declared: rules.pools, limits: rules.limits).pools(names, &check)
        }
        guard let action else { return nil }
        let createdAt = old?.template.createdAt ?? now
        return PulseSpec(
            action: action, scheduledAt: createdAt, priority: priority, tags: wish.tags,
            createdBy: (isTrusted ? wish.creator : nil) ?? old?.template.createdBy ?? caller.creator,
            door: old?.template.door ?? caller.door,
            createdAt: createdAt, zone: zone, directory: wish.directory, environment: wish.environment,
            timeout: timeout ?? rules.defaults.timeout(of: action), retry: retry, onLost: onLost, expiresAfter: expiresAfter,
            owner: owner?.name, pools: pools,
            author: Author.after(request.pulse, old: old?.template.author, by: author))
    }

    /// A webhook is whose it was when it was asked for, whoever changes what is around it.
    static func isConfined(_ part: ScheduleRequest.PulsePart, old: PulseSpec?, isTrusted: Bool) -> Bool {
        guard !part.webhook.isMentioned, case .webhook(let webhook) = old?.action else { return !isTrusted }
        return webhook.isConfined
    }

    /// What is asked of each pulse, what it was before included.
    static func pulseRequest(_ part: ScheduleRequest.PulsePart, old: PulseSpec?) -> PulseRequest {
        var prompt: Prompt?
        var command: [String]?
        var webhook: WebhookRequest?
        switch old?.action {
        case .prompt(let known): prompt = known
        case .command(let known): command = known.arguments
        case .webhook(let known): webhook = WebhookRequest(known)
        case nil: break
        }
        // A new action takes the place of the other kind, with what goes with a prompt alone.
        let isChild = part.command.value != nil || part.prompt.value != nil
        // A child and a call have neither folder nor environment nor timeout in common.
        let surroundings = isChild && webhook != nil || part.webhook.value != nil && webhook == nil ? nil : old
        if part.command.value != nil || part.webhook.value != nil { prompt = nil }
        if part.prompt.value != nil || part.webhook.value != nil { command = nil }
        if isChild { webhook = nil }
        var wanted = part.webhook.applied(to: webhook, default: nil) { $0 }
        if let known = webhook, let headers = wanted?.headers { wanted?.headers = HiddenValue.restored(headers, from: known.headers) }
        let environment = part.environment.applied(to: surroundings?.environment, default: [:]) { $0 }
        let runner = prompt.flatMap { $0.runner == Runner.undecided ? nil : $0.runner }
        return PulseRequest(
            prompt: part.prompt.applied(to: prompt?.text, default: nil) { $0 },
            command: part.command.applied(to: command, default: nil) { $0 },
            webhook: wanted,
            priority: part.priority.applied(to: old?.priority.name, default: nil) { $0 },
            session: part.session.applied(to: prompt?.session, default: nil) { $0 },
            notes: part.notes.applied(to: prompt?.notes, default: []) { $0 },
            tags: part.tags.applied(to: old?.tags, default: []) { $0 },
            runner: part.runner.applied(to: runner, default: nil) { $0 },
            directory: part.directory.applied(to: surroundings?.directory, default: nil) { $0 },
            environment: HiddenValue.restored(environment, from: surroundings?.environment ?? [:]),
            timeout: part.timeout.applied(to: surroundings.map { "\($0.timeout.milliseconds)ms" }, default: nil) { $0 },
            creator: part.creator.value)
    }
}
