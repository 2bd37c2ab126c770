import Client
import WireModel

/// The pulses that a listing asks for, brought together from as many pages as it takes.
struct PulseList: Sendable {
    enum Wish: Hashable, Sendable {
        /// What is open, soonest first, then the latest that ended.
        case overview
        /// What is pending, soonest first.
        case upcoming
        /// Those of the statuses (none means all), newest first.
        case newest([String])
    }

    static let ended = ["completed", "failed", "cancelled", "missed"]
    static let statuses = ["blocked", "pending", "processing"] + ended

    var pulses: [PulseResponse]
    /// Whether the limit left some out.
    var hasMore: Bool

    static func fetch(_ wish: Wish, limit: Int, _ client: UpbeatClient) async throws(ClientError) -> PulseList {
        switch wish {
        case .upcoming: try await soonest(limit: limit, client)
        case .newest(let statuses): try await newest(statuses, limit: limit, client)
        case .overview: try await overview(limit: limit, client)
        }
    }

    private static func overview(limit: Int, _ client: UpbeatClient) async throws(ClientError) -> PulseList {
        // The running ones were due before those that are to come.
        let running = try await newest(["processing"], limit: limit, client)
        let pending = try await soonest(limit: limit, client)
        let blocked = try await newest(["blocked"], limit: limit, client)
        let open = running.pulses.sorted { $0.dueAt < $1.dueAt } + pending.pulses + blocked.pulses
        var list = PulseList(pulses: open, hasMore: running.hasMore || pending.hasMore || blocked.hasMore)
        if open.count < limit {
            let ended = try await newest(Self.ended, limit: limit - open.count, client)
            list.pulses += ended.pulses
            list.hasMore = list.hasMore || ended.hasMore
        }
        list.hasMore = list.hasMore || list.pulses.count > limit
        list.pulses = Array(list.pulses.prefix(limit))
        return list
    }

    /// The daemon gives one page of these, so ``UpbeatClient/pageLimit`` is the most.
    private static func soonest(limit: Int, _ client: UpbeatClient) async throws(ClientError) -> PulseList {
        let size = min(limit, UpbeatClient.pageLimit - 1)
        let page = try await client.list(.upcoming, limit: size + 1)
        return PulseList(pulses: Array(page.pulses.prefix(size)), hasMore: page.pulses.count > size)
    }

    private static func newest(_ statuses: [String], limit: Int, _ client: UpbeatClient) async throws(ClientError) -> PulseList {
        var list = PulseList(pulses: [], hasMore: true)
        var before: Int64?
        while list.hasMore, list.pulses.count < limit {
            let size = min(limit - list.pulses.count, UpbeatClient.pageLimit)
            let page = try await client.list(.newest(statuses: statuses, before: before), limit: size)
            list.pulses += page.pulses
            list.hasMore = page.nextBefore != nil && !page.pulses.isEmpty
            before = page.nextBefore
        }
        return list
    }
}
