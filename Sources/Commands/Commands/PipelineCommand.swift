import ArgumentParser
import Client
import WireModel

/// `upbeat pipeline`: pulses that are made together and depend on each other.
struct PipelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Run steps that wait for each other; show, list and cancel such pipelines.",
        discussion: Examples.text(
            [
                "upbeat pipeline run nightly.yaml", "upbeat pipeline run - --at \"tomorrow 03:00\" < steps.json",
                "upbeat pipeline show 41", "upbeat pipeline show daily", "upbeat pipeline cancel 41",
            ],
            """
            A pipeline is known by the number of its first pulse; the number of any of them will do. One that is declared in the \
            configuration (below `pipelines:`) is a schedule as well: `upbeat ls --schedules` lists it, and `upbeat trigger NAME` runs it now.
            """),
        subcommands: [PipelineRunCommand.self, PipelineShowCommand.self, PipelineListCommand.self, PipelineCancelCommand.self])
}

/// `upbeat pipeline ls`: the latest.
struct PipelineListCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the latest pipelines, newest first.",
        discussion: Examples.text(
            ["upbeat pipeline ls", "upbeat pipeline ls --name daily --json"],
            "When piped it prints columns between tabs: id, status, steps that completed of all, time, name."))

    @Option(help: ArgumentHelp("Only those of this name.", valueName: "name"))
    var name: String?

    @Option(name: [.customShort("n"), .customLong("limit")], help: ArgumentHelp("How many at most, up to 100.", valueName: "number"))
    var limit = 20

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard (1...100).contains(limit) else { throw .usage("-n \(limit) is not possible; give a number from 1 to 100") }
        let list = try await surroundings.ask(global) { door throws(ClientError) in
            try await door.client.pipelines(named: name, limit: limit)
        }
        if json { return try surroundings.printJSON(list) }
        let table = PipelineTable(words: surroundings.words).table(list.pipelines)
        guard let width = surroundings.output.width else { return try surroundings.print(table.plain()) }
        if list.pipelines.isEmpty { return surroundings.tell("No pipelines; `upbeat pipeline run --help` shows how to make one.") }
        try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
    }
}

/// `upbeat pipeline cancel`: calls off all that has not ended.
struct PipelineCancelCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Call off all steps that have not ended; what runs is ended, with all its processes.",
        discussion: Examples.text(
            ["upbeat pipeline cancel 41"], "One step and what waits for it is called off with `upbeat cancel ID`."))

    @Argument(help: ArgumentHelp("Any of its pulses.", valueName: "id"))
    var id: String

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let number = try PulseNumber.parse(id)
        let answer = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.cancelPipeline(number) }
        if json { return try surroundings.printJSON(answer) }
        try surroundings.printLine(CancelCommand.sentence(answer))
    }
}
