import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

/// `Idempotency-Key` on what is posted below `/v1`.
@Suite struct KeptAnswersTests {
    let house = House()

    private func post(_ path: String, _ body: String? = nil, key: String = "k") async -> InProcessAnswer {
        await house.tcp("POST", path, body, [("Idempotency-Key", key)])
    }

    private static func isReplay(_ answer: InProcessAnswer) -> Bool { answer.header("Idempotent-Replayed") == "true" }

    private func makeSchedule() async {
        _ = await house.tcp("POST", "/v1/schedules", #"{"name":"tick","every":"1h","prompt":"x"}"#)
    }

    @Test(arguments: [
        ("/v1/schedules", #"{"name":"new","every":"1h","prompt":"x"}"#), ("/v1/schedules/tick/pause", #"{"why":"x"}"#),
        ("/v1/schedules/tick/trigger", nil), ("/v1/schedules/tick/snooze", #"{"for":"1h"}"#), ("/v1/pulses/1/snooze", #"{"for":"1h"}"#),
        ("/v1/pulses/1/cancel", nil), ("/v1/pulses/cancel", #"{"tag":"t"}"#), ("/v1/pulses", #"[{"prompt":"a"},{"prompt":"b"}]"#),
        ("/v1/pulses", #"{"prompt":"a"}"#), ("/v1/pipelines", #"{"steps":[{"name":"a","prompt":"x"}]}"#), ("/v1/pause", nil),
        ("/v1/schedules/preview?count=3", #"{"every":"1h"}"#), ("/v1/schedules/tick/preview", #"{"every":"2h"}"#),
        ("/v1/pipelines/2/cancel", nil),
    ])
    func theSameRequestIsAnsweredTheSameAndDoneOnce(_ path: String, _ body: String?) async throws {
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","tags":["t"],"at":"in 1 hour"}"#)
        _ = await house.tcp("POST", "/v1/pipelines", #"{"steps":[{"name":"a","prompt":"x"}]}"#)
        await makeSchedule()
        let first = await post(path, body)
        #expect((200...202).contains(first.status) && !Self.isReplay(first), "\(first.text)")
        let events = try await house.store.events(after: 0, limit: 1000).count
        let again = await post(path, body)
        #expect(again.status == first.status && again.body == first.body && Self.isReplay(again))
        #expect(again.header("Location") == first.header("Location") && again.header("Content-Type") == "application/json")
        #expect(try await house.store.events(after: 0, limit: 1000).count == events)
        let other = await post(path, body == nil ? "{}" : body.map { $0 + " " })
        #expect(other.status == 422 && other.problem == "idempotency-key-reused")
        let elsewhere = await post(path == "/v1/pause" ? "/v1/resume" : "/v1/pause", body)
        #expect(elsewhere.status == 422 && elsewhere.problem == "idempotency-key-reused")
    }

    @Test func whatWasRefusedMayBeTriedAgain() async {
        #expect(await post("/v1/schedules/tick/pause").status == 404)
        await makeSchedule()
        let paused = await post("/v1/schedules/tick/pause")
        #expect(paused.status == 200 && !Self.isReplay(paused))
        #expect(Self.isReplay(await post("/v1/schedules/tick/pause")))
    }

    @Test func aSecretIsToldOnce() async {
        let wish = #"{"name":"ci"}"#
        let first = await post("/v1/tokens", wish)
        #expect(first.status == 201 && first.json["secret"] != nil)
        let again = await post("/v1/tokens", wish)
        #expect(again.status == 409 && again.problem == "conflict" && again.text.contains("secret"))
        #expect(!again.text.contains(first.json["secret"]?.stringValue ?? "?"))
    }

    @Test func whileItIsCarriedOutItIsNotDoneAgain() async throws {
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        _ = try await house.claim()
        let (entered, release) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        house.engine.onStop {
            entered.continuation.yield()
            var wait = release.stream.makeAsyncIterator()
            _ = await wait.next()
        }
        async let first = post("/v1/pulses/1/cancel")
        var wait = entered.stream.makeAsyncIterator()
        _ = await wait.next()
        let meanwhile = await post("/v1/pulses/1/cancel")
        #expect(meanwhile.status == 409 && meanwhile.problem == "request-in-progress" && meanwhile.header("Retry-After") == "1")
        release.continuation.finish()
        let answer = await first
        #expect(answer.status == 202)
        let again = await post("/v1/pulses/1/cancel")
        #expect(again.body == answer.body && Self.isReplay(again))
    }

    @Test(arguments: [
        ("/v1/schedules", #"{"name":"new","every":"1h","prompt":"x"}"#), ("/v1/schedules/tick/trigger", nil),
        ("/v1/pulses", #"[{"prompt":"a"},{"prompt":"b"}]"#), ("/v1/pulses", #"{"prompt":"a"}"#),
        ("/v1/schedules/tick/snooze", #"{"for":"1h"}"#),
    ])
    func ofFiftyAtOnceOneIsDone(_ path: String, _ body: String?) async throws {
        await makeSchedule()
        let before = try await house.store.events(after: 0, limit: 1000).count
        let answers = await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { await post(path, body) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let done = answers.filter { $0.status < 300 }
        #expect(done.count { !Self.isReplay($0) } == 1 && Set(done.map(\.body)).count == 1)
        #expect(answers.filter { $0.status >= 300 }.allSatisfy { $0.problem == "request-in-progress" })
        let events = try await house.store.events(after: Int64(before), limit: 1000)
        #expect(events.count == (path == "/v1/pulses" && body?.hasPrefix("[") == true ? 2 : 1), "\(events)")
    }

    @Test func keysBelongToWhoSendsThem() async {
        await makeSchedule()
        #expect(await post("/v1/schedules/tick/pause").status == 200)
        let other = await house.local("POST", "/v1/schedules/tick/pause", nil, [("Idempotency-Key", "k")])
        #expect(other.status == 200 && !Self.isReplay(other))
        for bad in ["", "é", String(repeating: "k", count: 256)] {
            #expect(await post("/v1/schedules/tick/pause", key: bad).status >= 400)
        }
    }

    @Test func whatIsAskedAgainIsAnsweredEvenWhereItWouldBeRefusedByNow() async {
        let wish = #"{"prompt":"x","at":"2026-01-20T09:00:05Z"}"#
        let list = #"[{"prompt":"x","at":"2026-01-20T09:00:05Z"}]"#
        let first = await post("/v1/pulses", wish)
        let all = await post("/v1/pulses", list, key: "l")
        house.clock.advance(by: .seconds(60))
        #expect(await house.tcp("POST", "/v1/pulses", wish).status == 422)
        let again = await post("/v1/pulses", wish)
        #expect(again.status == 201 && again.body == first.body && Self.isReplay(again))
        #expect(await post("/v1/pulses", list, key: "l").body == all.body)
        #expect(await post("/v1/pulses", #"{"prompt":"y","at":"2026-01-20T09:00:05Z"}"#).problem == "idempotency-key-reused")
    }
}
