import HTTPAPI
import Pulses
import StrictJSON
import TestSupport
import Testing
import WireModel

@Suite struct PipelineRoutesTests {
    let house = House()

    private static let diamond = #"""
        {"name":"daily","at":"in 5 minutes","tags":["t"],"steps":[{"name":"fetch","command":["true"]},
        {"name":"left","command":["true"],"after":["fetch"]},{"name":"right","prompt":"x","after":[{"step":"fetch","when":"end"}]},
        {"name":"join","command":["true"],"after":["left","right"],"retry":{"attempts":2}}]}
        """#

    private func make(_ body: String, _ headers: [(name: String, value: String)] = []) async -> InProcessAnswer {
        await house.tcp("POST", "/v1/pipelines", body, headers)
    }

    private func show(_ id: Int64) async throws -> PipelineResponse {
        try PipelineResponse(await house.tcp("GET", "/v1/pipelines/\(id)").json, unknown: .refuse)
    }

    @Test func aPipelineIsMadeShownAndListed() async throws {
        let answer = await make(Self.diamond)
        #expect(answer.status == 201 && answer.header("Location") == "/v1/pipelines/1")
        let made = try PipelineResponse(answer.json, unknown: .refuse)
        #expect(made.id == 1 && made.name == "daily" && made.status == "waiting")
        #expect(made.steps.map(\.name) == ["fetch", "left", "right", "join"] && made.steps.map(\.pulse) == [1, 2, 3, 4])
        #expect(made.steps.map(\.status) == ["pending", "blocked", "blocked", "blocked"])
        #expect(made.steps[2].after == [WaitResponse(pulse: 1, when: "end")])
        #expect(made.steps[3].after == [WaitResponse(pulse: 2), WaitResponse(pulse: 3)])
        #expect(try await show(3) == made)
        let list = try PipelineListResponse(await house.tcp("GET", "/v1/pipelines?name=daily").json, unknown: .refuse)
        #expect(list.pipelines.map(\.id) == [1] && list.pipelines[0].counts == ["pending": 1, "blocked": 3])
        #expect(try PipelineListResponse(await house.tcp("GET", "/v1/pipelines?name=x").json).pipelines.isEmpty)
    }

    @Test func pipelinesAreListedByPages() async throws {
        for _ in 0..<3 { _ = await make(Self.diamond) }
        var (seen, path): ([Int64], String?) = ([], "/v1/pipelines?limit=2")
        while let next = path {
            let page = try PipelineListResponse(await house.tcp("GET", next).json, unknown: .refuse)
            seen += page.pipelines.map(\.id)
            path = page.nextBefore.map { "/v1/pipelines?limit=2&before=\($0)" }
        }
        #expect(seen == [9, 5, 1])
    }

    @Test func aPulseTellsItsPlaceAndWhatItWaitsFor() async throws {
        _ = await make(Self.diamond)
        let pulse = try PulseDetailResponse(await house.tcp("GET", "/v1/pulses/4").json, unknown: .refuse).pulse
        #expect(pulse.pipeline == 1 && pulse.pipelineName == "daily" && pulse.step == "join")
        #expect(pulse.status == "blocked" && pulse.reason == "dependency" && pulse.after.map(\.pulse) == [2, 3])
        let listed = try PulseListResponse(await house.tcp("GET", "/v1/pulses?status=blocked").json).pulses
        #expect(listed.first { $0.id == 2 }?.after == [WaitResponse(pulse: 1)])
    }

    @Test func aPulseByItselfWaitsForOthers() async throws {
        func add(_ after: String) async -> InProcessAnswer {
            await house.tcp("POST", "/v1/pulses", #"{"command":["true"],"after":\#(after)}"#)
        }
        _ = await house.tcp("POST", "/v1/pulses", #"{"command":["true"]}"#)
        let made = try NewPulseResponse(await add(#"[{"pulse":1,"when":"end"}]"#).json).pulse
        #expect(made.status == "blocked" && made.after == [WaitResponse(pulse: 1, when: "end")] && made.pipeline == nil)
        for (after, pointer) in [
            ("[99]", "/after/0"), (#"["fetch"]"#, "/after/0"), ("[1.5]", "/after/0"), (#"[{"pulse":1,"wen":"end"}]"#, "/after/0/wen"),
            (#"[1,{"pulse":1,"when":"soon"}]"#, "/after/1/when"), ("12", "/after"), ("[0]", "/after/0"), ("[3]", "/after/0"),
        ] {
            let answer = await add(after)
            #expect(answer.status == 422, "\(after)")
            #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer], "\(after)")
        }
    }

    @Test(arguments: [
        ("{}", "/steps"), (#"{"steps":[]}"#, "/steps"), (#"{"steps":[{"command":["true"]}]}"#, "/steps/0/name"),
        (#"{"steps":[{"name":"a","command":["true"],"aftr":[]}]}"#, "/steps/0/aftr"),
        (#"{"steps":[{"name":"a","command":["true"],"key":"k"}]}"#, "/steps/0/key"),
        (#"{"steps":[{"name":"a","command":["true"],"after":["a"]}]}"#, "/steps"),
        (#"{"steps":[{"name":"a","command":["true"],"after":["b"]}]}"#, "/steps/0/after/0"),
        (#"{"steps":[{"name":"a"}]}"#, "/steps/0/prompt"), (#"{"steps":[{"name":"a","prompt":"x"}],"at":"soonish"}"#, "/at"),
        (#"{"steps":{"a":{"prompt":"x"}}}"#, "/steps"),
    ])
    func wrongOnesAreNamed(_ body: String, _ pointer: String) async throws {
        let answer = await make(body)
        #expect(answer.status == 422 && answer.problem == "invalid-request")
        #expect(try Problem(answer.json).errors.map(\.pointer) == [pointer])
        #expect(try await house.store.pulses(PulseQuery(.newest([]), limit: 1)).isEmpty)
    }

    @Test func theSameKeyIsTheSamePipeline() async throws {
        let first = await make(Self.diamond, [("Idempotency-Key", "k")])
        let second = await make(Self.diamond, [("Idempotency-Key", "k")])
        #expect(second.status == 201 && second.header("Idempotent-Replayed") == "true" && first.header("Idempotent-Replayed") == nil)
        #expect(try PipelineResponse(first.json).id == PipelineResponse(second.json).id)
        #expect(await make(#"{"steps":[{"name":"a","prompt":"x"}]}"#, [("Idempotency-Key", "k")]).problem == "idempotency-key-reused")
    }

    @Test func itIsCalledOff() async throws {
        _ = await make(Self.diamond)
        let answer = await house.tcp("POST", "/v1/pipelines/2/cancel")
        #expect(answer.status == 200)
        #expect(try CancelPulsesResponse(answer.json) == CancelPulsesResponse(dryRun: false, cancelled: [1, 2, 3, 4], ending: []))
        #expect(try await show(1).status == "cancelled")
        #expect(await house.tcp("POST", "/v1/pipelines/2/cancel").status == 409)
        #expect(await house.tcp("GET", "/v1/pipelines/9").problem == "not-found")
        #expect(await house.tcp("GET", "/v1/pipelines/daily").problem == "not-found")
    }

    @Test func howLongAStepTookIsTold() async throws {
        _ = await make(#"{"steps":[{"name":"a","command":["true"]}]}"#)
        let key = try #require(try await house.claim().first)
        house.clock.advance(by: .milliseconds(1200))
        try await house.end(key, AttemptEnd(outcome: .succeeded, endedAt: house.clock.now()), .finish(.completed, reason: nil))
        let step = try await show(1).steps[0]
        #expect(step.durationMilliseconds == 1200 && step.startedAt == "2026-01-20T09:00:00.000Z" && step.status == "completed")
    }
}
