import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

/// Agents, attempts, output by ranges, and lists by what pulses have in common.
@Suite struct ResourceTests {
    let house = House()

    @Test func agentsAreShownWithWhatTheyHave() async throws {
        let limits = Agent.Limits(openPulses: 5, shortestInterval: .seconds(60))
        try await house.store.keep(
            Agent(
                name: "bot", limits: limits, zone: "Europe/Berlin", runner: "claude", origin: .declared("upbeat.yaml"),
                createdAt: House.start))
        try await house.store.keep(Agent(name: "ann", scope: .read, createdAt: House.start))
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"y","agent":"bot"}"#)
        let all = try AgentListResponse(await house.tcp("GET", "/v1/agents").json, unknown: .refuse).agents
        #expect(all.map(\.name) == ["ann", "bot"])
        let bot = try OneAgentResponse(await house.tcp("GET", "/v1/agents/bot").json, unknown: .refuse).agent
        #expect(bot == all[1] && bot.openPulses == 1 && bot.recentPulses == 1 && bot.limits.openPulses == 5 && bot.schedules == 0)
        #expect(bot.limits.shortestIntervalMilliseconds == 60_000 && bot.file == "upbeat.yaml" && bot.scope == "schedule")
        let none = await house.tcp("GET", "/v1/agents/bob")
        #expect(none.status == 404 && none.text.contains("ann, bot"))
        #expect(await house.tcp("POST", "/v1/agents", "{}").status == 405)
        #expect(await house.tcp("GET", "/v1/agents?x=1").status == 422)
    }

    @Test func attemptsAreListedAndShown() async throws {
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        #expect(try AttemptListResponse(await house.tcp("GET", "/v1/pulses/1/attempts").json).attempts.isEmpty)
        #expect(await house.tcp("GET", "/v1/pulses/1/attempts/latest").problem == "not-found")
        _ = try await house.claim()
        let attempts = try AttemptListResponse(await house.tcp("GET", "/v1/pulses/1/attempts").json, unknown: .refuse).attempts
        #expect(attempts.map(\.number) == [1])
        for name in ["1", "latest"] {
            let answer = await house.tcp("GET", "/v1/pulses/1/attempts/\(name)")
            #expect(try OneAttemptResponse(answer.json, unknown: .refuse).attempt == attempts[0])
        }
        for path in ["/v1/pulses/1/attempts/2", "/v1/pulses/1/attempts/x", "/v1/pulses/9/attempts", "/v1/pulses/9/attempts/1"] {
            #expect(await house.tcp("GET", path).problem == "not-found", "\(path)")
        }
    }

    // MARK: ranges

    private static let text = "0123456789"

    private func ranged(_ range: String, _ query: String = "", hasEnded: Bool = true) async throws -> InProcessAnswer {
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        let key = try #require(try await house.claim().first)
        house.output.set(Array(Self.text.utf8), of: key)
        if hasEnded {
            try await house.end(key, AttemptEnd(outcome: .succeeded, endedAt: House.start), .finish(.completed, reason: nil))
        }
        return await house.tcp("GET", "/v1/pulses/1/attempts/1/output\(query)", nil, [("Range", range)])
    }

    @Test(arguments: [
        ("bytes=0-3", "0123", "bytes 0-3/10"), ("bytes=4-", "456789", "bytes 4-9/10"), ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=8-99999999999999999999", "89", "bytes 8-9/10"), ("bytes=-99999999999999999999", "0123456789", "bytes 0-9/10"),
        ("Bytes=9-9", "9", "bytes 9-9/10"), ("bytes= 2 - 3 ", "23", "bytes 2-3/10"),
    ])
    func aRangeIsAPart(_ range: String, _ text: String, _ content: String) async throws {
        let answer = try await ranged(range)
        #expect(answer.status == 206 && answer.text == text && answer.header("Content-Range") == content)
        #expect(answer.header("Accept-Ranges") == "bytes")
    }

    @Test(arguments: ["bytes=10-", "bytes=10-20", "bytes=99999999999999999999-", "bytes=-0"])
    func whatLiesOutsideIs416(_ range: String) async throws {
        let answer = try await ranged(range)
        #expect(answer.status == 416 && answer.problem == "range-not-satisfiable" && answer.header("Content-Range") == "bytes */10")
    }

    @Test(arguments: ["bytes=3-1", "bytes=", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4", "bytes=--1", "0-1", ""])
    func whatIsNoRangeIsIgnored(_ range: String) async throws {
        let answer = try await ranged(range)
        #expect(answer.status == 200 && answer.text == Self.text && answer.header("Content-Range") == nil)
    }

    @Test func aRangeGoesByItself() async throws {
        let answer = try await ranged("bytes=0-1", "?offset=5")
        #expect(answer.status == 200 && answer.text == "56789")
        let path = "/v1/pulses/1/attempts/1/output"
        let conditional = await house.tcp("GET", path, nil, [("Range", "bytes=0-1"), ("If-Range", "\"x\"")])
        #expect(conditional.status == 200 && conditional.text == Self.text)
        let head = await house.tcp("HEAD", path, nil, [("Range", "bytes=0-1")])
        #expect(head.status == 200 && head.body.isEmpty && head.header("Content-Length") == "10")
    }

    @Test func ofWhatStillGrowsTheLengthIsNotKnown() async throws {
        let answer = try await ranged("bytes=0-1", hasEnded: false)
        #expect(answer.status == 206 && answer.header("Content-Range") == "bytes 0-1/*")
    }

    // MARK: lists

    @Test func pulsesAreListedByWhatTheyHaveInCommon() async throws {
        try await house.store.keep(Agent(name: "bot", createdAt: House.start))
        _ = await house.tcp("POST", "/v1/schedules", #"{"name":"tick","every":"1h","prompt":"x"}"#)
        _ = await house.tcp("POST", "/v1/schedules/tick/trigger")
        for number in 2...6 {
            _ = await house.tcp(
                "POST", "/v1/pulses",
                #"{"prompt":"x","at":"in \#(number) hours","tags":["t\#(number % 2)"],"priority":"\#(number < 4 ? "high" : "low")","created_by":"me"}"#
            )
        }
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"y","agent":"bot"}"#)
        _ = await house.tcp("POST", "/v1/pulses/2/cancel")
        func list(_ query: String) async throws -> [Int64] {
            try PulseListResponse(await house.tcp("GET", "/v1/pulses?\(query)").json, unknown: .refuse).pulses.map(\.id)
        }
        #expect(try await list("tag=t0") == [6, 4, 2])
        #expect(try await list("tag=t0&status=pending") == [6, 4])
        #expect(try await list("tag=none").isEmpty)
        #expect(try await list("schedule=tick") == [1])
        #expect(try await list("agent=bot") == [7])
        #expect(try await list("priority=high") == [3, 2])
        #expect(try await list("created_by=me&priority=low") == [6, 5, 4])
        #expect(try await list("from=2026-01-20T12:00:00Z&to=2026-01-20T14:00:00%2B00:00") == [4, 3])
        let page = try PulseListResponse(await house.tcp("GET", "/v1/pulses?tag=t0&limit=2").json)
        #expect(page.pulses.map(\.id) == [6, 4] && page.nextBefore == 4)
        #expect(try await list("tag=t0&limit=2&before=4") == [2])
        for wrong in [
            "schedule=none", "priority=urgent", "from=tomorrow", "from=2026-01-20T12:00:00Z&to=2026-01-20T11:00:00Z", "tagg=x",
            "order=upcoming&tag=t0", "tag=a&tag=b",
        ] {
            #expect(await house.tcp("GET", "/v1/pulses?\(wrong)").problem == "invalid-request", "\(wrong)")
        }
        #expect(await house.tcp("GET", "/v1/pulses?tagg=x").text.contains("did you mean tag?"))
    }

    @Test(arguments: [
        ("/v1/pulses", #"{"promt":"x"}"#, "prompt"), ("/v1/pulses", #"{"prompt":"x","retry":{"atempts":3}}"#, "attempts"),
        ("/v1/pulses", #"{"webhook":{"url":"https://example.com","header":{}}}"#, "headers"),
        ("/v1/pulses", #"{"prompt":"x","after":[{"pulse":1,"wen":"end"}]}"#, "when"),
        ("/v1/schedules", #"{"name":"a","every":"1h","prompt":"x","jiter":"5m"}"#, "jitter"),
        ("/v1/pipelines", #"{"steps":[{"name":"a","prompt":"x","affter":["b"]}]}"#, "after"),
        ("/v1/pipelines", #"{"step":[]}"#, "steps"), ("/v1/tokens", #"{"name":"x","scop":"read"}"#, "scope"),
        ("/v1/pause", #"{"untill":"tomorrow"}"#, "until"), ("/v1/reload", #"{"dryrun":true}"#, "dry_run"),
        ("/v1/pulses/cancel", #"{"tagg":"x"}"#, "tag"), ("/v1/pulses/1/snooze", #"{"fro":"5m"}"#, "for"),
    ])
    func theNearestFieldIsNamed(_ path: String, _ body: String, _ field: String) async throws {
        let answer = await house.tcp("POST", path, body)
        #expect(answer.status == 422)
        let details = try Problem(answer.json).errors.map(\.detail)
        #expect(details.contains { $0.contains("did you mean \"\(field)\"?") }, "\(details)")
    }
}
