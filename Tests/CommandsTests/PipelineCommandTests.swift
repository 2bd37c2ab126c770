import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite struct PipelineCommandTests {
    private static func step(
        _ name: String, _ pulse: Int64, _ status: String, after: [WaitResponse] = [], reason: String? = nil, took: Int64? = nil,
        began: String? = nil
    ) -> PipelineResponse.Step {
        PipelineResponse.Step(
            name: name, pulse: pulse, status: status, reason: reason, after: after, dueAt: "2026-01-20T08:00:00.000Z", startedAt: began,
            durationMilliseconds: took, attempt: began == nil ? 0 : 1)
    }

    static let diamond = PipelineResponse(
        id: 41, name: "daily", status: "running", createdAt: "2026-01-20T07:59:00.000Z",
        steps: [
            step("fetch", 41, "completed", took: 1200, began: "2026-01-20T07:59:00.000Z"),
            step("left", 42, "processing", after: [WaitResponse(pulse: 41, isMet: true)], began: "2026-01-20T07:59:48.000Z"),
            step("right", 43, "failed", after: [WaitResponse(pulse: 41, isMet: true)], took: 65_000, began: "2026-01-20T07:59:00.000Z"),
            step("join", 44, "blocked", after: [WaitResponse(pulse: 42), WaitResponse(pulse: 43, when: "end", isMet: true)]),
            step("tidy", 45, "cancelled", after: [WaitResponse(pulse: 43), WaitResponse(pulse: 7)], reason: "dependency"),
        ])

    private static func answer(_ value: some WireValue, status: Int = 200) -> Result<ClientResponse, ClientError> {
        .success(FakeDaemon.json(value, status: status))
    }

    @Test func aPipelineIsDrawn() async {
        let desk = Desk(width: 100)
        desk.daemon.set { $0.scripted = [Self.answer(Self.diamond)] }
        let outcome = await desk.run("pipeline", "show", "43", "--color", "never")
        #expect(outcome.code == 0 && desk.daemon.requests.last?.path == "/v1/pipelines/43")
        #expect(
            outcome.out == """
                pipeline daily, number 41 is running
                  5 steps: 1 blocked, 1 processing, 1 completed, 1 failed, 1 cancelled; made 1m ago (Tue 08:59 CET)

                ✓    fetch  41  completed in 1.2s
                ├─●  left   42  running, began 12s ago
                ✗ │  right  43  failed after 1m 05s
                ├─┤
                │ ◌  join   44  waits for left
                ╰─⊘  tidy   45  cancelled (dependency)

                what to do next:
                  see why a step failed:          upbeat show 43
                  run it and what follows again:  upbeat retry 43
                  call all of it off:             upbeat pipeline cancel 41

                """, "\n\(outcome.out)")
    }

    @Test func itTravelsAsJSON() async throws {
        let desk = Desk()
        desk.daemon.set { $0.scripted = [Self.answer(Self.diamond)] }
        let outcome = await desk.run("pipeline", "show", "41", "--json")
        #expect(try PipelineResponse(JSON(parsing: Array(outcome.out.utf8))) == Self.diamond)
    }

    @Test func aNameIsLookedUpAmongSchedulesAndPipelines() async {
        let desk = Desk(width: 100)
        let summary = PipelineListResponse.Summary(
            id: 41, name: "daily", status: "running", createdAt: "2026-01-20T07:59:00.000Z", counts: [:])
        desk.daemon.set {
            $0.scripted = [
                .success(FakeDaemon.problem(404, "not-found", "there is no schedule \"daily\"")),
                Self.answer(PipelineListResponse(pipelines: [summary])), Self.answer(Self.diamond),
            ]
        }
        let outcome = await desk.run("pipeline", "show", "daily", "--color", "never")
        #expect(outcome.code == 0 && outcome.out.hasPrefix("pipeline daily, number 41 is running\n"))
        #expect(desk.daemon.requests.map(\.path) == ["/v1/schedules/daily", "/v1/pipelines?limit=1&name=daily", "/v1/pipelines/41"])
        desk.daemon.set {
            $0.scripted = [
                .success(FakeDaemon.problem(404, "not-found", "there is no schedule \"x\"")),
                Self.answer(PipelineListResponse(pipelines: [])),
            ]
        }
        let missing = await desk.run("pipeline", "show", "x")
        #expect(missing.code == 5 && missing.err.contains("there is no pipeline x"))
    }

    @Test func aPlanIsDrawnWhereNothingHasRun() async {
        let desk = Desk(width: 100)
        var schedule = exampleDetail("daily")
        schedule.schedule.file = "/etc/u.yaml"
        schedule.schedule.steps = [
            PlannedStep(name: "a", action: .command(["true"])),
            PlannedStep(name: "b", action: .prompt("tell me"), after: [AfterField(on: .step("a"))]),
        ]
        let detail = schedule
        desk.daemon.set { $0.scripted = [Self.answer(detail), Self.answer(PipelineListResponse(pipelines: []))] }
        let outcome = await desk.run("pipeline", "show", "daily")
        #expect(outcome.out.hasSuffix("  it has not run yet\n\n○  a  $ true\n│\n○  b  tell me\n"), "\n\(outcome.out)")
        #expect(outcome.out.contains("declared in /etc/u.yaml"))
    }

    @Test func aFileIsSentAsItIs() async throws {
        let desk = Desk(input: "steps:\n  a: {command: [\"true\"]}\n  b: {prompt: x, after: [a, 12]}\n")
        desk.daemon.set { $0.scripted = [Self.answer(Self.diamond, status: 201)] }
        let outcome = await desk.run("pipeline", "run", "-", "--name", "mine", "--at", "tomorrow 03:00")
        #expect(outcome.code == 0, "\(outcome.err)")
        #expect(outcome.out == "pipeline daily, number 41 is made: 5 steps; see `upbeat pipeline show 41`\n")
        let request = try #require(desk.daemon.requests.last)
        #expect(request.method == "POST" && request.path == "/v1/pipelines" && request.headers["Idempotency-Key"] != nil)
        let wish = try NewPipelineRequest(JSON(parsing: request.body), unknown: .refuse)
        #expect(wish.name == "mine" && wish.at == "tomorrow 03:00" && wish.steps.map(\.name) == ["a", "b"])
        #expect(wish.steps[1].pulse.after == [AfterField(on: .step("a")), AfterField(on: .pulse(12))])
        desk.daemon.set { $0.scripted = [Self.answer(Self.diamond, status: 201)] }
        #expect(await desk.run("pipeline", "run", "-", "--quiet").out == "41\n")
    }

    @Test func aBadFileIsSaidWithItsPlace() async {
        let desk = Desk(input: "steps:\n  a: {comand: [x]}\n")
        let outcome = await desk.run("pipeline", "run", "-")
        #expect(outcome.code == 64 && outcome.err.contains("standard input:2: steps.a.comand: expected a known key; did you mean command?"))
        #expect(desk.daemon.requests.isEmpty)
        let missing = await desk.run("pipeline", "run", "/nowhere/p.yaml")
        #expect(missing.code == 64 && missing.err.contains("\"/nowhere/p.yaml\" cannot be read"))
    }

    @Test func pipelinesAreListed() async {
        let summary = PipelineListResponse.Summary(
            id: 41, name: "daily", status: "running", createdAt: "2026-01-20T07:59:00.000Z", counts: ["completed": 2, "blocked": 3])
        let desk = Desk()
        desk.daemon.set { $0.scripted = [Self.answer(PipelineListResponse(pipelines: [summary]))] }
        #expect(await desk.run("pipeline", "ls", "--name", "daily").out == "41\trunning\t2/5\t2026-01-20T07:59:00.000Z\tdaily\n")
        #expect(desk.daemon.requests.last?.path == "/v1/pipelines?limit=20&name=daily")
        #expect(await desk.run("pipeline", "ls", "-n", "0").code == 64)
    }

    @Test func aPipelineIsCalledOff() async {
        let desk = Desk()
        desk.daemon.set { $0.scripted = [Self.answer(CancelPulsesResponse(dryRun: false, cancelled: [41, 42], ending: [43]))] }
        let outcome = await desk.run("pipeline", "cancel", "41")
        #expect(outcome.out == "cancelled 2 pulses: 41, 42\nstill being ended: pulse 43\n")
        #expect(desk.daemon.requests.last?.path == "/v1/pipelines/41/cancel")
        #expect(await desk.run("pipeline", "cancel", "daily").code == 64)
    }

    // MARK: dependencies of single pulses

    @Test func addSaysWhatItWaitsFor() async throws {
        let desk = Desk()
        _ = await desk.run("add", "--after", "12", "--after", "13:end", "hello")
        let wish = try NewPulseRequest(JSON(parsing: try #require(desk.daemon.requests.last).body))
        #expect(wish.after == [AfterField(on: .pulse(12)), AfterField(on: .pulse(13), when: "end")])
        for bad in ["x", "12:never", "0", "12:"] {
            let outcome = await desk.run("add", "--after", bad, "hello")
            #expect(outcome.code == 64, "\(bad): \(outcome.err)")
        }
        let recurring = await desk.run("add", "--after", "12", "--every", "5m", "--name", "x", "hello")
        #expect(recurring.code == 64 && recurring.err.contains("--after"))
    }

    @Test func theAnswerToAddSaysWhatItWaitsFor() async {
        var pulse = examplePulse(14, status: "blocked")
        pulse.after = [WaitResponse(pulse: 12), WaitResponse(pulse: 13, when: "end")]
        let answer = NewPulseResponse(created: true, delayMilliseconds: 0, pulse: pulse)
        let desk = Desk()
        desk.daemon.set { $0.scripted = [Self.answer(answer, status: 201)] }
        let outcome = await desk.run("add", "--after", "12", "--after", "13:end", "hello")
        #expect(outcome.out == "pulse 14 waits for pulse 12; pulse 13 (any end)\n")
    }

    @Test func listAndShowTellOfIt() async {
        var pulse = examplePulse(14, status: "blocked")
        (pulse.reason, pulse.pipeline, pulse.pipelineName, pulse.step) = ("dependency", 12, "daily", "digest")
        pulse.after = [WaitResponse(pulse: 12, isMet: true), WaitResponse(pulse: 13, when: "end")]
        let desk = Desk(FakeDaemon(pulse), width: 120)
        let list = await desk.run("ls").out
        #expect(list.contains("blocked (after 13)") && list.contains("digest: hello"), "\(list)")
        let page = await desk.run("show", "14").out
        #expect(page.contains("daily, number 12, step digest; see `upbeat pipeline show 12`"))
        #expect(page.contains("pulse 12 (met); pulse 13 (any end)"))
    }
}
