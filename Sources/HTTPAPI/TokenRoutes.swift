import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import Recurrence
import WireModel

/// `/v1/tokens`: make, list, revoke.
struct TokenRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.post, "v1/tokens", keeping: .around(isSecret: true), make)
        routes.on(.get, "v1/tokens", list)
        routes.on(.delete, "v1/tokens/:name", revoke)
    }

    @Sendable private func make(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let wish = try await body.value(of: request, as: NewTokenRequest.self)
        let answer = try await plane.makeToken(
            MakeToken.Wish(name: wish.name, scope: wish.scope, agent: wish.agent, expires: wish.expiresAt), by: context.caller)
        var response = Answer.json(
            NewTokenResponse(token: TokenResponse(answer.record, at: plane.clock.now()), secret: answer.token.text), status: .created)
        // RFC 9111 section 5.2.2.5: nobody on the way keeps it.
        response.headers[.cacheControl] = "no-store"
        return response
    }

    @Sendable private func list(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let now = plane.clock.now()
        return Answer.json(TokenListResponse(tokens: try await plane.listTokens(by: context.caller).map { TokenResponse($0, at: now) }))
    }

    @Sendable private func revoke(_ request: Request, _ context: DoorContext) async throws -> Response {
        try await body.refuseFields(request)
        let record = try await plane.revokeToken(context.parameters.get("name") ?? "", by: context.caller)
        return Answer.json(OneTokenResponse(token: TokenResponse(record, at: plane.clock.now())))
    }
}

extension TokenResponse {
    init(_ token: AccessToken, at now: Instant) {
        let state = token.isLiving(at: now) ? "active" : token.revokedAt == nil ? "expired" : "revoked"
        self.init(
            name: token.name, scope: token.scope.rawValue, agent: token.agent, state: state, createdAt: token.createdAt.description,
            expiresAt: token.expiresAt?.description, lastUsedAt: token.lastUsedAt?.description)
    }
}
