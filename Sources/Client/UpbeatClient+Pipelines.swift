package import WireModel

extension UpbeatClient {
    /// Makes pulses that depend on each other, all or none; when this returns they are durable. Safe against a connection that breaks,
    /// as ``schedule(_:idempotencyKey:)`` is.
    package func makePipeline(_ wish: NewPipelineRequest) async throws(ClientError) -> PipelineResponse {
        let request = ClientRequest(
            method: "POST", path: WirePath.pipelines, headers: [WireHeader.idempotencyKey: Self.randomKey()], body: wish.bytes,
            timeout: .seconds(120))
        do {
            return try await value(of: request)
        } catch .connectionBroken {
            return try await value(of: request)
        }
    }

    /// - Parameter id: of any of its pulses.
    package func pipeline(_ id: Int64) async throws(ClientError) -> PipelineResponse {
        try await value(of: ClientRequest(method: "GET", path: WirePath.pipeline(id)))
    }

    /// The latest, newest first.
    ///
    /// - Parameters:
    ///   - name: only those of that name.
    ///   - limit: 1 to 100.
    package func pipelines(named name: String? = nil, limit: Int) async throws(ClientError) -> PipelineListResponse {
        let query: [(name: String, value: String?)] = [("limit", String(limit)), ("name", name)]
        return try await value(of: ClientRequest(method: "GET", path: PercentEncoding.path(WirePath.pipelines, query: query)))
    }

    /// Calls off all its pulses that have not ended.
    package func cancelPipeline(_ id: Int64) async throws(ClientError) -> CancelPulsesResponse {
        try await value(of: ClientRequest(method: "POST", path: WirePath.pipeline(id, "cancel"), timeout: .seconds(120)))
    }
}
