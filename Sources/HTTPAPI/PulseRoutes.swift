import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import Pulses
import StrictJSON
import WireModel

/// `/v1/pulses`: make, list, show, cancel, retry.
struct PulseRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.post, "v1/pulses", make)
        routes.on(.get, "v1/pulses", list)
        routes.on(.get, "v1/pulses/:id", show)
        routes.on(.post, "v1/pulses/:id/cancel", cancel)
        routes.on(.post, "v1/pulses/:id/retry", retry)
    }

    @Sendable private func make(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let bytes = try await body.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        let wish: NewPulseRequest
        do {
            wish = try NewPulseRequest(try body.json(bytes), unknown: .refuse)
        } catch let error as JSONFieldErrors {
            throw DoorError(error)
        }
        let idempotency = try request.idempotency(context.caller, plane, bytes)
        let answer = try await plane.schedule(PulseRequest(wish), by: context.caller, idempotency: idempotency)
        var response = Answer.json(
            NewPulseResponse(
                created: answer.isCreated, delayMilliseconds: answer.delay.milliseconds, pulse: PulseResponse(answer.pulse)),
            status: answer.isCreated ? .created : .ok)
        if answer.isCreated { response.headers[.location] = WirePath.pulse(answer.pulse.id.value) }
        response.noteReplay(answer.isReplay)
        return response
    }

    @Sendable private func show(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let answer = try await plane.show(try context.pulseID())
        return Answer.json(
            PulseDetailResponse(pulse: PulseResponse(answer.pulse), attempts: answer.attempts.map(AttemptResponse.init)))
    }

    @Sendable private func cancel(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await refuseFields(request)
        let answer = try await plane.cancel(try context.pulseID())
        return Answer.json(OnePulseResponse(pulse: PulseResponse(answer.pulse)), status: answer.hasEnded ? .ok : .accepted)
    }

    @Sendable private func retry(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await refuseFields(request)
        return Answer.json(OnePulseResponse(pulse: PulseResponse(try await plane.retry(try context.pulseID()))))
    }

    /// What takes no fields takes no body, or an empty object.
    private func refuseFields(_ request: Request) async throws {
        try request.refuseQuery()
        let bytes = try await body.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        guard bytes.readableBytes > 0 else { return }
        var reader = JSONReader(try body.json(bytes))
        do {
            try reader.finish(unknown: .refuse)
        } catch {
            throw DoorError(error)
        }
    }
}

extension PulseRequest {
    init(_ wish: NewPulseRequest) {
        self.init(
            prompt: wish.prompt, command: wish.command, at: wish.at ?? "now", priority: wish.priority, session: wish.session,
            notes: wish.stickyNotes ?? [], tags: wish.tags ?? [], runner: wish.runner, directory: wish.cwd,
            environment: wish.env ?? [:], timeout: wish.timeout, key: wish.key, creator: wish.createdBy, zone: wish.zone)
    }
}
