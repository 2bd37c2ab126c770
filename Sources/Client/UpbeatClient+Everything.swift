package import WireModel

extension UpbeatClient {
    /// What is going to happen within a span from now on, what is overdue included.
    ///
    /// - Parameter within: a duration as a person writes it.
    package func upcoming(within: String, limit: Int) async throws(ClientError) -> UpcomingResponse {
        let query: [(name: String, value: String?)] = [("within", within), ("limit", String(limit))]
        return try await value(of: ClientRequest(method: "GET", path: PercentEncoding.path(WirePath.upcoming, query: query)))
    }

    /// All pools, by name, and how they stand.
    package func pools() async throws(ClientError) -> PoolListResponse {
        try await value(of: ClientRequest(method: "GET", path: WirePath.pools))
    }

    /// The hooks of the configuration, by name.
    package func hooks() async throws(ClientError) -> HookListResponse {
        try await value(of: ClientRequest(method: "GET", path: WirePath.hooks))
    }

    /// Has nothing start anywhere.
    package func pauseEverything(_ wish: PauseRequest) async throws(ClientError) -> PauseResponse {
        let answer: StandstillResponse = try await value(
            of: ClientRequest(method: "POST", path: WirePath.pauseAll, body: wish.bytes))
        return answer.pause
    }

    /// Lets everything go on; answers with the pause that has ended.
    package func resumeEverything() async throws(ClientError) -> PauseResponse {
        let answer: StandstillResponse = try await value(of: ClientRequest(method: "POST", path: WirePath.resumeAll))
        return answer.pause
    }

    /// Has the configuration read anew, or asks what that would change.
    package func reload(_ wish: ReloadRequest) async throws(ClientError) -> ReloadResponse {
        try await value(of: ClientRequest(method: "POST", path: WirePath.reload, body: wish.bytes))
    }

    /// What happened after the event with that number, oldest first.
    package func events(after sequence: Int64, limit: Int) async throws(ClientError) -> EventListResponse {
        let query: [(name: String, value: String?)] = [("after", String(sequence)), ("limit", String(limit))]
        return try await value(of: ClientRequest(method: "GET", path: PercentEncoding.path(WirePath.events, query: query)))
    }
}
