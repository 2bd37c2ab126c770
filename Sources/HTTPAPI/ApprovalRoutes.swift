import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import WireModel

/// `.../approve` and `.../deny` of pulses and schedules: the person's word about what an agent made.
struct ApprovalRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.post, "v1/pulses/:id/approve", approve)
        routes.on(.post, "v1/pulses/:id/deny", deny)
        routes.on(.post, "v1/schedules/:name/approve", approveSchedule)
        routes.on(.post, "v1/schedules/:name/deny", denySchedule)
    }

    @Sendable private func approve(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        let id = try context.pulseID()
        return try await answer(id, try await plane.approve(id, by: context.caller))
    }

    @Sendable private func deny(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.optionalValue(of: request, as: DenyRequest.self)
        let id = try context.pulseID()
        return try await answer(id, try await plane.approve.deny(id, why: wish?.reason, by: context.caller))
    }

    @Sendable private func approveSchedule(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        return Answer.json(OneScheduleResponse(try await plane.approve.schedule(context.scheduleName, by: context.caller)))
    }

    @Sendable private func denySchedule(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.optionalValue(of: request, as: DenyRequest.self)
        let view = try await plane.approve.denySchedule(context.scheduleName, why: wish?.reason, by: context.caller)
        return Answer.json(OneScheduleResponse(view))
    }

    /// The one that was asked for; what was made with it went the same way.
    private func answer(_ id: PulseID, _ pulses: [Pulse]) async throws -> Response {
        guard let pulse = pulses.first(where: { $0.id == id }) else { throw RequestError.notFound("there is no pulse \(id)") }
        return Answer.json(OnePulseResponse(pulse: try await plane.response(pulse)))
    }
}
