import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

/// `POST /v1/pulses` with an array.
@Suite struct BatchTests {
    let house = House()

    private func post(_ body: String) async -> InProcessAnswer { await house.tcp("POST", "/v1/pulses", body) }

    private func count() async throws -> Int { try await house.store.pulses(PulseQuery(.newest([]), limit: 500)).count }

    @Test func allAreMadeInOrder() async throws {
        let answer = await post(#"[{"prompt":"a"},{"command":["true"],"at":"in 5 minutes"},{"prompt":"c","key":"k"}]"#)
        #expect(answer.status == 201 && answer.header("Location") == nil)
        let made = try NewPulsesResponse(answer.json, unknown: .refuse).pulses
        #expect(made.map(\.pulse.id) == [1, 2, 3] && made.allSatisfy(\.created) && made[1].delayMilliseconds == 300_000)
        let kept = try NewPulsesResponse(await post(#"[{"prompt":"c","key":"k"}]"#).json)
        #expect(kept.pulses.map(\.pulse.id) == [3] && kept.pulses.map(\.created) == [false])
    }

    @Test(arguments: [
        (#"[{"prompt":"a"},{"promt":"b"}]"#, "/1/promt"), (#"[{"prompt":"a"},{"prompt":"b","at":"in 5 fortnights"}]"#, "/1/at"),
        (#"[{"prompt":"a"},5]"#, "/1"), (#"[{"prompt":"a"},{}]"#, "/1/prompt"), ("[]", ""),
        (#"[{"prompt":"a","key":"k"},{"prompt":"b","key":"k"}]"#, "/1/key"),
        (#"[{"prompt":"a"},{"prompt":"b","after":[77]}]"#, "/1/after/0"),
        (#"[{"prompt":"a","env":{"A":1}}]"#, "/0/env/A"), (#"[{"prompt":"a"},{"prompt":"b","retry":{"atempts":1}}]"#, "/1/retry/atempts"),
    ])
    func oneThatIsWrongStopsAll(_ body: String, _ pointer: String) async throws {
        let answer = await post(body)
        #expect(answer.status == 422 && answer.problem == "invalid-request")
        #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer])
        #expect(try await count() == 0)
    }

    @Test func allThatIsWrongIsTold() async throws {
        let answer = await post(#"[{"prompt":""},{"prompt":"b","priority":"hgh"},{"prompt":"c"}]"#)
        let problem = try Problem(answer.json)
        #expect(problem.errors.map(\.pointer) == ["/0/prompt", "/1/priority"])
        #expect(problem.errors[1].detail.contains("did you mean high?"))
    }

    @Test func moreThanAHundredAreRefused() async throws {
        func list(_ count: Int) -> String { "[" + Array(repeating: #"{"prompt":"a"}"#, count: count).joined(separator: ",") + "]" }
        #expect(await post(list(101)).problem == "invalid-request")
        #expect(await post(list(100)).status == 201)
        #expect(try await count() == 100)
    }

    @Test func aKeyThatIsTakenStopsAll() async throws {
        _ = await post(#"{"prompt":"a","key":"k"}"#)
        let answer = await post(#"[{"prompt":"b"},{"prompt":"c","key":"k","on_key":"refuse"}]"#)
        #expect(answer.status == 409 && answer.problem == "conflict")
        #expect(try await count() == 1)
        let replaced = try NewPulsesResponse(await post(#"[{"prompt":"b"},{"prompt":"c","key":"k","on_key":"replace"}]"#).json)
        #expect(replaced.pulses[1].replaced == [1])
    }

    @Test func anAgentsLimitHoldsForAllTogether() async throws {
        try await house.store.keep(Agent(name: "bot", limits: Agent.Limits(openPulses: 2), createdAt: House.start))
        let three = (1...3).map { _ in #"{"prompt":"x","agent":"bot"}"# }.joined(separator: ",")
        let answer = await post("[\(three)]")
        #expect(answer.status == 429 && answer.problem == "limit-reached")
        #expect(try await count() == 0)
        #expect(await post(#"[{"prompt":"x","agent":"bot"},{"prompt":"x","agent":"bot"}]"#).status == 201)
    }
}
