import ControlPlane
import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing

/// Tokens over HTTP: their scopes, their limits, and how they are made (field/reliability.md section 4, tokens, CSRF).
@Suite struct AccessTests {
    let house = House()

    private func token(_ scope: Agent.Scope, agent: String? = nil) async throws -> String {
        if let agent { try await house.store.keep(Agent(name: agent, createdAt: House.start)) }
        let more = agent.map { #", "agent": "\#($0)""# } ?? ""
        let answer = await house.local("POST", "/v1/tokens", #"{"name": "t-\#(scope)", "scope": "\#(scope)"\#(more)}"#)
        return try #require(answer.json["secret"]?.stringValue)
    }

    // MARK: making, listing, revoking

    @Test func aTokenIsToldOnceAndRevokedForTheNextRequest() async throws {
        let made = await house.tcp("POST", "/v1/tokens", #"{"name": "ci", "scope": "read", "expires_at": "30d"}"#)
        #expect(made.status == 201 && made.header("Cache-Control") == "no-store")
        let secret = try #require(made.json["secret"]?.stringValue)
        #expect(made.json["token"]?["expires_at"] == "2026-02-19T09:00:00Z")
        #expect(await house.tcp("GET", "/v1/status", token: secret).status == 200)
        let list = await house.tcp("GET", "/v1/tokens")
        #expect(list.json["tokens"]?.arrayValue?.map { $0["name"] } == ["ci"] && list.json["tokens"]?.arrayValue?[0]["state"] == "active")
        #expect(!list.text.contains(secret) && !list.text.contains("hash"))
        #expect(await house.tcp("DELETE", "/v1/tokens/ci").json["token"]?["state"] == "revoked")
        let refused = await house.tcp("GET", "/v1/status", token: secret)
        #expect(refused.status == 403 && refused.problem == "forbidden" && !refused.text.contains(secret))
        #expect(await house.tcp("DELETE", "/v1/tokens/ci").status == 404)
    }

    @Test func expiryHoldsForTheNextRequest() async throws {
        let made = await house.tcp("POST", "/v1/tokens", #"{"name": "ci", "expires_at": "1m"}"#)
        let secret = try #require(made.json["secret"]?.stringValue)
        #expect(await house.tcp("GET", "/v1/status", token: secret).status == 200)
        house.clock.advance(by: .seconds(60))
        #expect(await house.tcp("GET", "/v1/status", token: secret).status == 403)
        #expect(await house.tcp("GET", "/v1/tokens").json["tokens"]?.arrayValue?[0]["state"] == "expired")
    }

    @Test func unknownFieldsAndTakenNamesAreRefused() async {
        #expect(await house.tcp("POST", "/v1/tokens", #"{"name": "ci", "scop": "read"}"#).status == 422)
        #expect(await house.tcp("POST", "/v1/tokens", #"{"name": "ci"}"#).status == 201)
        #expect(await house.tcp("POST", "/v1/tokens", #"{"name": "ci"}"#).status == 409)
    }

    // MARK: scopes

    @Test func aScopeThatDoesNotSufficeIsNamedInEitherForm() async throws {
        let read = try await token(.read)
        for path in ["/v1/status", "/v1/pulses", "/v1/schedules", "/v1/upcoming", "/v1/pools", "/api/status", "/api/pulse/upcoming"] {
            #expect(await house.tcp("GET", path, token: read).status == 200)
        }
        let made = await house.tcp("POST", "/v1/pulses", #"{"prompt": "x"}"#, token: read)
        #expect(made.status == 403 && made.problem == "denied" && made.text.contains("scope has to be schedule"))
        let reeves = await house.tcp("POST", "/api/pulse/trigger", #"{"prompt": "0123456789"}"#, token: read)
        #expect(reeves.status == 403 && reeves.reeveDetail == "the token t-read may only read; its scope has to be schedule")
        let schedule = try await token(.schedule)
        #expect(await house.tcp("POST", "/api/pulse/trigger", #"{"prompt": "0123456789"}"#, token: schedule).status == 200)
        for path in ["/v1/pause", "/v1/resume", "/v1/reload"] {
            let answer = await house.tcp("POST", path, token: schedule)
            #expect(answer.status == 403 && answer.text.contains("scope admin"))
        }
        #expect(await house.tcp("GET", "/v1/tokens", token: schedule).problem == "denied")
    }

    @Test func aTokenWithAnAgentActsAsIt() async throws {
        let bot = try await token(.admin, agent: "bot")
        let made = await house.tcp("POST", "/v1/pulses", #"{"prompt": "x", "created_by": "person"}"#, token: bot)
        #expect(made.json["pulse"]?["created_by"] == "bot" && made.json["pulse"]?["agent"] == "bot")
        #expect(await house.tcp("POST", "/v1/tokens", #"{"name": "more"}"#, token: bot).problem == "denied")
    }

    // MARK: pages of others

    @Test(arguments: [
        "null", "http://evil.com", "http://127.0.0.1", "http://127.0.0.1:3000", "http://localhost:8765", "https://127.0.0.1:8765.evil.com",
        "http://127.0.0.1:8765, http://evil.com", "127.0.0.1:8765", "file://", "",
    ])
    func foreignOriginsAreRefusedBeforeTheToken(_ origin: String) async {
        for path in ["/v1/status", "/healthz", "/api/health", "/api/pulse/trigger"] {
            for method in ["GET", "POST", "OPTIONS"] {
                let answer = await house.tcp(method, path, nil, [("Origin", origin)], token: nil)
                #expect(answer.status == 403)
                #expect(path.hasPrefix("/api") ? answer.reeveDetail != nil : answer.problem == "foreign-origin")
                #expect(!answer.headers.contains { $0.name.lowercased().hasPrefix("access-control") })
            }
        }
    }

    @Test(arguments: ["http://127.0.0.1:8765", "https://127.0.0.1:8765", "HTTP://127.0.0.1:8765"])
    func ourOwnOriginIsTaken(_ origin: String) async {
        let answer = await house.tcp("GET", "/v1/status", nil, [("Origin", origin), ("Sec-Fetch-Site", "same-origin")])
        #expect(answer.status == 200 && !answer.headers.contains { $0.name.lowercased().hasPrefix("access-control") })
    }

    @Test(arguments: [("cross-site", 403), ("same-site", 403), ("Cross-Site", 403), ("x", 403), ("none", 200), ("same-origin", 200)])
    func otherSitesAreRefused(_ site: String, _ status: Int) async {
        #expect(await house.tcp("GET", "/v1/status", nil, [("Sec-Fetch-Site", site)]).status == status)
    }

    @Test func theSocketKnowsNoOrigins() async {
        #expect(await house.local("GET", "/v1/status", nil, [("Origin", "http://evil.com")]).status == 200)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", ""])
    func aBodyThatIsSaidToBeSomethingElseIsRefusedBeforeTheToken(_ type: String) async {
        let headers = [("Content-Type", type), ("Content-Length", "15")]
        let answer = await house.tcp("POST", "/v1/pulses", #"{"prompt": "x"}"#, headers, token: nil)
        #expect(answer.status == 415 && answer.problem == "unsupported-media-type")
        let json = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", "15")]
        #expect(await house.tcp("POST", "/v1/pulses", #"{"prompt": "x"}"#, json, token: nil).status == 401)
    }

    // MARK: waiting

    private func guess(_ token: String? = "wrong", from place: String = "192.0.2.1") async -> InProcessAnswer {
        let token = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        return await house.door.respond(
            method: "GET", path: "/v1/status", headers: [("Host", "127.0.0.1:8765")] + token, entry: .tcp, place: place)
    }

    @Test func whoTriesManyTokensIsToldToWaitLongerAndLonger() async {
        for _ in 0..<5 { #expect(await guess().status == 403) }
        for wait in ["1", "2", "4", "8", "16", "32", "60", "60"] {
            let answer = await guess()
            #expect(answer.status == 429 && answer.problem == "too-many-requests" && answer.header("Retry-After") == wait)
        }
        // The right one, another place, and no token at all are answered as ever.
        #expect(await guess(House.token).status == 200)
        #expect(await guess(from: "192.0.2.2").status == 403)
        #expect(await guess(nil).status == 401)
        house.clock.advance(by: .seconds(60))
        #expect(await guess().status == 403)
    }

    @Test func agentsMayAskSoOften() async throws {
        let house = House(settings: DoorSettings(hosts: ["box.local"], agentRate: 2))
        try await house.store.keep(Agent(name: "bot", createdAt: House.start))
        func token(_ name: String) async throws -> String {
            let body = #"{"name": "\#(name)", "scope": "read"\#(name == "own" ? "" : #", "agent": "bot""#)}"#
            return try #require(await house.local("POST", "/v1/tokens", body).json["secret"]?.stringValue)
        }
        let (own, one, other) = (try await token("own"), try await token("one"), try await token("other"))
        for _ in 0..<4 { #expect(await house.tcp("GET", "/v1/status", token: one).status == 200) }
        let refused = await house.tcp("GET", "/v1/status", token: one)
        #expect(refused.status == 429 && refused.header("Retry-After") == "1" && refused.problem == "too-many-requests")
        #expect(await house.tcp("GET", "/api/status", token: one).reeveDetail != nil)
        #expect(await house.tcp("GET", "/v1/status", token: other).status == 200)
        for _ in 0..<50 { #expect(await house.tcp("GET", "/v1/status", token: own).status == 200) }
        house.clock.advance(by: .milliseconds(500))
        #expect(await house.tcp("GET", "/v1/status", token: one).status == 200)
        #expect(await house.tcp("GET", "/v1/status", token: one).status == 429)
    }
}
