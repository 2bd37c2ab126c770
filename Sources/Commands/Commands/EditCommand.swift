import ArgumentParser
import Client
import StrictJSON
import WireModel

/// `upbeat edit`: changes a schedule in part.
struct EditCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change a schedule; what is not mentioned stays.",
        discussion: Examples.text(
            [
                "upbeat edit mail --cron \"30 8 * * 1-5\"",
                "upbeat edit mail --prompt \"summarise my mail, briefly\" --unset jitter",
                "upbeat edit health --every 5m --dry-run",
            ],
            """
            Its history stays; only its future is computed anew. A list such as --tag or --active takes the place of the one before. \
            --unset puts a field back to its default. A schedule that is declared in a file is changed there.
            """))

    @Argument(help: ArgumentHelp("The schedule.", valueName: "name"))
    var name: String

    @Argument(parsing: .postTerminator, help: ArgumentHelp("With --command: the program and its arguments.", valueName: "argv"))
    var argv: [String] = []

    @Option(help: ArgumentHelp("What to tell the agent.", valueName: "text"))
    var prompt: String?

    @Flag(help: "Run a command, given after --, in place of a prompt.")
    var command = false

    @Option(help: ArgumentHelp("Another name.", valueName: "name"))
    var rename: String?

    @Option(help: ArgumentHelp("How long after it is due each of its pulses may still begin.", valueName: "duration"))
    var expires: String?

    @OptionGroup var options: PulseOptions

    @OptionGroup(title: "WEBHOOKS") var webhook: WebhookOptions

    @OptionGroup(title: "SCHEDULES") var schedule: ScheduleOptions

    @Option(help: ArgumentHelp("A field to put back to its default: jitter, active, note, ...", valueName: "field"))
    var unset: [String] = []

    @Flag(help: "Change nothing; say when it would fire.")
    var dryRun = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let name = try ScheduleWord.parse(name)
        let patch = try patch(in: surroundings)
        if dryRun {
            let answer = try await Complaint.explaining(patch) { () throws(CommandError) in
                try await surroundings.ask(global) { door throws(ClientError) in
                    try await door.client.previewSchedule(name, patch, count: AddCommand.previewed)
                }
            }
            return try PreviewNote.print(answer, json: json, surroundings, global)
        }
        let answer = try await Complaint.explaining(patch) { () throws(CommandError) in
            try await surroundings.ask(global) { door throws(ClientError) in try await door.client.changeSchedule(name, patch) }
        }
        if json { return try surroundings.printJSON(answer) }
        try surroundings.print(
            ScheduleNote(answer: answer, words: surroundings.words, paint: surroundings.paint(global)).text("changed"))
    }

    private func patch(in surroundings: Surroundings) throws(CommandError) -> SchedulePatch {
        var wish = NewScheduleRequest()
        schedule.fill(&wish)
        try options.fill(&wish, surroundings)
        wish.name = rename
        wish.expiresAfter = expires
        wish.prompt = prompt
        wish.webhook = try webhook.fields(surroundings)
        if wish.webhook != nil, prompt != nil || command {
            throw .usage("--webhook goes with neither --prompt nor --command; leave one out")
        }
        if command {
            guard prompt == nil, argv.first?.isEmpty == false else {
                throw .usage("--command goes without --prompt, with the program after --, as in: upbeat edit NAME --command -- make test")
            }
            wish.command = argv
        } else if let first = argv.first {
            throw .usage("what is \(Words.quoted(first)) after -- for? Say --command where it is one")
        }
        var cleared: Set<String> = []
        for name in unset { cleared.insert(try Self.field(name)) }
        let patch = SchedulePatch(wish, cleared: cleared)
        if patch.json.objectValue?.isEmpty != false { throw .usage("say what is to change, as in: upbeat edit \(name) --every 5m") }
        if let both = cleared.first(where: { wish.json[$0] != nil }) { throw .usage("\(both) is both set and unset; leave one out") }
        return patch
    }

    /// The field of a flag: `note` is `sticky_notes`.
    private static func field(_ name: String) throws(CommandError) -> String {
        let plain = name.drop { $0 == "-" }.replacing("-", with: "_")
        let field = ["note": "sticky_notes", "tag": "tags", "pool": "pools", "tz": "zone", "quiet_hours": "quiet"][plain] ?? String(plain)
        guard NewScheduleRequest.fieldNames.contains(field), field != "name" else {
            let names = (NewScheduleRequest.fieldNames + ["note", "tag", "pool", "tz", "quiet_hours"]).filter {
                $0 != "name" && $0 != "created_by"
            }
            let hint = nearest(field, in: names).map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))"
            throw .usage("--unset \(Words.quoted(name)) is no field; \(hint)")
        }
        return field
    }
}
