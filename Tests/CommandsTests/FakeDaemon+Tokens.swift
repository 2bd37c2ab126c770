import Client
import StrictJSON
import WireModel

extension FakeDaemon {
    static func tokens(_ request: ClientRequest, _ name: String?, _ state: inout State) -> ClientResponse {
        switch (request.method, name) {
        case ("GET", _): return json(TokenListResponse(tokens: state.tokens))
        case ("POST", _):
            guard let wish = try? NewTokenRequest(JSON(parsing: request.body)) else { return problem(400, "invalid-json", "invalid JSON") }
            let token = TokenResponse(
                name: wish.name, scope: wish.scope ?? "schedule", agent: wish.agent, state: "active",
                createdAt: "2026-01-20T08:00:00.000Z", expiresAt: wish.expiresAt.map { _ in "2026-02-19T08:00:00.000Z" }, lastUsedAt: nil)
            state.tokens.append(token)
            return json(NewTokenResponse(token: token, secret: "upb_\(wish.name)"), status: 201)
        default:
            guard let index = state.tokens.firstIndex(where: { $0.name == name }) else {
                return problem(404, "not-found", "there is no living token \(name ?? "")")
            }
            var token = state.tokens.remove(at: index)
            token.state = "revoked"
            return json(OneTokenResponse(token: token))
        }
    }
}
