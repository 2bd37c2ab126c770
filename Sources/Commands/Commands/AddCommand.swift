import ArgumentParser
import Client

/// `upbeat add`: one wake-up, or a schedule of them.
struct AddCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Plan a prompt, a command or a webhook.",
        discussion: Examples.text(
            [
                "upbeat add \"summarise my mail\" --at \"tomorrow 09:00\"",
                "upbeat add \"look at the build again\" --in 20m --session abc --priority high",
                "upbeat add \"say hello\" --runner echo --wait",
                "git diff | upbeat add - --tag review",
                "upbeat add --command --in 1h -- make -C ~/project test",
                "upbeat add \"sum up the week\" --pool llm --key week --on-key replace",
                "upbeat add --webhook https://example.com/hook --secret '${env:HOOK_SECRET}' --payload '{\"job\": 7}' --in 5m",
                "upbeat add \"summarise my mail\" --cron \"0 9 * * 1-5\" --name mail --tz Europe/Berlin",
                "upbeat add --command --after 12 -- ./report.sh",
                "upbeat add --command --every 15m --name health --overlap buffer_one -- ./check.sh",
            ],
            """
            Without --in, --at, --cron and --every it is due at once. With --cron or --every it is a schedule, which needs a name. When \
            this command returns, what was asked for is stored durably.
            """))

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

    @Option(
        help: ArgumentHelp(
            "When it is too late to begin: \"in 2h\", 17:00; of a schedule: how long after each is due, 2h.", valueName: "when"))
    var expires: String?

    @Option(help: ArgumentHelp("While a pulse with this key is open, no second one is made.", valueName: "key"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of it while one with its key is open: keep (the open one), replace or refuse.", valueName: "policy"))
    var onKey: String?

    @Option(
        help: ArgumentHelp(
            "It begins when this pulse has completed; 12:end: when it has ended, however. Several: all of them.", valueName: "id"))
    var after: [String] = []

    @Option(help: ArgumentHelp("What a schedule is known by.", valueName: "name"))
    var name: String?

    @OptionGroup var options: PulseOptions

    @OptionGroup(title: "WEBHOOKS") var webhook: WebhookOptions

    @OptionGroup(title: "SCHEDULES") var schedule: ScheduleOptions

    @Flag(help: "Make nothing; say when a schedule would fire.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print the id alone.")
    var quiet = false

    @Flag(help: "Wait until it has ended; the exit code is 0 if it completed, else 1.")
    var wait = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if json, quiet { throw .usage("--json and --quiet exclude each other; leave one out") }
        if schedule.isRecurring {
            let wish = try newSchedule(in: surroundings)
            return dryRun ? try await preview(wish, surroundings) : try await addSchedule(wish, surroundings)
        }
        for option in schedule.given + (name == nil ? [] : ["--name"]) + (dryRun ? ["--dry-run"] : []) {
            throw .usage("\(option) is for a schedule; say when it comes with --cron or --every, or leave \(option) out")
        }
        let request = try newPulse(in: surroundings)
        if wait {
            try await addAndWait(request, surroundings)
        } else {
            try await add(request, surroundings)
        }
    }
}
