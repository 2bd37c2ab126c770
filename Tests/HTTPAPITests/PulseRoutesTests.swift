import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

@Suite struct PulseRoutesTests {
    let house = House()

    private func make(_ body: String, _ headers: [(name: String, value: String)] = []) async -> InProcessAnswer {
        await house.tcp("POST", "/v1/pulses", body, headers)
    }

    @Test func aPulseIsMadeAndShown() async throws {
        let answer = await make(
            #"{"prompt":"look","at":"in 5 minutes","tags":["t"],"sticky_notes":["n"],"session":"s","timeout":"90s","env":{"A":"1"}}"#)
        #expect(answer.status == 201 && answer.header("Location") == "/v1/pulses/1")
        let made = try NewPulseResponse(answer.json, unknown: .refuse)
        #expect(made.created && made.delayMilliseconds == 300_000)
        #expect(made.pulse.action == .prompt("look") && made.pulse.runner == "claude" && made.pulse.createdBy == "http")
        #expect(made.pulse.timeoutMilliseconds == 90_000 && made.pulse.scheduledAt == "2026-01-20T09:05:00.000Z")
        #expect(made.pulse.status == "pending" && made.pulse.attemptsAllowed == 3 && made.pulse.env == ["A": "1"])
        let shown = try PulseDetailResponse(await house.tcp("GET", "/v1/pulses/1").json, unknown: .refuse)
        #expect(shown.pulse == made.pulse && shown.attempts.isEmpty)
    }

    @Test func aCommandIsMade() async throws {
        let made = try NewPulseResponse(await make(#"{"command":["echo","hi"]}"#).json)
        #expect(made.pulse.action == .command(["echo", "hi"]) && made.pulse.runner == nil)
        #expect(made.pulse.json["kind"] == "command")
    }

    @Test func whoMakesItIsNoted() async throws {
        func creator(_ answer: InProcessAnswer) throws -> String { try NewPulseResponse(answer.json).pulse.createdBy }
        let body = #"{"prompt":"x"}"#
        #expect(try creator(await house.local("POST", "/v1/pulses", body)) == "person")
        #expect(try creator(await house.local("POST", "/v1/pulses", body, [("Upbeat-Run", "12/3")])) == "pulse 12")
        #expect(try creator(await make(body, [("Upbeat-Run", "12/3")])) == "http")
        #expect(try creator(await make(#"{"prompt":"x","created_by":"me"}"#)) == "me")
        for wrong in ["x", "1", "1/", "0/1", "1/2/3", "-1/1"] {
            #expect(await house.local("POST", "/v1/pulses", body, [("Upbeat-Run", wrong)]).status == 422)
        }
    }

    @Test(arguments: [
        (#"{"prompt":"x","priorty":"low"}"#, "/priorty"), (#"{"prompt":5}"#, "/prompt"), (#"{"prompt":"a\u0000"}"#, "/prompt"),
        (#"{"prompt":"x","at":"in 5 fortnights"}"#, "/at"), (#"{"prompt":"x","tags":["ok",5]}"#, "/tags/1"), ("[]", ""), ("{}", "/prompt"),
        (#"{"prompt":"x","env":{"A":1}}"#, "/env/A"), (#"{"prompt":"x","runner":"hap"}"#, "/runner"),
    ])
    func wrongFieldsAreNamed(_ body: String, _ pointer: String) async throws {
        let answer = await make(body)
        #expect(answer.status == 422 && answer.problem == "invalid-request")
        #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer])
    }

    @Test func whatIsNoJSONIs400() async {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        for body in ["{", "{\"prompt\":\"x\"}x", "\u{feff}{}", deep, #"{"a":1,"a":2}"#, #"{"prompt":"\ud800"}"#] {
            let answer = await make(body)
            #expect(answer.status == 400 && answer.problem == "invalid-json")
        }
        #expect(await make("").problem == "invalid-json")
        #expect(await make(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).status == 422)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonx"])
    func otherContentTypesAre415(_ type: String) async {
        for path in ["/v1/pulses", "/v1/pulses/1/cancel", "/v1/pulses/1/retry"] {
            let answer = await house.tcp("POST", path, #"{"prompt":"x"}"#, [("Content-Type", type)])
            #expect(answer.status == 415 && answer.problem == "unsupported-media-type")
        }
    }

    @Test(arguments: ["application/json", "Application/JSON ; charset=utf-8", "application/vnd.upbeat+json"])
    func jsonContentTypesAreTaken(_ type: String) async {
        #expect(await make(#"{"prompt":"x"}"#, [("Content-Type", type)]).status == 201)
    }

    @Test func aKeyThatIsOpenIsKept() async throws {
        let body = #"{"prompt":"x","at":"in 1 hour","key":"k"}"#
        #expect(await make(body).status == 201)
        let kept = await make(body)
        #expect(kept.status == 200)
        let answer = try NewPulseResponse(kept.json)
        #expect(!answer.created && answer.pulse.id == 1 && answer.pulse.key == "k")
        _ = await house.tcp("POST", "/v1/pulses/1/cancel")
        #expect(await make(body).status == 201)
    }

    @Test func anIdempotencyKeyReplaysStatusAndBody() async throws {
        let header = [(name: "Idempotency-Key", value: "abc")]
        let first = await make(#"{"prompt":"x"}"#, header)
        _ = try await house.claim()
        house.clock.advance(by: .seconds(60))
        let again = await make(#"{"prompt":"x"}"#, header)
        #expect(first.status == 201 && again.status == 201 && again.body == first.body)
        #expect(first.header("Idempotent-Replayed") == nil && again.header("Idempotent-Replayed") == "true")
        let other = await make(#"{"prompt":"y"}"#, header)
        #expect(other.status == 422 && other.problem == "idempotency-key-reused")
        #expect(await make(#"{"prompt":"x"}"#, [("Idempotency-Key", "")]).status == 422)
        #expect(try await house.store.tally().byStatus == [.processing: 1])
    }

    @Test func cancelAndRetryAnswerByTheStateOfThings() async throws {
        _ = await make(#"{"prompt":"x","at":"in 1 hour"}"#)
        #expect(await house.tcp("POST", "/v1/pulses/1/retry").problem == "conflict")
        let cancelled = await house.tcp("POST", "/v1/pulses/1/cancel", "{}")
        #expect(cancelled.status == 200)
        #expect(try OnePulseResponse(cancelled.json, unknown: .refuse).pulse.status == "cancelled")
        #expect(await house.tcp("POST", "/v1/pulses/1/cancel").status == 409)
        let retried = await house.tcp("POST", "/v1/pulses/1/retry")
        #expect(retried.status == 200)
        #expect(try OnePulseResponse(retried.json).pulse.dueAt == "2026-01-20T09:00:00.000Z")
        for verb in ["cancel", "retry"] {
            #expect(await house.tcp("POST", "/v1/pulses/9/\(verb)").problem == "not-found")
            #expect(await house.tcp("POST", "/v1/pulses/1/\(verb)", #"{"force":true}"#).status == 422)
            #expect(await house.tcp("POST", "/v1/pulses/1/\(verb)?x=1").status == 422)
        }
    }

    @Test func aRunThatDoesNotEndInTimeIs202() async throws {
        _ = await make(#"{"prompt":"x"}"#)
        _ = try await house.claim()
        let answer = await house.tcp("POST", "/v1/pulses/1/cancel")
        #expect(answer.status == 202)
        #expect(try OnePulseResponse(answer.json).pulse.status == "processing")
    }

    @Test func showTellsOfEveryAttempt() async throws {
        _ = await make(#"{"prompt":"x"}"#)
        let key = try #require(try await house.claim().first)
        try await house.store.note(ProcessRecord(pid: 5, startTicks: 1, group: 5), of: key)
        house.output.set(Array("hello".utf8), of: key)
        house.output.set([0xFF, 0x41], of: key, .error)
        house.clock.advance(by: .milliseconds(1500))
        let end = AttemptEnd(
            outcome: .failed, exitCode: 3, error: "exit code 3", endedAt: house.clock.now(), outputBytes: 5, errorBytes: 2)
        try await house.end(key, end, .again(at: House.start + .seconds(30)))
        let answer = await house.tcp("GET", "/v1/pulses/1")
        let attempt = try #require(try PulseDetailResponse(answer.json, unknown: .refuse).attempts.first)
        #expect(attempt.number == 1 && attempt.outcome == "failed" && attempt.exitCode == 3 && attempt.error == "exit code 3")
        #expect(attempt.durationMilliseconds == 1500 && attempt.latenessMilliseconds == 0 && attempt.pid == 5)
        #expect(attempt.stdoutTail == "hello" && attempt.stderrTail == "\u{FFFD}A" && attempt.stderrBytes == 2)
    }

    @Test func statusTellsOfTheHouse() async throws {
        _ = await make(#"{"prompt":"x","at":"in 1 hour"}"#)
        house.clock.advance(by: .milliseconds(1234))
        let status = try StatusResponse(await house.tcp("GET", "/v1/status").json, unknown: .refuse)
        #expect(status.state == "running" && status.version == "1.2.3" && status.pid == 77 && status.boot == "b00t")
        #expect(status.uptimeMilliseconds == 1234 && status.now == "2026-01-20T09:00:01.234Z" && status.slots == 4)
        #expect(status.listening == ["http://127.0.0.1:8765"] && status.home == "/state" && status.zone == "UTC")
        #expect(status.pulses.count == 7 && status.pulses["pending"] == 1 && status.attempts.count == 5)
        #expect(status.next?.id == 1 && status.running.isEmpty && status.meanDurationMilliseconds == nil)
    }

    @Test(arguments: [(StoreError.full("/x"), 507, "storage-full"), (.busy, 503, "unavailable"), (.closed, 503, "unavailable")])
    func errorsOfTheStoreAreTold(_ error: StoreError, _ status: Int, _ name: String) async {
        house.store.fail(with: error)
        for answer in [await make(#"{"prompt":"x"}"#), await house.tcp("GET", "/v1/pulses"), await house.tcp("GET", "/v1/pulses/1")] {
            #expect(answer.status == status)
            #expect(answer.problem == name)
            #expect((answer.header("Retry-After") != nil) == (status == 503))
        }
    }

    @Test("secrets that are written out are shown by no answer, and what is shown in their place is not taken for one")
    func hiddenValues() async {
        let body = #"{"prompt": "say hello", "env": {"API_KEY": "c4n4ry", "MODE": "fast"}}"#
        let hook =
            #"{"webhook": {"url": "https://example.com", "headers": {"Authorization": "Bearer c4n4ry"}}}"#
        for wish in [body, hook] {
            let made = await house.tcp("POST", "/v1/pulses", wish)
            #expect(made.status == 201 && made.text.contains("***") && !made.text.contains("c4n4ry"))
        }
        let listed = await house.tcp("GET", "/v1/pulses")
        #expect(listed.text.contains(#""MODE":"fast""#) && !listed.text.contains("c4n4ry"))
        for wish in [body, hook].map({ $0.replacing("Bearer c4n4ry", with: "***").replacing("c4n4ry", with: "***") }) {
            let refused = await house.tcp("POST", "/v1/pulses", wish)
            #expect(refused.status == 422 && refused.text.contains("stands for a value that is not shown"))
        }
    }

    @Test("a patch keeps what was not shown")
    func hiddenValuesArePatchedAround() async throws {
        let wish = #"{"command": ["true"], "at": "in 1 hour", "env": {"API_KEY": "v", "A": "1"}}"#
        #expect(await house.tcp("POST", "/v1/pulses", wish).status == 201)
        let patched = await house.tcp("PATCH", "/v1/pulses/1", #"{"env": {"B": "2", "A": null}}"#)
        #expect(patched.status == 200)
        #expect(try await house.store.pulse(PulseID(1))?.spec.environment == ["API_KEY": "v", "B": "2"])
        #expect(await house.tcp("PATCH", "/v1/pulses/1", #"{"env": {"API_KEY": "***", "NEW_KEY": "***"}}"#).status == 422)
        let schedule = #"{"name": "s", "every": "1h", "webhook": {"url": "https://example.com", "headers": {"Authorization": "Bearer v"}}}"#
        #expect(await house.tcp("POST", "/v1/schedules", schedule).status == 201)
        let merged = await house.tcp("PATCH", "/v1/schedules/s", #"{"webhook": {"method": "PUT"}}"#)
        #expect(merged.status == 200 && merged.text.contains(#""Authorization":"***""#))
        guard case .webhook(let webhook) = try await house.store.schedule(named: "s")?.spec.template.action else {
            Issue.record("it has no webhook any more")
            return
        }
        #expect(webhook.headers == ["Authorization": "Bearer v"] && webhook.method == "PUT")
    }
}
