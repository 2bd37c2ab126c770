import ControlPlane
import Foundation
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct MakePipelineTests {
    let house = House()

    private func step(_ name: String?, after: AfterRequest..., change: (inout PulseRequest) -> Void = { _ in }) -> StepRequest {
        var pulse = PulseRequest(command: ["true"], after: after)
        change(&pulse)
        return StepRequest(name: name, pulse: pulse)
    }

    private func on(_ step: String, when: String? = nil) -> AfterRequest { AfterRequest(on: .step(step), when: when) }

    private func make(_ steps: StepRequest..., change: (inout PipelineRequest) -> Void = { _ in }) async throws -> ShowPipeline.Answer {
        var request = PipelineRequest(name: "p", steps: steps)
        change(&request)
        return try await house.plane.makePipeline(request, by: House.local).pipeline
    }

    private func errors(_ steps: StepRequest..., change: (inout PipelineRequest) -> Void = { _ in }) async -> [FieldError] {
        var request = PipelineRequest(name: "p", steps: steps)
        change(&request)
        do {
            _ = try await house.plane.makePipeline(request, by: House.local)
            return []
        } catch RequestError.invalid(let errors) {
            return errors
        } catch {
            return [FieldError("?", "\(error)")]
        }
    }

    @Test func aDiamondIsMadeAsAWhole() async throws {
        let made = try await make(
            step("fetch"), step("left", after: on("fetch")), step("right", after: on("fetch")),
            step("join", after: on("left"), on("right", when: "end"))
        ) { $0.at = "in 5 minutes" }
        #expect(made.name == "p" && made.pulses.map { $0.spec.step?.name } == ["fetch", "left", "right", "join"])
        #expect(made.pulses.map(\.progress.status) == [.pending, .blocked, .blocked, .blocked])
        #expect(made.pulses.allSatisfy { $0.pipeline == made.id && $0.spec.step?.pipeline == "p" })
        #expect(made.after[made.pulses[3].id]?.map(\.on) == [made.pulses[1].id, made.pulses[2].id])
        #expect(made.after[made.pulses[3].id]?.map(\.condition) == [.success, .end])
        #expect(made.pulses.allSatisfy { $0.spec.scheduledAt == House.start + .seconds(300) } && made.status == .waiting)
        #expect(house.engine.wakes == [House.start + .seconds(300)])
        // Any of its pulses names it.
        #expect(try await house.plane.showPipeline(made.pulses[2].id) == made)
    }

    @Test func whatHoldsForAllIsADefault() async throws {
        let made = try await make(
            step("a"),
            step("b") {
                $0.priority = "high"
                $0.tags = ["own", "t"]
            }
        ) {
            $0.priority = "low"
            $0.tags = ["t"]
            $0.creator = "me"
        }
        #expect(made.pulses.map(\.spec.priority) == [.low, .high] && made.pulses.map(\.spec.tags) == [["t"], ["t", "own"]])
        #expect(made.pulses.allSatisfy { $0.spec.createdBy == "me" })
    }

    @Test func aStepMayWaitForAPulseThatWasThereBefore() async throws {
        let before = try await house.plane.schedule(PulseRequest(command: ["true"]), by: House.local).pulse
        let made = try await make(step("a", after: AfterRequest(on: .pulse(before.id.value))))
        #expect(made.pulses[0].progress.status == .blocked)
        #expect(
            await errors(step("z"), step("a", after: AfterRequest(on: .pulse(99)))) == [
                FieldError(
                    "/steps/1/after/0", "step a: after 0 is 99, and there is no pulse 99 (yet); `upbeat ls --all` lists those there are")
            ])
    }

    @Test func namesAreChecked() async {
        #expect(await errors().map(\.detail) == ["steps is empty; a pipeline has at least one step"])
        #expect(await errors(step(nil)).map(\.pointer) == ["/steps/0/name"])
        #expect(
            await errors(step("a"), step("a")).map(\.detail) == [
                "steps 1 name \"a\" is there twice (first at 0); give each step a name of its own"
            ])
        for bad in ["a b", "12", "ü", "a/b", String(repeating: "a", count: 65)] {
            #expect(await errors(step(bad)).map(\.pointer) == ["/steps/0/name"], "\(bad)")
        }
        for good in ["a", "2a", "knowledge-loop", "_x.y", "A1"] { #expect(await errors(step(good)).isEmpty, "\(good)") }
        #expect(await errors(step("a")) { $0.name = "1" }.map(\.pointer) == ["/name"])
    }

    @Test func whatAStepWaitsForIsChecked() async {
        let unknown = await errors(step("fetch"), step("b", after: on("fetsh")))
        #expect(
            unknown == [FieldError("/steps/1/after/0", "step b: after 0 \"fetsh\" is not known; there are fetch, b; did you mean fetch?")])
        #expect(
            await errors(step("a"), step("b", after: on("a"), on("a"))).map(\.detail) == ["step b: after 1 is there twice; leave one out"])
        #expect(
            await errors(step("a"), step("b", after: on("a", when: "ends"))).map(\.detail)
                == ["step b: after 0 when \"ends\" is not known; there are success, end; did you mean end?"])
    }

    @Test func aCycleIsToldWithItsPath() async {
        let cycle = await errors(step("z", after: on("c")), step("a", after: on("c")), step("b", after: on("a")), step("c", after: on("b")))
        #expect(cycle == [FieldError("/steps", "steps cannot begin: a -> b -> c -> a wait for each other; take one `after` out")])
        let own = await errors(step("a", after: on("a")))
        #expect(own.map(\.detail) == ["steps cannot begin: a -> a wait for each other; a step cannot wait for itself"])
        let long = (0..<10_000).map { index in step("s\(index)", after: on("s\((index + 9_999) % 10_000)")) }
        let said = await errors { $0.steps = long }.first?.detail ?? ""
        #expect(said.hasPrefix("steps cannot begin: s0 -> s1 -> ") && said.contains("... 9985 more ...") && said.count < 400)
    }

    @Test func whatIsOfTheWholeIsNoMatterOfAStep() async {
        let errors = await errors(
            step("a") {
                $0.key = "k"
                $0.agent = "bot"
                $0.creator = "me"
                $0.priority = "urgent"
            })
        #expect(errors.map(\.pointer) == ["/steps/0/key", "/steps/0/agent", "/steps/0/created_by", "/steps/0/priority"])
        #expect(errors[0].detail == "step a: key goes with a pulse by itself; a pipeline is made as a whole, so leave it out")
    }

    @Test func nothingIsMadeWhereOneIsWrong() async throws {
        #expect(await errors(step("a"), step("b") { $0.command = [] }).map(\.pointer) == ["/steps/1/command"])
        #expect(try await house.store.pulses(PulseQuery(.newest([]), limit: 10)).isEmpty)
    }

    @Test func anAgentsLimitsCountAllSteps() async throws {
        let limits = Agent.Limits(openPulses: 3)
        try await house.store.keep(Agent(name: "bot", limits: limits, createdAt: House.start))
        let caller = Caller(.network(token: "t"), agent: "bot")
        let three = PipelineRequest(steps: [step("a"), step("b"), step("c")])
        let four = PipelineRequest(steps: three.steps + [step("d")])
        await #expect(
            throws: RequestError.limitReached(
                "the agent bot may have 3 pulses open at once, and has 0, and these are 4; cancel one, or wait until one ends")
        ) { try await house.plane.makePipeline(four, by: caller) }
        let made = try await house.plane.makePipeline(three, by: caller).pipeline
        #expect(made.pulses.allSatisfy { $0.spec.owner == "bot" })
    }

    @Test func theSameRequestIsAnsweredTheSameAgain() async throws {
        let key = try house.plane.idempotency(key: "k", caller: House.local, method: "POST", path: "/v1/pipelines", body: [1])
        let request = PipelineRequest(steps: [step("a"), step("b", after: on("a"))])
        let first = try await house.plane.makePipeline(request, by: House.local, idempotency: key)
        let second = try await house.plane.makePipeline(request, by: House.local, idempotency: key)
        #expect(!first.isReplay && second.isReplay && first.pipeline.pulses.map(\.id) == second.pipeline.pulses.map(\.id))
        let other = try house.plane.idempotency(key: "k", caller: House.local, method: "POST", path: "/v1/pipelines", body: [2])
        await #expect(throws: RequestError.self) { try await house.plane.makePipeline(request, by: House.local, idempotency: other) }
    }

    @Test(.timeLimit(.minutes(1))) func aChainOfTenThousandIsMade() async throws {
        let steps = (0..<10_000).map { index in
            StepRequest(name: "s\(index)", pulse: PulseRequest(command: ["true"], after: index == 0 ? [] : [on("s\(index - 1)")]))
        }
        let made = try await make { $0.steps = steps }
        #expect(made.pulses.count == 10_000 && made.pulses.filter { $0.progress.status == .blocked }.count == 9_999)
        #expect(await errors { $0.steps = steps + [step("one.more")] }.map(\.pointer) == ["/steps"])
    }
}
