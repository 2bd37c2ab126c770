import ArgumentParser
import Client
import StrictJSON
import WireModel

/// `upbeat pipeline show`: draws it.
struct PipelineShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Draw the steps of a pipeline, what waits for what, and how each stands.",
        discussion: Examples.text(
            ["upbeat pipeline show 41", "upbeat pipeline show daily", "upbeat pipeline show 41 --json | jq '.steps[].status'"],
            "By its name: what a declared one is to do, when it comes next, and how it did the last time."))

    @Argument(help: ArgumentHelp("Any of its pulses, or the pipeline's name.", valueName: "id|name"))
    var id: String

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    /// What a name stands for: a schedule that makes pipelines, the latest of them, or both.
    private struct Named: Sendable {
        var schedule: ScheduleDetailResponse?
        var run: PipelineResponse?
    }

    func run(in surroundings: Surroundings) async throws(CommandError) {
        switch try ScheduleWord.thing(id) {
        case .pulse(let id):
            let pipeline = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.pipeline(id) }
            if json { return try surroundings.printJSON(pipeline) }
            try surroundings.print(page(pipeline, surroundings).text())
        case .schedule(let name):
            let named = try await surroundings.ask(global) { door throws(ClientError) in try await Self.find(name, door.client) }
            if json { return try surroundings.printJSON(["schedule": named.schedule?.json ?? .null, "latest": named.run?.json ?? .null]) }
            var parts: [String] = []
            if let schedule = named.schedule { parts.append(plan(schedule, hasRun: named.run != nil, surroundings)) }
            if let run = named.run { parts.append(page(run, surroundings).text()) }
            try surroundings.print(parts.joined(separator: "\n"))
        }
    }

    private static func find(_ name: String, _ client: UpbeatClient) async throws(ClientError) -> Named {
        var named = Named()
        var isMissing = false
        do throws(ClientError) {
            let schedule = try await client.showSchedule(name)
            if !schedule.schedule.steps.isEmpty { named.schedule = schedule }
        } catch {
            guard case .problem(_, status: 404) = error else { throw error }
            isMissing = true
        }
        if let latest = try await client.pipelines(named: name, limit: 1).pipelines.first {
            named.run = try await client.pipeline(latest.id)
        }
        if named.schedule == nil, named.run == nil {
            let detail =
                !isMissing
                ? "the schedule \(name) makes no pipeline; see `upbeat show \(name)`"
                : "there is no pipeline \(name); `upbeat pipeline ls` lists those there are"
            throw .problem(Problem(name: "not-found", title: "Not Found", status: 404, detail: detail), status: 404)
        }
        return named
    }

    private func page(_ pipeline: PipelineResponse, _ surroundings: Surroundings) -> PipelinePage {
        PipelinePage(
            pipeline: pipeline, words: surroundings.words, paint: surroundings.paint(global), width: surroundings.output.width ?? 120)
    }

    /// What it is to do, and when; the steps themselves where there is no run that shows them.
    private func plan(_ detail: ScheduleDetailResponse, hasRun: Bool, _ surroundings: Surroundings) -> String {
        let (schedule, paint, words) = (detail.schedule, surroundings.paint(global), surroundings.words)
        var lines = [
            "\(paint("pipeline \(schedule.name)", .bold)) is \(SafeText.line(schedule.state)): \(SafeText.line(schedule.timing.words))"
        ]
        if let next = schedule.next { lines.append("  next \(words.moment(next.at))") }
        lines.append("  " + (schedule.file.map { "declared in \(SafeText.line($0))" } ?? "made by \(SafeText.line(schedule.createdBy))"))
        if !hasRun {
            lines += ["  it has not run yet", ""]
            lines += GraphPage(graph: StepGraph(schedule.steps), paint: paint, width: surroundings.output.width ?? 120).lines
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
