import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

/// `PATCH /v1/pulses/{id}`, and the tags of what can be changed.
@Suite struct PulsePatchTests {
    let house = House()

    private func patch(_ body: String, _ headers: [(name: String, value: String)] = [], id: Int = 1) async -> InProcessAnswer {
        await house.tcp("PATCH", "/v1/pulses/\(id)", body, headers)
    }

    private func make(_ body: String = #"{"prompt":"x","at":"in 1 hour","env":{"A":"1","B":"2"},"tags":["t"],"priority":"low"}"#) async {
        #expect(await house.tcp("POST", "/v1/pulses", body).status == 201)
    }

    private func pulse(_ answer: InProcessAnswer) throws -> PulseResponse {
        try OnePulseResponse(answer.json, unknown: .refuse).pulse
    }

    @Test func whatIsMentionedChangesAndTheRestStays() async throws {
        await make()
        let changed = try pulse(
            await patch(
                #"""
                {"at":"in 2 hours","priority":"high","env":{"A":null,"C":"3"},"tags":null,"sticky_notes":["n"],"timeout":"5m",
                 "expires_at":"in 3 hours","retry":{"attempts":7},"on_lost":"fail","session":"s","cwd":"/tmp"}
                """#, [("Content-Type", "application/merge-patch+json")]))
        #expect(changed.action == .prompt("x") && changed.env == ["B": "2", "C": "3"] && changed.tags.isEmpty)
        #expect(changed.scheduledAt == "2026-01-20T11:00:00.000Z" && changed.dueAt == changed.scheduledAt && changed.priority == "high")
        #expect(changed.expiresAt == "2026-01-20T12:00:00.000Z" && changed.attemptsAllowed == 7 && changed.onLost == "fail")
        #expect(changed.timeoutMilliseconds == 300_000 && changed.session == "s" && changed.cwd == "/tmp" && changed.stickyNotes == ["n"])
        #expect(try PulseDetailResponse(await house.tcp("GET", "/v1/pulses/1").json).pulse == changed)
        #expect(try await house.store.events(after: 0, limit: 9).map(\.kind) == [.pulseCreated, .pulseChanged])
        let back = try pulse(await patch(#"{"env":null,"expires_at":null,"timeout":null,"retry":null,"session":null,"cwd":null}"#))
        #expect(back.env.isEmpty && back.expiresAt == nil && back.timeoutMilliseconds == 3_600_000 && back.attemptsAllowed == 3)
        #expect(back.session == nil && back.cwd == nil && back.stickyNotes == ["n"] && back.scheduledAt == changed.scheduledAt)
    }

    @Test func anotherActionTakesThePlaceOfTheFirst() async throws {
        await make()
        let command = try pulse(await patch(#"{"command":["true"]}"#))
        #expect(command.action == .command(["true"]) && command.runner == nil && command.env == ["A": "1", "B": "2"])
        #expect(try pulse(await patch(#"{"prompt":"y","command":null}"#)).action == .prompt("y"))
        #expect(await patch(#"{"prompt":null}"#).status == 422)
    }

    @Test func nothingAskedChangesNothing() async throws {
        await make()
        #expect(try pulse(await patch("{}")).tags == ["t"])
        #expect(try pulse(await patch(#"{"tags":["t"]}"#)).tags == ["t"])
        #expect(try await house.store.events(after: 0, limit: 9).map(\.kind) == [.pulseCreated])
    }

    @Test func aTimeThatHasComeStaysWhereItIsNotMentioned() async throws {
        await make(#"{"prompt":"x"}"#)
        house.clock.advance(by: .seconds(600))
        let changed = try pulse(await patch(#"{"tags":["late"]}"#))
        #expect(changed.scheduledAt == "2026-01-20T09:00:00.000Z" && changed.tags == ["late"])
    }

    @Test(arguments: [
        (#"{"tagz":["a"]}"#, "/tagz"), (#"{"at":"yesterday 9:00"}"#, "/at"), (#"{"key":"k"}"#, "/key"), (#"{"key":null}"#, "/key"),
        (#"{"after":[2]}"#, "/after"), (#"{"agent":"bot"}"#, "/agent"), (#"{"priority":"urgent"}"#, "/priority"), ("[]", ""), ("5", ""),
        (#"{"env":{"A":5}}"#, "/env/A"), (#"{"env":{"UPBEAT_X":"5"}}"#, "/env/UPBEAT_X"),
        (#"{"expires_at":"in 5 minutes"}"#, "/expires_at"),
        (#"{"retry":{"attempts":null}}"#, "/retry/attempts"), (#"{"pools":["llm"]}"#, "/pools/0"), (#"{"zone":"Mars/Base"}"#, "/zone"),
        (#"{"prompt":""}"#, "/prompt"), (#"{"prompt":"x","command":["y"]}"#, "/prompt"), (#"{"webhook":{"method":"PUT"}}"#, "/webhook/url"),
        (#"{"timeout":"1 fortnight"}"#, "/timeout"),
    ])
    func itIsCheckedAsANewOne(_ body: String, _ pointer: String) async throws {
        await make()
        let before = await house.tcp("GET", "/v1/pulses/1").body
        let answer = await patch(body)
        #expect(answer.status == 422 && answer.problem == "invalid-request", "\(answer.text)")
        #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer])
        #expect(await house.tcp("GET", "/v1/pulses/1").body == before)
    }

    @Test func aLaterTimeHasToComeBeforeItExpires() async throws {
        await make(#"{"prompt":"x","at":"in 1 hour","expires_at":"in 2 hours"}"#)
        let late = await patch(#"{"at":"in 3 hours"}"#)
        #expect(try Problem(late.json).errors.map(\.pointer) == ["/at"])
        let moved = try pulse(await patch(#"{"at":"in 90 minutes"}"#))
        #expect(moved.expiresAt == "2026-01-20T11:00:00.000Z")
    }

    @Test func onlyWhatWaitsIsChanged() async throws {
        await make(#"{"prompt":"x"}"#)
        _ = try await house.claim()
        let running = await patch(#"{"tags":["a"]}"#)
        #expect(running.status == 409 && running.problem == "conflict" && running.text.contains("processing"))
        #expect(await patch("{}", id: 9).status == 404)
        #expect(await patch("x").status == 400)
        #expect(await patch("{}", [("Content-Type", "text/plain")]).status == 415)
    }

    @Test func agentsChangeTheirOwnAlone() async throws {
        try await house.store.keep(Agent(name: "bot", createdAt: House.start))
        await make()
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"y","agent":"bot"}"#)
        _ = await house.tcp("POST", "/v1/tokens", #"{"name":"b","agent":"bot"}"#)
        let token = try #require(
            await house.tcp("POST", "/v1/tokens", #"{"name":"c","agent":"bot"}"#).json["secret"]?.stringValue)
        #expect(await house.tcp("PATCH", "/v1/pulses/1", #"{"tags":["a"]}"#, token: token).problem == "denied")
        #expect(await house.tcp("PATCH", "/v1/pulses/2", #"{"tags":["a"]}"#, token: token).status == 200)
    }

    // MARK: tags

    @Test func aStateIsNamedByItsTag() async throws {
        await make()
        let first = await house.tcp("GET", "/v1/pulses/1")
        let tag = try #require(first.header("ETag"))
        #expect(tag.hasPrefix("\"") && tag.utf8.count == 34)
        #expect(await house.tcp("HEAD", "/v1/pulses/1").header("ETag") == tag)
        for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let same = await house.tcp("GET", "/v1/pulses/1", nil, [("If-None-Match", known)])
            #expect(same.status == 304 && same.body.isEmpty && same.header("ETag") == tag, "\(known)")
        }
        for other in ["\"other\"", "x", "", ",,", "W/\"\""] {
            #expect(await house.tcp("GET", "/v1/pulses/1", nil, [("If-None-Match", other)]).status == 200, "\(other)")
        }
        let changed = await patch(#"{"tags":["u"]}"#, [("If-Match", "\"other\", \(tag)")])
        #expect(changed.status == 200)
        let next = try #require(changed.header("ETag"))
        let shown = await house.tcp("GET", "/v1/pulses/1").header("ETag")
        #expect(next != tag && next == shown)
        for old in [tag, "W/\(next)", "", "\"\(next)\""] {
            let refused = await patch(#"{"tags":["v"]}"#, [("If-Match", old)])
            #expect(refused.status == 412 && refused.problem == "precondition-failed", "\(old)")
        }
        #expect(await patch(#"{"tags":["v"]}"#, [("If-Match", "*")]).status == 200)
        #expect(await patch(#"{"tags":["w"]}"#, [("If-Match", "*")], id: 9).status == 404)
    }

    @Test func ofChangesAtOnceWithOneTagOneIsMade() async throws {
        await make()
        let tag = try #require(await house.tcp("GET", "/v1/pulses/1").header("ETag"))
        let answers = await withTaskGroup { group in
            for number in 0..<20 { group.addTask { await patch(#"{"tags":["t\#(number)"]}"#, [("If-Match", tag)]).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0 == 200 } == 1 && answers.count { $0 == 412 } == 19)
    }

    @Test func schedulesHaveTagsToo() async throws {
        _ = await house.tcp("POST", "/v1/schedules", #"{"name":"tick","every":"1h","prompt":"x","env":{"A":"1","B":"2"}}"#)
        let path = "/v1/schedules/tick"
        let tag = try #require(await house.tcp("GET", path).header("ETag"))
        #expect(await house.tcp("GET", path, nil, [("If-None-Match", tag)]).status == 304)
        let answers = await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask { await house.tcp("PATCH", path, #"{"tags":["t\#(number)"]}"#, [("If-Match", tag)]).status }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0 == 200 } == 1 && answers.count { $0 == 412 } == 19)
        let merged = await house.tcp("PATCH", path, #"{"env":{"A":null,"C":"3"}}"#)
        #expect(merged.status == 200 && merged.json["schedule"]?["env"] == ["B": "2", "C": "3"])
        let shown = await house.tcp("GET", path).header("ETag")
        #expect(merged.header("ETag") == shown)
        #expect(await house.tcp("DELETE", path, nil, [("If-Match", tag)]).status == 412)
        #expect(await house.tcp("DELETE", path, nil, [("If-Match", merged.header("ETag") ?? "")]).status == 200)
    }
}
