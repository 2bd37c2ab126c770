package import WireModel

extension UpbeatClient {
    /// Which pulses, in which order.
    package enum Listing: Hashable, Sendable {
        /// The pending ones, soonest first.
        case upcoming
        /// Those of the given statuses (none means all), newest first, with ids below `before`.
        case newest(statuses: [String] = [], before: Int64? = nil)
    }

    /// The most pulses that one page holds.
    package static let pageLimit = 500

    /// One page of pulses.
    ///
    /// - Parameter limit: 1 to ``pageLimit``.
    package func list(_ listing: Listing, limit: Int = 50) async throws(ClientError) -> PulseListResponse {
        var query: [(name: String, value: String?)] = [("limit", String(limit))]
        switch listing {
        case .upcoming:
            query.append(("order", "upcoming"))
        case .newest(let statuses, let before):
            query.append(("order", "newest"))
            query.append(("status", statuses.isEmpty ? nil : statuses.joined(separator: ",")))
            query.append(("before", before.map(String.init)))
        }
        return try await value(of: ClientRequest(method: "GET", path: PercentEncoding.path(WirePath.pulses, query: query)))
    }
}
