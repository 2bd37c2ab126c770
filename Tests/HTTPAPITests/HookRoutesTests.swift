import ControlPlane
import Crypto
import HTTPAPI
import Pulses
import StrictJSON
import Testing
import WireModel

@Suite struct HookRoutesTests {
    private static let secret = "a secret of some length"
    let house: House

    init() {
        let wish = PulseRequest(prompt: "Issue {{issue.number}}: {{issue.title}}", key: "{{key}}{{^key}}none{{/key}}")
        let hooks = [
            Hook(name: "issues", proof: .github(secrets: ["${env:S}"]), events: ["issues"], makes: .pulse(wish), file: "upbeat.yaml"),
            Hook(name: "open", proof: .token(secrets: ["${env:S}", "${env:GONE}"], header: nil), makes: .pulse(wish), file: "upbeat.yaml"),
        ]
        house = House(hooks: Hooks(hooks) { $0 == "${env:S}" ? Self.secret : nil })
    }

    private static let body = #"{"issue": {"number": 7, "title": "<b> & \"q\""}}"#

    private func gitHub(
        _ body: String = body, id: String = "d-1", event: String = "issues", signature: String? = nil, more: [(String, String)] = []
    ) async -> InProcessAnswer {
        let code = HMAC<SHA256>.authenticationCode(for: Array(body.utf8), using: SymmetricKey(data: Array(Self.secret.utf8)))
        let right = "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let headers =
            [("X-Hub-Signature-256", signature ?? right), ("X-GitHub-Delivery", id), ("X-GitHub-Event", event)] + more
        return await house.tcp("POST", "/hooks/issues", body, headers.map { (name: $0.0, value: $0.1) }, token: nil)
    }

    private func bearer(_ body: String?, token: String? = secret, _ headers: [(name: String, value: String)] = []) async -> InProcessAnswer
    {
        await house.tcp("POST", "/hooks/open", body, headers, token: token)
    }

    @Test func aCallMakesAPulseAndIsAnsweredWithIt() async throws {
        let answer = await gitHub()
        #expect(answer.status == 202)
        #expect(answer.json == ["result": "accepted", "pulse": 1, "pipeline": .null, "why": .null])
        let pulse = await house.tcp("GET", "/v1/pulses/1").json["pulse"]
        #expect(pulse?["prompt"] == #"Issue 7: <b> & "q""# && pulse?["created_by"] == "hook issues" && pulse?["door"] == "http")
        let again = await gitHub()
        #expect(again.status == 200 && again.header("Idempotent-Replayed") == "true")
        #expect(again.json["result"] == "replayed" && again.json["pulse"] == 1)
        let other = await gitHub(#"{"issue": {}}"#)
        #expect(other.status == 422 && other.problem == "idempotency-key-reused")
        let ignored = await gitHub(id: "d-2", event: "ping")
        #expect(
            ignored.status == 200 && ignored.json["result"] == "ignored" && ignored.json["why"]?.stringValue?.contains("issues") == true)
        let kept = await gitHub(id: "d-3")
        #expect(kept.status == 202 && kept.json["pulse"] == 1 && kept.json["why"]?.stringValue?.contains("open") == true)
    }

    @Test func whoShowsNothingRightHearsNothing() async {
        let wrong = await gitHub(signature: "sha256=" + String(repeating: "0", count: 64))
        let absent = await house.tcp("POST", "/hooks/nothing", Self.body, token: nil)
        for answer in [wrong, absent] { #expect(answer.status == 403 && answer.problem == "unverified") }
        #expect(wrong.json["detail"] == absent.json["detail"])
        // The door's own token is no hook's, whoever holds it; nor is the socket one.
        #expect(await house.tcp("POST", "/hooks/open", "{}").status == 403)
        #expect(await house.local("POST", "/hooks/open", "{}").status == 403)
        #expect(await house.local("POST", "/hooks/open", "{}", [("Authorization", "Bearer \(Self.secret)")]).status == 202)
    }

    @Test func whoTriesOftenIsToldToWaitAndARightCallPasses() async {
        for _ in 0..<5 { #expect(await gitHub(signature: "x").status == 403) }
        let told = await gitHub(signature: "x")
        #expect(told.status == 429 && told.header("Retry-After") == "1")
        #expect(await house.tcp("POST", "/hooks/nothing", "{}", token: nil).status == 429)
        #expect(await house.tcp("GET", "/v1/status", token: "wrong").status == 429)
        #expect(await gitHub().status == 202)
    }

    @Test func hostOriginKindAndSizeAreAskedAsElsewhere() async {
        #expect(await house.tcp("POST", "/hooks/issues", "{}", token: nil, host: "evil.example").status == 421)
        #expect(await gitHub(more: [("Origin", "https://evil.example")]).problem == "foreign-origin")
        #expect(await gitHub(more: [("Sec-Fetch-Site", "cross-site")]).problem == "foreign-origin")
        let form = await gitHub(more: [("Content-Type", "application/x-www-form-urlencoded")])
        #expect(form.status == 415 && form.json["detail"]?.stringValue?.contains("application/json") == true)
        let large = await bearer("{\"a\": \"" + String(repeating: "x", count: 1 << 20) + "\"}")
        #expect(large.status == 413)
        let query = await house.tcp("POST", "/hooks/open?a=1", "{}", token: Self.secret)
        #expect(query.status == 202)
        #expect(await house.tcp("GET", "/hooks/open", token: nil).status == 401)
        #expect(await house.tcp("GET", "/hooks/open").status == 405)
        #expect(await house.tcp("POST", "/hooks/open/more", "{}", token: nil).status == 401)
        #expect(await house.tcp("POST", "/hooks", "{}", token: nil).status == 401)
    }

    @Test func badBodiesAreProblems() async {
        let notJSON = await bearer("{")
        #expect(notJSON.status == 400 && notJSON.problem == "invalid-json")
        let long = await bearer("{\"key\": \"\(String(repeating: "k", count: 300))\"}")
        #expect(long.status == 422 && long.problem == "invalid-request")
        let noKind = await house.tcp("POST", "/hooks/open", "{}", [("Content-Type", "text/plain")], token: Self.secret)
        #expect(noKind.status == 415)
        #expect(await bearer(nil).status == 202)
    }

    @Test func whatCameInIsCountedByTheNamesOfTheConfiguration() async throws {
        _ = await gitHub()
        _ = await gitHub()
        _ = await gitHub(id: "d-9", event: "push")
        _ = await gitHub(signature: "x")
        _ = await gitHub(more: [("Content-Type", "text/plain")])
        _ = await house.tcp("POST", "/hooks/never-declared", "{}", token: nil)
        let text = await house.tcp("GET", "/metrics").text
        for (result, count) in [("accepted", 1), ("replayed", 1), ("ignored", 1), ("refused", 2)] {
            #expect(text.contains("upbeat_hooks_received_total{hook=\"issues\",result=\"\(result)\"} \(count)\n"))
            #expect(text.contains("upbeat_hooks_received_total{hook=\"open\",result=\"\(result)\"} 0\n"))
        }
        #expect(!text.contains("never-declared"))
    }

    @Test func hooksAreListedWithoutTheirSecrets() async throws {
        _ = await gitHub()
        let answer = await house.tcp("GET", "/v1/hooks")
        #expect(answer.status == 200 && !answer.text.contains(Self.secret))
        let list = try HookListResponse(answer.json, unknown: .refuse)
        #expect(list.hooks.map(\.name) == ["issues", "open"])
        #expect(list.hooks[0].url == "http://127.0.0.1:8765/hooks/issues" && list.hooks[0].events == ["issues"])
        #expect(list.hooks[0].received["accepted"] == 1 && list.hooks[0].lastReceivedAt == "2026-01-20T09:00:00.000Z")
        #expect(list.hooks[1].missingSecrets == ["${env:GONE}"] && list.hooks[1].header == "Authorization")
        #expect(list.hooks[1].lastReceivedAt == nil && list.hooks[1].makes == "prompt")
        #expect(await house.tcp("GET", "/v1/hooks", token: nil).status == 401)
    }
}
