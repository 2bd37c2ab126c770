package import WireModel

extension UpbeatClient {
    /// Makes a token; its text is in the answer and nowhere else.
    package func makeToken(_ wish: NewTokenRequest) async throws(ClientError) -> NewTokenResponse {
        try await value(of: ClientRequest(method: "POST", path: WirePath.tokens, body: wish.bytes))
    }

    /// The tokens that were not revoked.
    package func tokens() async throws(ClientError) -> TokenListResponse {
        try await value(of: ClientRequest(method: "GET", path: WirePath.tokens))
    }

    /// Revokes the living one of that name.
    package func revokeToken(_ name: String) async throws(ClientError) -> TokenResponse {
        let path = "\(WirePath.tokens)/\(PercentEncoding.encoded(name))"
        let answer: OneTokenResponse = try await value(of: ClientRequest(method: "DELETE", path: path))
        return answer.token
    }
}
