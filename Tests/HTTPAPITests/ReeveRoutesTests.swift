import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing

/// spec/sources.md R6 to R8, to the letter.
@Suite struct ReeveRoutesTests {
    let house = House()

    private func trigger(_ body: String) async -> InProcessAnswer { await house.tcp("POST", "/api/pulse/trigger", body) }

    @Test func theExampleOfTheSourceIsAnswered() async throws {
        let answer = await trigger(
            """
            {"prompt": "Telegram message from Alice: Can we meet tomorrow?", "scheduled_at": "now", "priority": "high",
             "source": "telegram", "tags": ["a"]}
            """)
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"pulse_id":1,"scheduled_at":"2026-01-20T09:00:00+00:00","message":"Pulse 1 scheduled successfully"}"#)
        let spec = try #require(try await house.store.pulse(PulseID(1))).spec
        #expect(spec.priority == .high && spec.createdBy == "telegram" && spec.tags == ["a"] && spec.door == .http)
    }

    @Test func whatIsLeftOutHasReevesDefaults() async throws {
        #expect(await trigger(#"{"prompt": "0123456789"}"#).status == 200)
        let spec = try #require(try await house.store.pulse(PulseID(1))).spec
        #expect(spec.priority == .high && spec.createdBy == "external" && spec.tags.isEmpty && spec.scheduledAt == House.start)
    }

    @Test(arguments: [
        ("in 5 minutes", "2026-01-20T09:05:00+00:00"), ("in 1 hour", "2026-01-20T10:00:00+00:00"),
        ("2026-01-20T12:00:00Z", "2026-01-20T12:00:00+00:00"), ("2026-01-20T12:00:00.250+01:00", "2026-01-20T11:00:00.250000+00:00"),
        ("2020-01-01T00:00:00Z", "2026-01-20T09:00:00+00:00"),
    ])
    func timesAreReadAndAnsweredAsPythonWould(_ asked: String, _ answered: String) async {
        let answer = await trigger(#"{"prompt": "0123456789", "scheduled_at": "\#(asked)"}"#)
        #expect(answer.json["scheduled_at"]?.stringValue == answered)
    }

    @Test func anUnknownUnitIs400AndNamed() async {
        let answer = await trigger(#"{"prompt": "0123456789", "scheduled_at": "in 5 fortnights"}"#)
        #expect(answer.status == 400)
        #expect(answer.reeveDetail?.contains("fortnight") == true)
    }

    @Test(arguments: [
        "{", "", "[]", "null", #""x""#, "{}", #"{"prompt": "short"}"#, #"{"prompt": 5}"#, #"{"prompt": null}"#,
        #"{"prompt": "0123456789", "priority": "urgent"}"#, #"{"prompt": "0123456789", "priority": null}"#,
        #"{"prompt": "0123456789", "tags": "x"}"#, #"{"prompt": "0123456789", "tags": [1]}"#,
        #"{"prompt": "0123456789", "scheduled_at": "sometime"}"#, #"{"prompt": "0123456789", "scheduled_at": 5}"#,
        #"{"prompt": "0123456789", "scheduled_at": ""}"#, #"{"prompt": "0123456789", "source": 1}"#,
        #"{"prompt": "012345678\u0000"}"#, #"{"prompt": "0123456789", "prompt": "0123456789"}"#,
        #"{"prompt": "\ud800 123456789"}"#, #"{"prompt": "0123456789", "x": 1e400}"#,
    ])
    func everythingElseThatIsWrongIs422(_ body: String) async throws {
        let answer = await trigger(body)
        #expect(answer.status == 422)
        #expect(answer.reeveDetail?.isEmpty == false)
        #expect(try await house.store.tally().byStatus.isEmpty)
    }

    @Test func lengthsAreThoseOfPython() async {
        func status(_ count: Int) async -> Int {
            await trigger(#"{"prompt": "\#(String(repeating: "\u{1F4CC}", count: count))"}"#).status
        }
        #expect(await [status(9), status(10), status(2000), status(2001)] == [422, 200, 200, 422])
    }

    @Test func unknownFieldsAreIgnoredAndTagsMayBeNull() async {
        #expect(await trigger(#"{"prompt": "0123456789", "tags": null, "more": {"a": [1]}}"#).status == 200)
    }

    @Test func anyContentTypeIsTaken() async {
        let answer = await house.tcp("POST", "/api/pulse/trigger", #"{"prompt": "0123456789"}"#, [("Content-Type", "text/plain")])
        #expect(answer.status == 200)
    }

    @Test func upcomingListsWhatIsPending() async {
        _ = await trigger(#"{"prompt": "\#(String(repeating: "x", count: 101))", "scheduled_at": "in 2 hours", "priority": "low"}"#)
        _ = await trigger(#"{"prompt": "\#(String(repeating: "y", count: 100))", "scheduled_at": "in 1 hour"}"#)
        let answer = await house.tcp("GET", "/api/pulse/upcoming")
        let (long, short) = (String(repeating: "x", count: 100) + "...", String(repeating: "y", count: 100))
        #expect(
            answer.text == #"{"count":2,"pulses":["#
                + #"{"id":2,"scheduled_at":"2026-01-20T10:00:00+00:00","priority":"high","prompt":"\#(short)","status":"pending"},"#
                + #"{"id":1,"scheduled_at":"2026-01-20T11:00:00+00:00","priority":"low","prompt":"\#(long)","status":"pending"}]}"#)
        #expect(await house.tcp("GET", "/api/pulse/upcoming?limit=1&other=x").json["count"] == 1)
    }

    @Test func upcomingShowsTwentyUnlessAskedOtherwise() async {
        for _ in 0..<21 { _ = await trigger(#"{"prompt": "0123456789", "scheduled_at": "in 1 hour"}"#) }
        #expect(await house.tcp("GET", "/api/pulse/upcoming").json["count"] == 20)
        #expect(await house.tcp("GET", "/api/pulse/upcoming?limit=1000").json["count"] == 21)
    }

    @Test(arguments: ["0", "-1", "x", "1001", "", "1.5", "99999999999999999999", "+1"])
    func aBadLimitIs422(_ limit: String) async {
        let encoded = limit == "+1" ? "%2B1" : limit
        let answer = await house.tcp("GET", "/api/pulse/upcoming?limit=\(encoded)")
        #expect(answer.status == 422)
        #expect(answer.reeveDetail?.contains("limit") == true)
    }

    @Test func healthNeedsNoToken() async {
        let answer = await house.tcp("GET", "/api/health", token: nil)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"status":"healthy","service":"upbeat"}"#)
    }

    @Test func statusCountsRunsAndFailures() async throws {
        _ = await trigger(#"{"prompt": "0123456789"}"#)
        _ = await trigger(#"{"prompt": "0123456789"}"#)
        let keys = try await house.claim()
        house.clock.advance(by: .seconds(3))
        let now = house.clock.now()
        try await house.end(keys[0], AttemptEnd(outcome: .succeeded, endedAt: now), .finish(.completed, reason: nil))
        try await house.end(keys[1], AttemptEnd(outcome: .timedOut, endedAt: now), .finish(.failed, reason: "timed_out"))
        let json = await house.tcp("GET", "/api/status").json
        #expect(json["status"] == "running" && json["uptime_seconds"] == 3)
        #expect(json["pulses_executed"] == 2 && json["failures"] == 1 && json["mean_duration_ms"] == 3000)
        #expect(json["runs"] == ["total": 2, "succeeded": 1, "failed": 0, "timed_out": 1, "cancelled": 0, "lost": 0])
        #expect(json["database"] == nil)
    }

    @Test func tokensAreNeededAsThere() async {
        for path in ["/api/pulse/upcoming", "/api/status", "/api/nothing"] {
            let none = await house.tcp("GET", path, token: nil)
            #expect(none.status == 401 && none.reeveDetail != nil && none.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
            let wrong = await house.tcp("GET", path, token: "wrong")
            #expect(wrong.status == 403 && wrong.reeveDetail != nil)
        }
    }

    @Test func whatIsNotThereHasReevesForm() async {
        let missing = await house.tcp("GET", "/api/nothing")
        #expect(missing.status == 404 && missing.reeveDetail != nil)
        let method = await house.tcp("DELETE", "/api/pulse/trigger")
        #expect(method.status == 405 && method.reeveDetail != nil && method.header("Allow") == "POST")
    }

    @Test func aFullDiskIs507() async {
        house.store.fail(with: .full("/state"))
        let answer = await trigger(#"{"prompt": "0123456789"}"#)
        #expect(answer.status == 507 && answer.reeveDetail?.contains("no room left") == true)
    }
}
