import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import WireModel

/// `/v1/pipelines`: make, list, show, cancel. A pipeline is named by the number of any of its pulses.
struct PipelineRoutes {
    let plane: ControlPlane
    let body: BodyReader

    /// The most bytes of a pipeline that is to be made: it holds up to 10,000 pulses.
    private static let bodyLimit = 8 << 20

    func add(to routes: Routes) {
        routes.on(.post, "v1/pipelines", keeping: .inTransaction, make)
        routes.on(.get, "v1/pipelines", list)
        routes.on(.get, "v1/pipelines/:id", show)
        routes.on(.post, "v1/pipelines/:id/cancel", cancel)
    }

    @Sendable private func make(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let reader = BodyReader(limit: max(body.limit, Self.bodyLimit))
        let bytes = try await reader.bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        let wish: NewPipelineRequest = try reader.value(bytes)
        let idempotency = try request.idempotency(context.caller, plane, bytes)
        let made = try await plane.makePipeline(PipelineRequest(wish), by: context.caller, idempotency: idempotency)
        var response = Answer.json(PipelineResponse(made.pipeline), status: .created)
        response.headers[.location] = WirePath.pipeline(made.pipeline.id.value)
        response.noteReplay(made.isReplay)
        return response
    }

    @Sendable private func list(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["name", "limit", "before"])
        let limit = Int(query.integer("limit", in: 1...100, default: 20))
        let before = query.integer("before", in: 1...Int64.max, default: 0)
        let name = query.text("name")
        try query.finish()
        let page = try await plane.listPipelines(name: name, limit: limit, before: before == 0 ? nil : PulseID(before))
        return Answer.json(PipelineListResponse(page))
    }

    @Sendable private func show(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        return Answer.json(PipelineResponse(try await plane.showPipeline(try context.pulseID("pipeline"))))
    }

    @Sendable private func cancel(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        let answer = try await plane.cancelPipeline(try context.pulseID("pipeline"), by: context.caller)
        return Answer.json(
            CancelPulsesResponse(dryRun: false, cancelled: answer.cancelled.map(\.value), ending: answer.ending.map(\.value)),
            status: answer.ending.isEmpty ? .ok : .accepted)
    }
}
