import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

/// `retry`, `on_lost` and `expires_at` as they are asked for and shown.
@Suite struct RetryRoutesTests {
    let house = House()

    private func make(_ fields: String) async -> InProcessAnswer {
        await house.tcp("POST", "/v1/pulses", #"{"command":["true"],"at":"in 1 hour",\#(fields)}"#)
    }

    @Test func whatIsAskedIsShown() async throws {
        let made = try NewPulseResponse(
            await make(
                #""retry":{"attempts":5,"backoff":"fixed","delay":"10s","window":"2h","fatal":["exit 2","stderr no such"]},"on_lost":"fail","expires_at":"in 90 minutes""#
            ).json, unknown: .refuse)
        let retry = RetryFields(attempts: 5, backoff: .kind("fixed"), delay: "10s", window: "2h", fatal: ["exit 2", "stderr no such"])
        #expect(made.pulse.retry == retry && made.pulse.onLost == "fail" && made.pulse.attemptsAllowed == 5)
        #expect(made.pulse.expiresAt == "2026-01-20T10:30:00.000Z")
        let stored = try await house.store.pulse(PulseID(1))
        #expect(stored?.spec.retry.backoff == .fixed(.seconds(10)) && stored?.spec.onLost == .fail)
        #expect(stored?.spec.expiresAfter == .seconds(1800))
    }

    @Test func whatIsNotSaidIsAsTheHouseHasIt() async throws {
        let plain = try NewPulseResponse(await house.tcp("POST", "/v1/pulses", #"{"command":["true"]}"#).json).pulse
        #expect(plain.retry == RetryFields(attempts: 3, backoff: .kind("exponential"), delay: "30s", maxDelay: "15m"))
        #expect(plain.onLost == "retry" && plain.expiresAt == nil)
        let list = try NewPulseResponse(await make(#""retry":{"backoff":["1s","1m","1h"]}"#).json).pulse
        #expect(list.retry.attempts == 4 && list.retry.backoff == .list(["1s", "1m", "1h"]))
    }

    @Test(arguments: [
        (#""retry":{"attempts":0}"#, "/retry/attempts"), (#""retry":{"attempts":101}"#, "/retry/attempts"),
        (#""retry":{"backoff":"expo"}"#, "/retry/backoff"), (#""retry":{"backoff":[]}"#, "/retry/backoff"),
        (#""retry":{"backoff":["1s","soon"]}"#, "/retry/backoff/1"), (#""retry":{"backoff":7}"#, "/retry/backoff"),
        (#""retry":{"backoff":["1s"],"delay":"2s"}"#, "/retry/delay"), (#""retry":{"delay":"2h","max_delay":"1h"}"#, "/retry/delay"),
        (#""retry":{"window":"-1s"}"#, "/retry/window"), (#""retry":{"fatal":["2"]}"#, "/retry/fatal/0"),
        (#""retry":{"tries":2}"#, "/retry/tries"),
        (#""on_lost":"again""#, "/on_lost"), (#""expires_at":"in 1 hour""#, "/expires_at"), (#""expires_at":"yesterday""#, "/expires_at"),
    ])
    func wrongFieldsAreNamed(_ fields: String, _ pointer: String) async throws {
        let answer = await make(fields)
        #expect(answer.status == 422)
        #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer])
    }

    @Test func aListOfTenThousandIsRefused() async throws {
        let waits = Array(repeating: #""1s""#, count: 10_000).joined(separator: ",")
        let problem = try Problem(await make(#""retry":{"backoff":[\#(waits)]}"#).json)
        #expect(problem.errors.map(\.detail) == ["retry backoff has 10000 waits; 1 to 99 are allowed"])
    }

    @Test func aScheduleHandsThemOnAndPutsThemBack() async throws {
        let made = await house.tcp(
            "POST", "/v1/schedules",
            #"{"name":"tick","every":"1m","command":["true"],"retry":{"attempts":1},"on_lost":"fail","expires_after":"30s"}"#)
        let schedule = try #require(made.json["schedule"])
        #expect(schedule["retry"]?["attempts"]?.integerValue == 1 && schedule["on_lost"] == "fail")
        #expect(schedule["expires_after_ms"]?.integerValue == 30_000)
        let changed = await house.tcp("PATCH", "/v1/schedules/tick", #"{"retry":null,"on_lost":null,"expires_after":null}"#).json
        #expect(changed["schedule"]?["retry"]?["attempts"]?.integerValue == 3 && changed["schedule"]?["on_lost"] == "retry")
        #expect(changed["schedule"]?["expires_after_ms"] == .null)
        let kept = await house.tcp("PATCH", "/v1/schedules/tick", #"{"every":"2m"}"#).json
        #expect(kept["schedule"]?["retry"]?["attempts"]?.integerValue == 3)
    }

    @Test func aChangeOfOneFieldKeepsTheOthers() async throws {
        _ = await house.tcp(
            "POST", "/v1/schedules",
            #"{"name":"tick","every":"1m","command":["true"],"retry":{"backoff":["1s","2s"],"window":"1h","fatal":["exit 2"]}}"#)
        let changed = try #require(
            await house.tcp("PATCH", "/v1/schedules/tick", #"{"retry":{"attempts":9,"transient":["exit 3"]}}"#).json["schedule"]?["retry"])
        #expect(changed["attempts"]?.integerValue == 9 && changed["backoff"] == ["1s", "2s"] && changed["window"] == "1h")
        #expect(changed["fatal"] == ["exit 2"] && changed["transient"] == ["exit 3"])
        let refused = await house.tcp("PATCH", "/v1/schedules/tick", #"{"retry":{"window":null}}"#)
        #expect(refused.status == 422)
        #expect(try Problem(refused.json).errors.map(\.pointer) == ["/retry/window"])
    }
}
