package import StrictJSON

/// A token, without its text.
package struct TokenResponse: WireValue {
    package var name: String
    /// `read`, `schedule` or `admin`.
    package var scope: String
    /// The agent as which its bearer acts; nil: the person.
    package var agent: String?
    /// `active`, `expired` or `revoked`.
    package var state: String
    package var createdAt: String
    package var expiresAt: String?
    /// To the minute or so; nil: not yet.
    package var lastUsedAt: String?

    package init(
        name: String, scope: String, agent: String?, state: String, createdAt: String, expiresAt: String?, lastUsedAt: String?
    ) {
        self.name = name
        self.scope = scope
        self.agent = agent
        self.state = state
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }

    package init?(reading reader: inout JSONReader) {
        let name = reader.required("name", as: .string)
        let scope = reader.required("scope", as: .string)
        let agent = reader.optional("agent", as: .string)
        let state = reader.required("state", as: .string)
        let createdAt = reader.required("created_at", as: .string)
        let expiresAt = reader.optional("expires_at", as: .string)
        let lastUsedAt = reader.optional("last_used_at", as: .string)
        guard let name, let scope, let state, let createdAt else { return nil }
        self.init(
            name: name, scope: scope, agent: agent, state: state, createdAt: createdAt, expiresAt: expiresAt, lastUsedAt: lastUsedAt)
    }

    package var json: JSON {
        [
            "name": .string(name), "scope": .string(scope), "agent": JSON(agent), "state": .string(state),
            "created_at": .string(createdAt), "expires_at": JSON(expiresAt), "last_used_at": JSON(lastUsedAt),
        ]
    }
}

/// The answer to revoking one.
package struct OneTokenResponse: WireValue {
    package var token: TokenResponse

    package init(token: TokenResponse) { self.token = token }

    package init?(reading reader: inout JSONReader) {
        guard let token = reader.requiredObject("token", { TokenResponse(reading: &$0) }) else { return nil }
        self.init(token: token)
    }

    package var json: JSON { ["token": token.json] }
}

/// `GET /v1/tokens`.
package struct TokenListResponse: WireValue {
    /// The oldest first; those that were revoked are not among them.
    package var tokens: [TokenResponse]

    package init(tokens: [TokenResponse]) { self.tokens = tokens }

    package init?(reading reader: inout JSONReader) {
        tokens = reader.optionalObjects("tokens") { TokenResponse(reading: &$0) } ?? []
    }

    package var json: JSON { ["tokens": .array(tokens.map(\.json))] }
}
