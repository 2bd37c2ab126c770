import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import Recurrence
import WireModel

/// What concerns the house as a whole: what is coming, what happened, and pausing it.
struct EverythingRoutes {
    let plane: ControlPlane
    let body: BodyReader
    let streams: OpenStreams
    let streamLimit: Int

    func add(to routes: Routes) {
        routes.on(.get, "v1/upcoming", upcoming)
        routes.on(.get, "v1/events", events)
        routes.on(.post, "v1/pause", pause)
        routes.on(.post, "v1/resume", resume)
    }

    /// By `from` and `to`, or by `within` from now on.
    @Sendable private func upcoming(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["from", "to", "within", "limit"])
        let limit = Int(query.integer("limit", in: 1...500, default: 100))
        let now = plane.clock.now()
        let (from, to) = (query.instant("from"), query.instant("to"))
        let within = query.duration("within", in: .seconds(1)...ReadUpcoming.longest, default: .seconds(86_400))
        if to != nil, query.text("within") != nil { query.fail("within", "goes without to; give one of them") }
        let end = to ?? (from ?? now) + within
        if end < from ?? now { query.fail("to", "lies before \(from == nil ? "now" : "from")") }
        if end - (from ?? now) > ReadUpcoming.longest { query.fail("to", "is more than a year later than \(from == nil ? "now" : "from")") }
        try query.finish()
        let answer = try await plane.upcoming(from: from, to: end, limit: limit)
        let pulses = answer.entries.compactMap { if case .pulse(let pulse) = $0 { pulse } else { nil } }
        let names = try await plane.scheduleNames(of: pulses)
        return Answer.json(UpcomingResponse(answer, names, try await plane.poolWaits(of: pulses)))
    }

    @Sendable private func events(_ request: Request, _ context: DoorContext) async throws -> Response {
        if EventStream.isWanted(request) { return try await follow(request, context) }
        var query = QueryReader(request.query, known: ["after", "limit"])
        let after = query.integer("after", in: 0...Int64.max, default: 0)
        let limit = Int(query.integer("limit", in: 1...1000, default: 100))
        try query.finish()
        let page = try await plane.events(after: after, limit: limit)
        return Answer.json(
            EventListResponse(events: page.events.map { EventResponse($0, page.names) }, nextAfter: page.nextAfter))
    }

    /// From `Last-Event-ID` on, which a browser sends when it comes back, else from `after`, else from now.
    private func follow(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["after"])
        var after = query.text("after").map { _ in query.integer("after", in: 0...Int64.max, default: 0) }
        if let text = request.headers[.lastEventID], !text.isEmpty {
            after = QueryReader.number(text).flatMap { $0 >= 0 ? $0 : nil }
            if after == nil { query.fail("Last-Event-ID", "not the number of an event") }
        }
        try query.finish()
        let feed = try await plane.followEvents(after: after)
        return try EventStream(feed: feed).answer.response(to: request, context, streams, limit: streamLimit)
    }

    @Sendable private func pause(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.optionalValue(of: request, as: PauseRequest.self)
        let standstill = try await plane.pauseEverything(
            PauseSchedule.Wish(until: wish?.until, why: wish?.why), by: context.caller)
        return Answer.json(StandstillResponse(pause: PauseResponse(standstill)))
    }

    @Sendable private func resume(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        return Answer.json(StandstillResponse(pause: PauseResponse(try await plane.pauseEverything.end(by: context.caller))))
    }
}
