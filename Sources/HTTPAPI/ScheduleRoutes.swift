import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import StrictJSON
import WireModel

/// `/v1/schedules`: make, list, show, change, remove, steer.
struct ScheduleRoutes {
    let plane: ControlPlane
    let body: BodyReader

    /// The last part of the path that a preview is asked at; a schedule may have the name all the same.
    private static let previewName = "preview"

    func add(to routes: Routes) {
        routes.on(.post, "v1/schedules", make)
        routes.on(.get, "v1/schedules", list)
        routes.on(.get, "v1/schedules/:name", show)
        routes.on(.patch, "v1/schedules/:name", change)
        routes.on(.delete, "v1/schedules/:name", remove)
        routes.on(.post, "v1/schedules/:name", for: "v1/schedules/\(Self.previewName)", previewNew)
        routes.on(.post, "v1/schedules/:name/pause", pause)
        routes.on(.post, "v1/schedules/:name/resume", resume)
        routes.on(.post, "v1/schedules/:name/snooze", keeping: .around(afterCrash: .refuse), snooze)
        routes.on(.post, "v1/schedules/:name/trigger", keeping: .inTransaction, trigger)
        routes.on(.get, "v1/schedules/:name/preview", preview)
        routes.on(.post, "v1/schedules/:name/preview", previewChange)
        routes.on(.get, "v1/schedules/:name/occurrences", occurrences)
    }

    // MARK: making

    @Sendable private func make(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.value(of: request, as: NewScheduleRequest.self)
        let view = try await plane.makeSchedule(ScheduleRequest(wish), by: context.caller)
        var response = Answer.json(OneScheduleResponse(view), status: .created)
        response.headers[.location] = WirePath.schedule(view.schedule.spec.name)
        return response
    }

    @Sendable private func change(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let document = try await patch(request)
        for _ in 0..<Self.tries {
            let (revision, response) = try await detail(context.scheduleName)
            try request.checkMatch(EntityTag(of: response))
            let patch = ScheduleRequest(try Self.patch(document, onto: response.schedule.json))
            let view = try await changed(context.scheduleName, patch, revision, context.caller, orElse: request.hasMatch)
            // Another change came before: this one is made to what that one left.
            guard let view else { continue }
            let tag = EntityTag(of: try await detail(view.schedule.spec.name).response)
            return Answer.json(OneScheduleResponse(view)).tagged(tag)
        }
        throw RequestError.conflict("the schedule \(context.scheduleName) changes all the time; try again in a moment")
    }

    /// Nil where it has another revision by now, unless that is to be an error.
    private func changed(
        _ name: String, _ patch: ScheduleRequest, _ revision: Int, _ caller: Caller, orElse isStrict: Bool
    ) async throws(RequestError) -> ScheduleView? {
        do {
            return try await plane.changeSchedule(name, patch, ifStill: revision, by: caller)
        } catch {
            guard case .preconditionFailed = error, !isStrict else { throw error }
            return nil
        }
    }

    /// How often a change is tried anew that another one came before.
    private static let tries = 3

    private func detail(_ name: String) async throws(RequestError) -> (revision: Int, response: ScheduleDetailResponse) {
        let answer = try await plane.showSchedule(name)
        return (answer.view.schedule.state.revision, ScheduleDetailResponse(answer, try await plane.poolWaits(of: answer.open)))
    }

    @Sendable private func remove(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        if request.hasMatch { try request.checkMatch(EntityTag(of: try await detail(context.scheduleName).response)) }
        let removed = try await plane.removeSchedule(context.scheduleName, by: context.caller)
        return Answer.json(RemovedScheduleResponse(id: removed.id.value, name: removed.spec.name))
    }

    // MARK: reading

    @Sendable private func list(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["limit", "after"])
        let limit = Int(query.integer("limit", in: 1...500, default: 50))
        try query.finish()
        let page = try await plane.listSchedules(after: query.text("after"), limit: limit)
        return Answer.json(ScheduleListResponse(schedules: page.schedules.map(ScheduleResponse.init), nextAfter: page.nextAfter))
    }

    @Sendable private func show(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        return request.answer(try await detail(context.scheduleName).response)
    }

    @Sendable private func occurrences(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["limit", "before"])
        let limit = Int(query.integer("limit", in: 1...500, default: 50))
        let before = query.instant("before")
        try query.finish()
        let page = try await plane.showSchedule.outcomes(context.scheduleName, before: before, limit: limit)
        return Answer.json(
            OccurrenceListResponse(occurrences: page.outcomes.map(OccurrenceResponse.init), nextBefore: page.nextBefore?.wire))
    }

    // MARK: steering

    @Sendable private func pause(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.optionalValue(of: request, as: PauseRequest.self)
        let view = try await plane.pauseSchedule(
            context.scheduleName, PauseSchedule.Wish(until: wish?.until, why: wish?.why), by: context.caller)
        return Answer.json(OneScheduleResponse(view))
    }

    @Sendable private func resume(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        return Answer.json(OneScheduleResponse(try await plane.resumeSchedule(context.scheduleName, by: context.caller)))
    }

    @Sendable private func snooze(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.value(of: request, as: SnoozeRequest.self)
        return Answer.json(
            OneScheduleResponse(try await plane.snoozeSchedule(context.scheduleName, by: wish.length, by: context.caller)))
    }

    @Sendable private func trigger(_ request: Request, _ context: DoorContext) async throws -> Response {
        let bytes = try await body.refuseFields(request)
        let idempotency = try request.idempotency(context.caller, plane, bytes)
        let made = try await plane.triggerSchedule(context.scheduleName, by: context.caller, idempotency: idempotency)
        var response = Answer.json(OnePulseResponse(pulse: try await plane.response(made.pulse)), status: .created)
        response.headers[.location] = WirePath.pulse(made.pulse.id.value)
        response.noteReplay(made.isReplay)
        return response
    }

    // MARK: previews

    /// `POST /v1/schedules/preview`: the one thing that is posted to a name.
    @Sendable private func previewNew(_ request: Request, _ context: DoorContext) async throws -> Response {
        guard context.scheduleName == Self.previewName else { throw DoorError.methodNotAllowed(["DELETE", "GET", "HEAD", "PATCH"]) }
        let count = try Self.count(request)
        let wish = try await body.value(of: request, as: NewScheduleRequest.self)
        return Answer.json(
            PreviewResponse(try await plane.previewSchedule(ScheduleRequest(wish), count: count, by: context.caller)))
    }

    @Sendable private func preview(_ request: Request, _ context: DoorContext) async throws -> Response {
        let count = try Self.count(request)
        return Answer.json(
            PreviewResponse(
                try await plane.previewSchedule(context.scheduleName, changed: nil, count: count, by: context.caller)))
    }

    @Sendable private func previewChange(_ request: Request, _ context: DoorContext) async throws -> Response {
        let count = try Self.count(request)
        let current = try await detail(context.scheduleName).response.schedule.json
        let patch = try Self.patch(try await patch(request), onto: current)
        return Answer.json(
            PreviewResponse(
                try await plane.previewSchedule(
                    context.scheduleName, changed: ScheduleRequest(patch), count: count, by: context.caller)))
    }

    private static func count(_ request: Request) throws(DoorError) -> Int {
        var query = QueryReader(request.query, known: ["count"])
        let count = query.integer("count", in: 1...Int64(PreviewSchedule.limit), default: 5)
        try query.finish()
        return Int(count)
    }

    private func patch(_ request: Request) async throws -> JSON {
        let bytes = try await body.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        return try body.json(bytes)
    }

    private static func patch(_ document: JSON, onto schedule: JSON) throws(DoorError) -> SchedulePatch {
        do {
            return try SchedulePatch(document: document, onto: schedule)
        } catch {
            throw DoorError(error)
        }
    }
}

extension DoorContext {
    /// The schedule the path names.
    var scheduleName: String { parameters.get("name") ?? "" }
}
