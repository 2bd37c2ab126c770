package import StrictJSON

/// `POST /v1/tokens`.
package struct NewTokenRequest: WireValue {
    package var name: String
    /// `read`, `schedule` or `admin`; nil: `schedule`.
    package var scope: String?
    package var agent: String?
    /// A length of time from now on, or everything a time phrase may be; nil: it does not expire.
    package var expiresAt: String?

    package init(name: String, scope: String? = nil, agent: String? = nil, expiresAt: String? = nil) {
        self.name = name
        self.scope = scope
        self.agent = agent
        self.expiresAt = expiresAt
    }

    package init?(reading reader: inout JSONReader) {
        let name = reader.required("name", as: .string)
        let scope = reader.optional("scope", as: .string)
        let agent = reader.optional("agent", as: .string)
        let expiresAt = reader.optional("expires_at", as: .string)
        guard let name else { return nil }
        self.init(name: name, scope: scope, agent: agent, expiresAt: expiresAt)
    }

    package var json: JSON {
        var object: JSONObject = ["name": .string(name)]
        object["scope"] = scope.map(JSON.string)
        object["agent"] = agent.map(JSON.string)
        object["expires_at"] = expiresAt.map(JSON.string)
        return .object(object)
    }
}

/// A token that was made, and its text, which is told this once.
package struct NewTokenResponse: WireValue {
    package var token: TokenResponse
    package var secret: String

    package init(token: TokenResponse, secret: String) {
        self.token = token
        self.secret = secret
    }

    package init?(reading reader: inout JSONReader) {
        let token = reader.requiredObject("token") { TokenResponse(reading: &$0) }
        let secret = reader.required("secret", as: .string)
        guard let token, let secret else { return nil }
        self.init(token: token, secret: secret)
    }

    package var json: JSON { ["token": token.json, "secret": .string(secret)] }
}
