import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import WireModel

extension PulseRoutes {
    /// `GET /v1/pulses`: newest first by pages, or what is pending, soonest first.
    @Sendable func list(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["status", "limit", "before", "order"] + Self.filters)
        let limit = Int(query.integer("limit", in: 1...500, default: 50))
        let before = query.integer("before", in: 1...Int64.max, default: 0)
        let statuses = Self.statuses(&query)
        let order = query.choice("order", of: ["newest", "upcoming"], default: "newest")
        if order == "upcoming" {
            if before != 0 { query.fail("before", "goes with order=newest alone") }
            if !statuses.isEmpty, statuses != [.pending] {
                query.fail("status", "order=upcoming lists what is pending; leave the status out, or use order=newest")
            }
        }
        if order == "upcoming", let filter = Self.filters.first(where: { query.text($0) != nil }) {
            query.fail(filter, "goes with order=newest alone; what is due when is listed at /v1/upcoming")
        }
        let filter = try await filter(&query, statuses)
        try query.finish()
        if let filter {
            let page = try await plane.list.matching(filter, limit: limit, before: before == 0 ? nil : PulseID(before))
            return Answer.json(PulseListResponse(pulses: try await plane.responses(page.pulses), nextBefore: page.nextBefore?.value))
        }
        if order == "upcoming" {
            let pulses = try await plane.list.upcoming(limit: limit)
            return Answer.json(PulseListResponse(pulses: try await plane.responses(pulses), nextBefore: nil))
        }
        let page = try await plane.list.newest(statuses, limit: limit, before: before == 0 ? nil : PulseID(before))
        return Answer.json(PulseListResponse(pulses: try await plane.responses(page.pulses), nextBefore: page.nextBefore?.value))
    }

    private static let filters = ["tag", "schedule", "agent", "priority", "created_by", "from", "to"]

    /// What the pulses have in common beside their status; nil where nothing is said.
    private func filter(_ query: inout QueryReader, _ statuses: Set<PulseStatus>) async throws(RequestError) -> PulseFilter? {
        var filter = PulseFilter()
        (filter.tag, filter.owner, filter.creator) = (query.text("tag"), query.text("agent"), query.text("created_by"))
        (filter.from, filter.to) = (query.instant("from"), query.instant("to"))
        if let from = filter.from, let to = filter.to, to < from { query.fail("to", "lies before from") }
        if let name = query.text("priority") {
            filter.priority = Priority(name: name)
            if filter.priority == nil {
                query.fail("priority", "not known; there are \(Priority.allCases.map(\.name).joined(separator: ", "))")
            }
        }
        if let name = query.text("schedule") {
            filter.schedule = try await plane.scheduleID(of: name)
            if filter.schedule == nil { query.fail("schedule", "there is none of that name") }
        }
        guard filter != PulseFilter() else { return nil }
        filter.statuses = statuses
        return filter
    }

    private static func statuses(_ query: inout QueryReader) -> Set<PulseStatus> {
        guard let text = query.text("status") else { return [] }
        var statuses: Set<PulseStatus> = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let status = PulseStatus(name: String(name)) else {
                let known = PulseStatus.allCases.map(\.name).joined(separator: ", ")
                query.fail("status", "`\(name.prefix(80))` is not known; there are \(known)")
                return []
            }
            statuses.insert(status)
        }
        return statuses
    }
}
