import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// What becomes of dependencies and of pipelines that were made.
@Suite struct PipelineTests {
    let house = House()

    private func make(_ steps: (name: String, after: [String])...) async throws -> ShowPipeline.Answer {
        let steps = steps.map { step in
            StepRequest(
                name: step.name, pulse: PulseRequest(command: ["true"], after: step.after.map { AfterRequest(on: .step($0)) }))
        }
        return try await house.plane.makePipeline(PipelineRequest(name: "p", steps: steps), by: House.local).pipeline
    }

    private func status(_ pipeline: ShowPipeline.Answer) async throws -> PipelineStatus {
        try await house.plane.showPipeline(pipeline.id).status
    }

    private func single(after: AfterRequest..., at: String = "now") async throws -> Pulse {
        try await house.plane.schedule(PulseRequest(command: ["true"], at: at, after: after), by: House.local).pulse
    }

    private func errors(after: AfterRequest...) async -> [FieldError] {
        do {
            _ = try await house.plane.schedule(PulseRequest(command: ["true"], after: after), by: House.local)
            return []
        } catch RequestError.invalid(let errors) {
            return errors
        } catch {
            return [FieldError("?", "\(error)")]
        }
    }

    // MARK: single pulses

    @Test func aPulseWaitsForAnother() async throws {
        let first = try await single()
        let second = try await single(after: AfterRequest(on: .pulse(first.id.value)))
        #expect(second.progress.status == .blocked && second.progress.reason == Dependency.reason && second.pipeline == nil)
        let key = try #require(try await house.claim().first)
        try await house.end(key, .succeeded, .finish(.completed, reason: nil))
        #expect(try await house.store.pulse(second.id)?.progress.status == .pending)
    }

    @Test func whatCannotBeWaitedForSaysWhatWouldDo() async throws {
        let failed = try await single()
        let key = try #require(try await house.claim().first)
        try await house.end(key, .failed, .finish(.failed, reason: nil))
        let after = AfterRequest(on: .pulse(failed.id.value))
        #expect(
            await errors(after: after) == [
                FieldError(
                    "/after/0",
                    "after 0 is 1, and pulse 1 is failed, so what waits for its success would never begin; wait for any end (when: end), "
                        + "or ask for it again first (upbeat retry 1)")
            ])
        #expect(try await single(after: AfterRequest(on: .pulse(1), when: "end")).progress.status == .pending)
        #expect(
            await errors(after: AfterRequest(on: .pulse(1), when: "end"), AfterRequest(on: .pulse(3))) == [
                FieldError("/after/1", "after 1 is 3, and there is no pulse 3 (yet); `upbeat ls --all` lists those there are")
            ])
        #expect(await errors(after: AfterRequest(on: .pulse(0))).map(\.detail) == ["after 0 is 0; a pulse has a number from 1"])
        #expect(
            await errors(after: AfterRequest(on: .step("a"))).map(\.detail)
                == ["after 0 is \"a\", the name of a step; a pulse by itself waits for pulses, by their numbers"])
        #expect(await errors(after: after, after).map(\.detail) == ["after 1 is there twice; leave one out"])
    }

    @Test func whatWaitsForAnyEndBeginsWhenItIsCalledOff() async throws {
        let first = try await single(at: "in 1 hour")
        let second = try await single(after: AfterRequest(on: .pulse(first.id.value), when: "end"))
        let before = house.engine.wakes.count
        _ = try await house.plane.cancel(first.id, by: House.local)
        #expect(try await house.store.pulse(second.id)?.progress.status == .pending)
        // Else the engine would sleep until its next look.
        #expect(house.engine.wakes.dropFirst(before) == [House.start])
    }

    @Test func whatCompletedIsWaitedForByNobody() async throws {
        let first = try await single()
        let key = try #require(try await house.claim().first)
        try await house.end(key, .succeeded, .finish(.completed, reason: nil))
        #expect(try await single(after: AfterRequest(on: .pulse(first.id.value))).progress.status == .pending)
    }

    // MARK: pipelines

    @Test func aPipelineIsWhatItsPulsesAre() async throws {
        let pipeline = try await make(("a", []), ("b", ["a"]))
        #expect(pipeline.status == .waiting)
        let key = try #require(try await house.claim().first)
        #expect(try await status(pipeline) == .running)
        try await house.end(key, .succeeded, .finish(.completed, reason: nil))
        #expect(try await status(pipeline) == .waiting)
        let last = try #require(try await house.claim().first)
        try await house.end(last, .failed, .finish(.failed, reason: nil))
        let shown = try await house.plane.showPipeline(pipeline.id)
        #expect(shown.status == .failed && shown.attempts.count == 2)
        _ = try await house.plane.retry(pipeline.pulses[1].id, by: House.local)
        #expect(try await status(pipeline) == .waiting)
    }

    @Test func aStepThatIsCalledOffTakesItsBranchAlong() async throws {
        let pipeline = try await make(("a", []), ("b", ["a"]), ("c", ["b"]), ("d", ["a"]))
        _ = try await house.plane.cancel(pipeline.pulses[1].id, by: House.local)
        let shown = try await house.plane.showPipeline(pipeline.id)
        #expect(shown.pulses.map(\.progress.status) == [.pending, .cancelled, .cancelled, .blocked])
        #expect(shown.pulses[2].progress.reason == Dependency.reason)
    }

    @Test func whatWasTakenAlongComesBackWithItsCauseAlone() async throws {
        let pipeline = try await make(("a", []), ("b", ["a"]), ("c", ["b"]))
        let key = try #require(try await house.claim().first)
        try await house.end(key, .failed, .finish(.failed, reason: nil))
        await #expect(
            throws: RequestError.conflict(
                "pulse 3 cannot be asked for again, since it waits for pulse 1, which is failed; retry 1, and it comes back with it"
            )
        ) { try await house.plane.retry(pipeline.pulses[2].id, by: House.local) }
        _ = try await house.plane.retry(pipeline.id, by: House.local)
        #expect(try await house.plane.showPipeline(pipeline.id).pulses.map(\.progress.status) == [.pending, .blocked, .blocked])
    }

    @Test func aWholePipelineIsCalledOff() async throws {
        let pipeline = try await make(("a", []), ("b", ["a"]), ("c", ["b"]))
        let other = try await make(("x", []))
        let answer = try await house.plane.cancelPipeline(pipeline.pulses[1].id, by: House.local)
        #expect(answer == CancelPulses.Answer(cancelled: pipeline.pulses.map(\.id)))
        #expect(try await status(pipeline) == .cancelled)
        #expect(try await status(other) == .waiting)
        await #expect(throws: RequestError.conflict("the pipeline of pulse 1 has ended already: it is cancelled")) {
            try await house.plane.cancelPipeline(pipeline.id, by: House.local)
        }
    }

    @Test func whatIsCalledOffByTagCountsItsBranch() async throws {
        let steps = ["a", "b", "c"].enumerated().map { index, name in
            StepRequest(
                name: name, pulse: PulseRequest(command: ["true"], after: index == 0 ? [] : [AfterRequest(on: .step("a"))]))
        }
        let request = PipelineRequest(steps: steps, tags: ["t"])
        let ids = try await house.plane.makePipeline(request, by: House.local).pipeline.pulses.map(\.id)
        let answer = try await house.plane.cancelAll(CancelPulses.Filter(tag: "t"), by: House.local)
        #expect(answer.cancelled == ids && answer.ending.isEmpty)
    }

    @Test func onlyItsOwnerCallsItOff() async throws {
        try await house.store.keep(Agent(name: "bot", createdAt: House.start))
        let pipeline = try await make(("a", []))
        await #expect(throws: RequestError.denied("pulse 1 is the person's, and the agent bot may touch only its own")) {
            try await house.plane.cancelPipeline(pipeline.id, by: Caller(.network(token: "t"), agent: "bot"))
        }
    }

    @Test func whatIsNoPipelineIsNotFound() async throws {
        let pulse = try await single()
        await #expect(throws: RequestError.notFound("pulse 1 was made by itself: it belongs to no pipeline")) {
            try await house.plane.showPipeline(pulse.id)
        }
        await #expect(throws: RequestError.notFound("there is no pulse 9")) { try await house.plane.showPipeline(PulseID(9)) }
    }

    @Test func theLatestAreListed() async throws {
        let first = try await make(("a", []), ("b", ["a"]))
        for _ in 0..<3 { _ = try await single() }
        let second = try await make(("a", []))
        let all = try await house.plane.listPipelines(limit: 10).pipelines
        #expect(all.map(\.id) == [second.id, first.id] && all[1].counts == [.pending: 1, .blocked: 1] && all[1].name == "p")
        #expect(try await house.plane.listPipelines(limit: 1).pipelines.map(\.id) == [second.id])
        #expect(try await house.plane.listPipelines(name: "q", limit: 10).pipelines.isEmpty)
    }

    // MARK: declared

    @Test func aDeclaredPipelineIsMadeByItsSchedule() async throws {
        func declared(_ every: String) -> ReconcileSchedules.Declared {
            var request = ScheduleRequest()
            (request.name, request.every, request.pulse.tags) = (.set("daily"), .set(every), .set(["t"]))
            request.steps = [
                StepRequest(name: "a", pulse: PulseRequest(command: ["true"])),
                StepRequest(name: "b", pulse: PulseRequest(prompt: "x", tags: ["own"], after: [AfterRequest(on: .step("a"), when: "end")])),
            ]
            return ReconcileSchedules.Declared(request: request, file: "/etc/u.yaml")
        }
        #expect(try await house.plane.reconcileSchedules([declared("1h")]).added == ["daily"])
        let spec = try #require(try await house.store.schedule(named: "daily")).spec
        #expect(spec.steps.map(\.name) == ["a", "b"] && spec.steps[1].after == [ScheduleStep.After(step: 0, condition: .end)])
        #expect(spec.steps[1].template.tags == ["t", "own"] && spec.steps[1].template.createdBy == "configuration")
        // A restart changes nothing, and a change stays a change.
        house.clock.advance(by: .seconds(70))
        #expect(try await house.plane.reconcileSchedules([declared("1h")]).isQuiet)
        #expect(try await house.plane.reconcileSchedules([declared("2h")]).changed == ["daily"])
        let pulse = try await house.plane.triggerSchedule("daily", by: House.local)
        let made = try await house.plane.showPipeline(pulse.id)
        #expect(made.pulses.map { $0.spec.step?.name } == ["a", "b"] && made.name == "daily")
        #expect(made.pulses.map(\.progress.status) == [.pending, .blocked])
    }

    @Test func whatCameOfAnOccurrenceIsWhatCameOfAllItsSteps() async throws {
        var request = ScheduleRequest()
        (request.name, request.every) = (.set("daily"), .set("1h"))
        request.steps = [
            StepRequest(name: "a", pulse: PulseRequest(command: ["true"])),
            StepRequest(name: "b", pulse: PulseRequest(command: ["true"], after: [AfterRequest(on: .step("a"))])),
        ]
        _ = try await house.plane.reconcileSchedules([ReconcileSchedules.Declared(request: request, file: "/etc/u.yaml")])
        house.clock.advance(by: .seconds(3600))
        func run() async throws -> OccurrenceOutcome.Run? { try await house.plane.showSchedule("daily").outcomes.first?.run }
        func turn(ending ends: [EndedRun] = []) async throws -> [RunKey] {
            let turn = Turn(ends: ends, limit: 10, judges: 10, owner: BootID("b"), now: house.clock.now())
            return try await house.store.turn(turn).claims.map(\.key)
        }
        let first = try #require(try await turn().first)
        #expect(try await run()?.status == .processing)
        house.clock.advance(by: .seconds(5))
        try await house.end(first, .succeeded, .finish(.completed, reason: nil))
        #expect(try await run()?.status == .pending)
        #expect(try await run()?.duration == nil)
        let second = try #require(try await turn().first)
        house.clock.advance(by: .seconds(5))
        try await house.end(second, .failed, .finish(.failed, reason: "attempts"))
        let whole = try await run()
        #expect(whole?.status == .failed && whole?.reason == "attempts" && whole?.duration == .seconds(10))
        // One occurrence, however many pulses.
        #expect(try await house.plane.showSchedule("daily").outcomes.count == 1)
    }
}
