import ArgumentParser
import Client
import Daemon
import WireModel

/// `upbeat pipeline run`: makes the steps of a file, at once.
struct PipelineRunCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Make the steps of a file, all of them or none.",
        discussion: Examples.text(
            ["upbeat pipeline run nightly.yaml", "upbeat pipeline run nightly.yaml --at \"tomorrow 03:00\" --name nightly"],
            """
            The file holds YAML or JSON:

              name: nightly
              steps:
                fetch: {command: [./fetch.sh]}
                parse: {command: [./parse.sh], after: fetch, retry: {attempts: 3}}
                tidy: {command: [./tidy.sh], after: {step: parse, when: end}}

            A step begins when all it is `after` have completed (with `when: end`: have ended). What an earlier step wrote to its standard \
            output is in the file that UPBEAT_INPUT_FILE names.
            """))

    @Argument(help: ArgumentHelp("The file; - reads standard input.", valueName: "file"), completion: .file(extensions: ["yaml", "json"]))
    var file: String

    @Option(help: ArgumentHelp("What it is known by, in place of what the file says.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("When it begins: \"tomorrow 03:00\", \"in 20m\".", valueName: "when"))
    var at: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print the id alone.")
    var quiet = false

    @OptionGroup var global: GlobalOptions

    /// The most that is read, in bytes.
    private static let limit = 8 << 20

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if json, quiet { throw .usage("--json and --quiet exclude each other; leave one out") }
        let wish = try wish(surroundings)
        let (pipeline, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            (try await door.client.makePipeline(wish), door.isDaemon)
        }
        if json { return try surroundings.printJSON(pipeline) }
        if quiet { return try surroundings.printLine(String(pipeline.id)) }
        let name = pipeline.name.map { "\($0), " } ?? ""
        try surroundings.printLine(
            "pipeline \(name)number \(pipeline.id) is made: \(Words.count(pipeline.steps.count, "step")); "
                + "see `upbeat pipeline show \(pipeline.id)`")
        if !isDaemon { surroundings.tell("No daemon runs: it begins when one starts (`upbeat run`).") }
    }

    private func wish(_ surroundings: Surroundings) throws(CommandError) -> NewPipelineRequest {
        let bytes: [UInt8]
        if file == "-" {
            if surroundings.input.isTerminal { surroundings.tell("Type the pipeline as YAML; Ctrl-D ends it.") }
            bytes = try surroundings.input.read(Self.limit + 1)
        } else {
            guard let read = BoundedFile.read(surroundings.absolute(file), limit: Self.limit) else {
                throw .usage("\(Words.quoted(file)) cannot be read, or has more than 8 MiB; look at its path and its mode")
            }
            bytes = read
        }
        guard bytes.count <= Self.limit else { throw .usage("the pipeline on standard input has more than 8 MiB") }
        do {
            var wish = try readPipeline(bytes, named: file == "-" ? "standard input" : file)
            if let name { wish.name = name }
            if let at { wish.at = at }
            return wish
        } catch {
            throw .daemon(error)
        }
    }
}
