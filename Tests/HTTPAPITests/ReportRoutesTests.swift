import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

/// `POST /v1/pulses/{id}/attempts/{attempt}/report`.
@Suite struct ReportRoutesTests {
    private let house = House()

    private func run() async throws -> RunKey {
        _ = await house.tcp("POST", "/v1/pulses", #"{"command":["make"],"cwd":"/src","env":{"A":"1"},"timeout":"5m","tags":["ci"]}"#)
        return try #require(try await house.claim().first)
    }

    private func report(_ body: String, _ run: String = "1/attempts/1", _ headers: [(name: String, value: String)] = []) async
        -> InProcessAnswer
    {
        await house.tcp("POST", "/v1/pulses/\(run)/report", body, headers)
    }

    @Test func aReportIsKeptAndShown() async throws {
        _ = try await run()
        let answer = await report(#"{"outcome":"failed","message":"the build is red","next_check_in":"2h"}"#, "1/attempts/latest")
        #expect(answer.status == 200, "\(answer.text)")
        let reported = try ReportedRunResponse(answer.json, unknown: .refuse)
        #expect(reported.pulse == 1 && reported.attempt == 1 && reported.next?.id == 2 && reported.next?.createdBy == "http")
        let wanted = ReportResponse(outcome: "failed", message: "the build is red", nextCheck: 2, at: "2026-01-20T09:00:00.000Z")
        #expect(reported.report == wanted)
        for path in ["/v1/pulses/1", "/v1/pulses/1/attempts"] {
            #expect(await house.tcp("GET", path).json["attempts"]?.arrayValue?.first?["report"] == wanted.json)
        }
        #expect(await house.tcp("GET", "/v1/pulses/1/attempts/1").json["attempt"]?["report"] == wanted.json)
        let event = await house.tcp("GET", "/v1/events").json["events"]?.arrayValue?.last
        #expect(event?["kind"] == "pulse.reported" && event?["attempt"] == 1 && event?["detail"] == "failed")
    }

    @Test func anyActionLooksAgainAsItWas() async throws {
        let key = try await run()
        _ = await report(#"{"outcome":"done","next_check_in":"1h"}"#)
        let stored = (try await house.store.pulse(key.pulse), try await house.store.pulse(PulseID(2)))
        let (first, next) = (try #require(stored.0?.spec), try #require(stored.1?.spec))
        #expect(next.action == first.action && next.directory == "/src" && next.environment == ["A": "1"] && next.tags == ["ci"])
        #expect(next.timeout == .seconds(300) && next.scheduledAt == House.start + .seconds(3600) && next.createdAt == House.start)
    }

    @Test(arguments: [
        ("{}", 422, "/outcome"), (#"{"outcome":"fine"}"#, 422, "/outcome"), (#"{"outcome":7}"#, 422, "/outcome"),
        (#"{"outcome":"done","message":""}"#, 422, "/message"), (#"{"outcome":"done","message":"a\u0000b"}"#, 422, "/message"),
        (#"{"outcome":"done","next_check_in":"soon"}"#, 422, "/next_check_in"),
        (#"{"outcome":"done","next_check_in":"-1s"}"#, 422, "/next_check_in"),
        (#"{"outcome":"done","next_check_in":"400d"}"#, 422, "/next_check_in"), (#"{"outcome":"done","mesage":"x"}"#, 422, "/mesage"),
    ]) func wrongFieldsAreNamedAndNothingIsKept(_ body: String, _ status: Int, _ pointer: String) async throws {
        let key = try await run()
        let answer = await report(body)
        #expect(answer.status == status && answer.problem != nil, "\(answer.text)")
        #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer])
        #expect(try await house.store.attempts(of: key.pulse).first?.report == nil)
        #expect(try await house.store.pulse(PulseID(2)) == nil)
    }

    @Test func whatIsWrongIsToldAllAtOnce() async throws {
        _ = try await run()
        let message = String(repeating: "x", count: 4001)
        let answer = await report(#"{"outcome":"fine","message":"\#(message)","next_check_in":"soon"}"#)
        #expect(try Problem(answer.json).errors.map(\.pointer) == ["/outcome", "/message", "/next_check_in"])
        let longest = String(repeating: "\u{1F389}", count: 4000)
        #expect(await report(#"{"outcome":"done","message":"\#(longest)"}"#).status == 200)
    }

    @Test func whatIsNotThereOrOverIsRefused() async throws {
        let key = try await run()
        let done = #"{"outcome":"done"}"#
        for run in ["9/attempts/1", "1/attempts/2", "1/attempts/0", "1/attempts/x", "1/attempts/99999999999999999999", "0/attempts/1"] {
            #expect(await report(done, run).problem == "not-found", "\(run)")
        }
        _ = await house.tcp("POST", "/v1/pulses", #"{"command":["true"],"at":"in 1 hour"}"#)
        #expect(await report(done, "2/attempts/latest").problem == "not-found")
        try await house.end(key, AttemptEnd(outcome: .failed, endedAt: House.start), .again(at: House.start))
        _ = try await house.claim()
        let stale = await report(done)
        #expect(stale.problem == "conflict" && stale.text.contains("1.2 has begun"))
        #expect(await report(done, "1/attempts/latest").json["attempt"] == 2)
        #expect(await house.tcp("GET", "/v1/pulses/1/attempts/1/report").status == 405)
    }

    @Test func aReportAfterTheEndChangesNothingAboutIt() async throws {
        let key = try await run()
        try await house.end(key, AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: House.start), .finish(.completed, reason: nil))
        let answer = await report(#"{"outcome":"failed"}"#)
        #expect(answer.json["report"]?["late"] == true)
        #expect(await house.tcp("GET", "/v1/pulses/1").json["pulse"]?["status"] == "completed")
    }

    @Test func theSameRequestAgainMakesNothingMore() async throws {
        _ = try await run()
        let body = #"{"outcome":"done","next_check_in":"1h"}"#
        let key = [(name: "Idempotency-Key", value: "k")]
        let first = await report(body, "1/attempts/1", key)
        let second = await report(body, "1/attempts/1", key)
        #expect(second.json == first.json && second.header("Idempotent-Replayed") == "true")
        #expect(try await house.store.pulse(PulseID(3)) == nil)
    }

    @Test func anAgentReportsItsOwnRunsAlone() async throws {
        for name in ["ann", "bob"] { try await house.store.keep(Agent(name: name, scope: .schedule, createdAt: House.start)) }
        func token(_ name: String, _ scope: String = "schedule") async throws -> String {
            let body = #"{"name":"\#(name)-\#(scope)","scope":"\#(scope)","agent":"\#(name)"}"#
            return try #require(await house.tcp("POST", "/v1/tokens", body).json["secret"]?.stringValue)
        }
        let (ann, bob, reader) = (try await token("ann"), try await token("bob"), try await token("ann", "read"))
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#, token: ann)
        _ = try await house.claim()
        let (path, body) = ("/v1/pulses/1/attempts/1/report", #"{"outcome":"done","next_check_in":"1h"}"#)
        #expect(await house.tcp("POST", path, body, token: bob).problem == "denied")
        #expect(await house.tcp("POST", path, body, token: reader).problem == "denied")
        // What has the key already is bob's: it is not replaced.
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"mine","at":"in 1 hour","key":"check-after-1"}"#, token: bob)
        #expect(await house.tcp("POST", path, body, token: ann).problem == "denied")
        #expect(try await house.store.attempts(of: PulseID(1)).first?.report == nil)
        #expect(try await house.store.pulse(PulseID(2))?.progress.status == .pending)
        #expect(await house.tcp("POST", path, #"{"outcome":"done"}"#, token: ann).status == 200)
    }

    @Test func aLimitOfTheAgentKeepsTheReportOut() async throws {
        try await house.store.keep(
            Agent(name: "ann", scope: .schedule, limits: Agent.Limits(openPulses: 1), createdAt: House.start))
        let made = await house.tcp("POST", "/v1/tokens", #"{"name":"a","scope":"schedule","agent":"ann"}"#)
        let ann = try #require(made.json["secret"]?.stringValue)
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#, token: ann)
        _ = try await house.claim()
        let path = "/v1/pulses/1/attempts/1/report"
        #expect(await house.tcp("POST", path, #"{"outcome":"done","next_check_in":"1h"}"#, token: ann).problem == "limit-reached")
        #expect(try await house.store.attempts(of: PulseID(1)).first?.report == nil)
    }
}
