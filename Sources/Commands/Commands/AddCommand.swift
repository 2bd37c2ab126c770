import ArgumentParser
import Client

/// `upbeat add`: one wake-up.
struct AddCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Plan a prompt or a command.",
        discussion: Examples.text(
            [
                "upbeat add \"summarise my mail\" --at \"tomorrow 09:00\"",
                "upbeat add \"look at the build again\" --in 20m --session abc --priority high",
                "upbeat add \"say hello\" --runner echo --wait",
                "git diff | upbeat add - --tag review",
                "upbeat add --command --in 1h -- make -C ~/project test",
            ],
            "Without --in and --at it is due at once. When this command returns, the pulse is stored durably."))

    @Argument(help: ArgumentHelp("What to tell the agent; - reads it from standard input.", valueName: "prompt"))
    var prompt: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("With --command: the program and its arguments.", valueName: "argv"))
    var argv: [String] = []

    @Flag(help: "Run a command, given after --, in place of a prompt.")
    var command = false

    @Option(name: .customLong("in"), help: ArgumentHelp("How long from now: 90s, 20m, \"1h 30m\".", valueName: "duration"))
    var delay: String?

    @Option(help: ArgumentHelp("When: \"tomorrow 09:00\", \"friday 5pm\", 2026-01-20T09:00+01:00.", valueName: "when"))
    var at: String?

    @Option(help: ArgumentHelp("critical, high, normal, low or deferred.", valueName: "priority"))
    var priority: String?

    @Option(help: ArgumentHelp("The session of the agent to go on with.", valueName: "session"))
    var session: String?

    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("A reminder to put before the prompt.", valueName: "text"))
    var note: [String] = []

    @Option(help: ArgumentHelp("A label.", valueName: "tag"))
    var tag: [String] = []

    @Option(help: ArgumentHelp("Which agent: hapi, claude, codex, gemini, goose, opencode, echo, or your own.", valueName: "runner"))
    var runner: String?

    @Option(help: ArgumentHelp("The folder to run in.", valueName: "folder"), completion: .directory)
    var cwd: String?

    @Option(help: ArgumentHelp("A variable for the environment of the run.", valueName: "name=value"))
    var env: [String] = []

    @Option(help: ArgumentHelp("How long one attempt may take: 10m.", valueName: "duration"))
    var timeout: String?

    @Option(help: ArgumentHelp("While a pulse with this key is open, no second one is made.", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("The time zone that --at is read in: Europe/Berlin.", valueName: "zone"))
    var zone: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print the id alone.")
    var quiet = false

    @Flag(help: "Wait until it has ended; the exit code is 0 if it completed, else 1.")
    var wait = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if json, quiet { throw .usage("--json and --quiet exclude each other; leave one out") }
        let request = try newPulse(in: surroundings)
        if wait {
            try await addAndWait(request, surroundings)
        } else {
            try await add(request, surroundings)
        }
    }
}
