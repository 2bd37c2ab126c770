import ControlPlane
import Foundation
import Pulses
import Testing
import WireModel

@testable import Daemon

@Suite struct DeclaredPipelineTests {
    private func settings(_ yaml: String) throws -> Settings {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", yaml)
            return try temporary.settings()
        }
    }

    private static let daily = """
        pools: {llm: 1}
        pipelines:
          daily:
            cron: "0 3 * * *"
            zone: Europe/Berlin
            tags: [nightly]
            priority: low
            steps:
              decay: {command: [poc-memory, decay]}
              consolidate:
                command: poc-memory consolidate
                retry: {attempts: 3}
                pools: [llm]
              knowledge-loop: {command: [poc-memory, loop], after: consolidate, priority: high, pool: llm}
              digest: {prompt: tell me, after: [knowledge-loop, {step: decay, when: end}], tags: [report]}
        """

    @Test func aPipelineIsAScheduleWithSteps() throws {
        let settings = try settings(Self.daily)
        #expect(settings.refused.isEmpty)
        let daily = try #require(settings.schedules.first)
        #expect(daily.name == "daily" && daily.words.hasPrefix("At 03:00") && daily.request.zone == .set("Europe/Berlin"))
        let steps = try #require(daily.request.steps)
        #expect(steps.map(\.name) == ["decay", "consolidate", "knowledge-loop", "digest"])
        #expect(steps[1].pulse.command == ["poc-memory", "consolidate"] && steps[1].pulse.retry?.attempts == 3)
        #expect(steps[2].pulse.after == [AfterRequest(on: .step("consolidate"))])
        #expect(steps.map(\.pulse.pools) == [[], ["llm"], ["llm"], []])
        #expect(
            steps[3].pulse.after == [AfterRequest(on: .step("knowledge-loop")), AfterRequest(on: .step("decay"), when: "end")])
        #expect(steps[3].pulse.prompt == "tell me" && steps[3].pulse.tags == ["report"])
    }

    @Test func stepsMayBeAList() throws {
        let settings = try settings(
            "pipelines:\n  p:\n    every: 1h\n    steps:\n      - {name: a, command: [\"true\"]}\n      - {name: b, command: [\"true\"], after: [a]}\n"
        )
        #expect(settings.refused.isEmpty && settings.schedules.first?.request.steps?.map(\.name) == ["a", "b"])
    }

    @Test(
        "what is wrong is told with its file, line and key",
        arguments: [
            (
                "cron: \"0 3 * * *\"\n    steps:\n      a: {command: [\"true\"], after: b}\n      b: {command: [\"true\"], after: a}",
                "upbeat.yaml:5: pipelines.p.steps: steps cannot begin: a -> b -> a wait for each other; take one `after` out"
            ),
            (
                "every: 1h\n    steps:\n      a: {command: [\"true\"], after: a}",
                "upbeat.yaml:5: pipelines.p.steps: steps cannot begin: a -> a wait for each other; a step cannot wait for itself"
            ),
            (
                "every: 1h\n    steps:\n      fetch: {command: [\"true\"]}\n      b:\n        command: [\"true\"]\n        after: fetsh",
                "upbeat.yaml:8: pipelines.p.steps.b.after: step b: after 0 \"fetsh\" is not known; there are fetch, b; did you mean fetch?"
            ),
            (
                "every: 1h\n    steps:\n      a:\n        command: [\"true\"]\n        retry: {attempts: 0}",
                "upbeat.yaml:7: pipelines.p.steps.a.retry: step a: retry attempts is 0; 1 to 100 are allowed"
            ),
            (
                "every: 1h\n    steps:\n      a: {command: [\"true\"], aftr: b}",
                "upbeat.yaml:5: pipelines.p.steps.a.aftr: expected a known key; did you mean after?"
            ),
            (
                "every: 1h\n    steps:\n      a: {command: [\"true\"], after: 12}",
                "upbeat.yaml:5: pipelines.p.steps.a.after: step a: after 0 is 12, the number of a pulse; "
                    + "a step of a file waits for steps of the same pipeline"
            ),
            (
                "every: 1h\n    steps:\n      a: {command: [\"true\"], at: tomorrow}",
                "upbeat.yaml:5: pipelines.p.steps.a.at: step a: at is a time of its own; a step begins when its pipeline does, or after other steps"
            ),
            (
                "every: 1h\n    steps:\n      a:\n        command: [\"true\"]\n        pool: llm",
                "upbeat.yaml:7: pipelines.p.steps.a.pools: step a: pools 0 \"llm\" is not declared, and no other pool is; "
                    + "declare it under `pools:` in the configuration, as in `llm: 1`"
            ),
            ("every: 1h", "upbeat.yaml:2: pipelines.p.steps: steps is empty; a pipeline has at least one step"),
            (
                "every: 1h\n    steps: [a, b]",
                "upbeat.yaml:4: pipelines.p.steps.0: expected a map with prompt, command or webhook, got \"a\""
            ),
            (
                "steps:\n      a: {command: [\"true\"]}",
                "upbeat.yaml:2: pipelines.p: expected a time: cron such as \"0 3 * * *\", or every such as 90m; "
                    + "one that is run by hand alone needs no configuration: `upbeat pipeline run FILE` takes the same steps"
            ),
            (
                "every: 1h\n    command: [\"true\"]\n    steps:\n      a: {command: [\"true\"]}",
                "upbeat.yaml:4: pipelines.p.command: command is that of a step; say it below one of them"
            ),
        ])
    func refused(_ pipeline: String, _ sentence: String) throws {
        let settings = try settings("pipelines:\n  p:\n    \(pipeline)\n")
        #expect(settings.refused.flatMap(\.issues).map(\.description).first == sentence)
        #expect(settings.schedules.isEmpty)
    }

    @Test func aScheduleAndAPipelineOfOneNameAreAMistake() throws {
        let settings = try settings(
            "schedules:\n  p: {every: 1h, prompt: x}\npipelines:\n  p:\n    every: 1h\n    steps:\n      a: {command: [\"true\"]}\n")
        #expect(
            settings.refused.flatMap(\.issues).map(\.description) == [
                "upbeat.yaml:4: pipelines.p: expected every pipeline once, got it again (first at upbeat.yaml:2); remove one of them"
            ])
    }

    // MARK: a file that runs once

    private func read(_ text: String) throws(CommandFailure) -> NewPipelineRequest { try readPipeline(Array(text.utf8), named: "p.yaml") }

    @Test func aFileThatRunsOnceHasTheSameForm() throws {
        let wish = try read(
            "name: nightly\npriority: low\nsteps:\n  a: {command: [\"true\"], env: {N: 5}, retry: {attempts: 2, backoff: [1s, 5s]}}\n"
                + "  b: {webhook: http://x/, after: [a, 12, {pulse: 13, when: end}]}\n")
        #expect(wish.name == "nightly" && wish.priority == "low" && wish.steps.map(\.name) == ["a", "b"])
        #expect(wish.steps[0].pulse.env == ["N": "5"] && wish.steps[0].pulse.retry?.backoff == .list(["1s", "5s"]))
        #expect(wish.steps[1].pulse.webhook?.url == "http://x/")
        #expect(
            wish.steps[1].pulse.after == [
                AfterField(on: .step("a")), AfterField(on: .pulse(12)), AfterField(on: .pulse(13), when: "end"),
            ])
        #expect(try read("{\"steps\": [{\"name\": \"a\", \"command\": [\"true\"], \"after\": []}]}").steps.count == 1)
    }

    @Test(arguments: [
        ("", "p.yaml: expected a map with steps"),
        ("[1]", "p.yaml:1: expected a map with steps, got a list"),
        ("steps:\n  a: {comand: [x]}", "p.yaml:2: steps.a.comand: expected a known key; did you mean command?"),
        ("stps: {}", "p.yaml:1: stps: expected a known key; did you mean steps?"),
        (
            "cron: \"0 3 * * *\"\nsteps: {}",
            "p.yaml:1: cron: expected a pipeline that runs once; what comes again stands below pipelines: in the configuration, "
                + "and `upbeat trigger NAME` runs it now"
        ),
    ])
    func aBadFileIsRefused(_ text: String, _ sentence: String) {
        #expect(throws: CommandFailure(message: sentence, exitCode: 64)) { try read(text) }
    }

    @Test(.timeLimit(.minutes(1))) func tenThousandStepsAreRead() throws {
        let steps = (0..<10_000).map { "  s\($0): {command: [\"true\"]\($0 == 0 ? "" : ", after: s\($0 - 1)")}\n" }.joined()
        #expect(try read("steps:\n" + steps).steps.count == 10_000)
    }
}
