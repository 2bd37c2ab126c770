import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import Pulses
import StrictJSON
import WireModel

/// `/v1/pulses`: make, list, show, change, cancel, retry, snooze.
struct PulseRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.post, "v1/pulses", keeping: .inTransaction, make)
        routes.on(.get, "v1/pulses", list)
        routes.on(.get, "v1/pulses/:id", show)
        routes.on(.patch, "v1/pulses/:id", change)
        routes.on(.post, "v1/pulses/cancel", cancelAll)
        routes.on(.post, "v1/pulses/:id/cancel", cancel)
        routes.on(.post, "v1/pulses/:id/retry", keeping: .around(afterCrash: .refuse), retry)
        routes.on(.post, "v1/pulses/:id/snooze", keeping: .around(afterCrash: .refuse), snooze)
    }

    @Sendable private func make(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let bytes = try await body.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        let document = try body.json(bytes)
        let idempotency = try request.idempotency(context.caller, plane, bytes)
        if let documents = document.arrayValue { return try await makeAll(documents, context, idempotency) }
        let wish: NewPulseRequest = try body.value(document)
        let answer = try await plane.schedule(PulseRequest(wish), by: context.caller, idempotency: idempotency)
        let after = wish.after == nil ? [] : try await plane.dependencies(of: [answer.pulse])[answer.pulse.id] ?? []
        let pulse = PulseResponse(
            answer.pulse, try await plane.scheduleNames(of: [answer.pulse]), try await plane.poolWaits(of: [answer.pulse]), after: after)
        var response = Answer.json(NewPulseResponse(answer, pulse), status: answer.isCreated ? .created : .ok)
        if answer.isCreated { response.headers[.location] = WirePath.pulse(answer.pulse.id.value) }
        response.noteReplay(answer.isReplay)
        return response
    }

    /// All or none.
    private func makeAll(_ documents: [JSON], _ context: DoorContext, _ idempotency: Idempotency?) async throws -> Response {
        guard documents.count <= SchedulePulses.limit else {
            let detail = "the list has \(documents.count) pulses; 1 to \(SchedulePulses.limit) are allowed"
            throw RequestError.invalid([FieldError("", detail)])
        }
        let wishes = try Self.wishes(documents)
        let answers = try await plane.scheduleAll(wishes.map(PulseRequest.init), by: context.caller, idempotency: idempotency)
        let pulses = try await plane.responses(answers.map(\.pulse))
        let isNew = answers.contains(where: \.isCreated)
        var response = Answer.json(
            NewPulsesResponse(pulses: zip(answers, pulses).map { NewPulseResponse($0, $1) }), status: isNew ? .created : .ok)
        response.noteReplay(answers.contains(where: \.isReplay))
        return response
    }

    private static func wishes(_ documents: [JSON]) throws(DoorError) -> [NewPulseRequest] {
        do {
            return try PulseBatch.read(documents)
        } catch {
            throw DoorError(error)
        }
    }

    @Sendable private func show(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        return request.answer(try await detail(try context.pulseID()).response)
    }

    private func detail(_ id: PulseID) async throws(RequestError) -> (pulse: Pulse, response: PulseDetailResponse) {
        let answer = try await plane.show(id)
        let attempts = answer.attempts.map(AttemptResponse.init)
        return (answer.pulse, PulseDetailResponse(pulse: try await plane.response(answer.pulse), attempts: attempts))
    }

    /// A merge patch. It is carried out against the state that it was read in: where that is another one by then, against the new one.
    @Sendable private func change(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let id = try context.pulseID()
        let bytes = try await body.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        let document = try body.json(bytes)
        for _ in 0..<Self.tries {
            let (pulse, response) = try await detail(id)
            try request.checkMatch(EntityTag(of: response))
            let change = PulseChange(try Self.patch(document, onto: response.pulse))
            guard let changed = try await plane.change(pulse, change, by: context.caller) else { continue }
            let tag = EntityTag(of: try await detail(id).response)
            return Answer.json(OnePulseResponse(pulse: try await plane.response(changed))).tagged(tag)
        }
        throw RequestError.conflict("pulse \(id) changes all the time; try again in a moment")
    }

    private static func patch(_ document: JSON, onto pulse: PulseResponse) throws(DoorError) -> PulsePatch {
        do {
            return try PulsePatch(document: document, onto: pulse)
        } catch {
            throw DoorError(error)
        }
    }

    /// How often a change is tried anew that another one came before.
    private static let tries = 3

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

extension NewPulseResponse {
    init(_ answer: SchedulePulse.Answer, _ pulse: PulseResponse) {
        self.init(
            created: answer.isCreated, delayMilliseconds: answer.delay.milliseconds, pulse: pulse, replaced: answer.replaced.map(\.value))
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
