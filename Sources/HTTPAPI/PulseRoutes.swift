import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import Pulses
import WireModel

/// `/v1/pulses`: make, list, show, cancel, retry, snooze.
struct PulseRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.post, "v1/pulses", make)
        routes.on(.get, "v1/pulses", list)
        routes.on(.get, "v1/pulses/:id", show)
        routes.on(.post, "v1/pulses/cancel", cancelAll)
        routes.on(.post, "v1/pulses/:id/cancel", cancel)
        routes.on(.post, "v1/pulses/:id/retry", retry)
        routes.on(.post, "v1/pulses/:id/snooze", snooze)
    }

    @Sendable private func make(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let bytes = try await body.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        let wish: NewPulseRequest = try body.value(bytes)
        let idempotency = try request.idempotency(context.caller, plane, bytes)
        let answer = try await plane.schedule(PulseRequest(wish), by: context.caller, idempotency: idempotency)
        let after = wish.after == nil ? [] : try await plane.dependencies(of: [answer.pulse])[answer.pulse.id] ?? []
        var response = Answer.json(
            NewPulseResponse(
                created: answer.isCreated, delayMilliseconds: answer.delay.milliseconds,
                pulse: PulseResponse(
                    answer.pulse, try await plane.scheduleNames(of: [answer.pulse]), try await plane.poolWaits(of: [answer.pulse]),
                    after: after),
                replaced: answer.replaced.map(\.value)),
            status: answer.isCreated ? .created : .ok)
        if answer.isCreated { response.headers[.location] = WirePath.pulse(answer.pulse.id.value) }
        response.noteReplay(answer.isReplay)
        return response
    }

    @Sendable private func show(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let answer = try await plane.show(try context.pulseID())
        return Answer.json(
            PulseDetailResponse(pulse: try await plane.response(answer.pulse), attempts: answer.attempts.map(AttemptResponse.init)))
    }

    @Sendable private func cancel(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        let answer = try await plane.cancel(try context.pulseID(), by: context.caller)
        return Answer.json(
            OnePulseResponse(pulse: try await plane.response(answer.pulse)), status: answer.hasEnded ? .ok : .accepted)
    }

    @Sendable private func cancelAll(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.value(of: request, as: CancelPulsesRequest.self)
        let isDryRun = wish.dryRun ?? false
        let filter = CancelPulses.Filter(tag: wish.tag, schedule: wish.schedule, agent: wish.agent)
        let answer = try await plane.cancelAll(filter, isDryRun: isDryRun, by: context.caller)
        return Answer.json(
            CancelPulsesResponse(dryRun: isDryRun, cancelled: answer.cancelled.map(\.value), ending: answer.ending.map(\.value)),
            status: answer.ending.isEmpty ? .ok : .accepted)
    }

    @Sendable private func retry(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        let pulse = try await plane.retry(try context.pulseID(), by: context.caller)
        return Answer.json(OnePulseResponse(pulse: try await plane.response(pulse)))
    }

    @Sendable private func snooze(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.value(of: request, as: SnoozeRequest.self)
        let pulse = try await plane.snooze(try context.pulseID(), by: wish.length, by: context.caller)
        return Answer.json(OnePulseResponse(pulse: try await plane.response(pulse)))
    }
}

extension PulseRequest {
    init(_ wish: NewPulseRequest) {
        self.init(
            prompt: wish.prompt, command: wish.command, webhook: wish.webhook.map(WebhookRequest.init), at: wish.at ?? "now",
            priority: wish.priority, session: wish.session,
            notes: wish.stickyNotes ?? [], tags: wish.tags ?? [], runner: wish.runner, directory: wish.cwd,
            environment: wish.env ?? [:], timeout: wish.timeout, retry: wish.retry.map(RetryRequest.init), onLost: wish.onLost,
            expires: wish.expiresAt, key: wish.key, creator: wish.createdBy, zone: wish.zone,
            agent: wish.agent, pools: wish.pools ?? [], onKey: wish.onKey, after: wish.after?.map(AfterRequest.init) ?? [])
    }
}

extension ControlPlane {
    /// A pulse as it travels, with the name of the schedule that it comes from, what holds it back, and what it waits for.
    func response(_ pulse: Pulse) async throws(RequestError) -> PulseResponse {
        let after = try await dependencies(of: [pulse])[pulse.id] ?? []
        return PulseResponse(pulse, try await scheduleNames(of: [pulse]), try await poolWaits(of: [pulse]), after: after)
    }

    func responses(_ pulses: [Pulse]) async throws(RequestError) -> [PulseResponse] {
        let names = try await scheduleNames(of: pulses)
        let waits = try await poolWaits(of: pulses)
        let after = try await dependencies(of: pulses)
        return pulses.map { PulseResponse($0, names, waits, after: after[$0.id] ?? []) }
    }
}
