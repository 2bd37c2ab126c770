import ArgumentParser
import Client
import WireModel

/// `upbeat pause`: nothing of a schedule, or nothing at all, starts for a while.
struct PauseCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Pause schedules, or with --all everything that would start.",
        discussion: Examples.text(
            [
                "upbeat pause mail",
                "upbeat pause mail --until \"monday 08:00\" --why \"on holiday\"",
                "upbeat pause --all --until \"in 2 hours\"",
            ],
            """
            What runs may end. What falls into a pause is skipped or deferred by the schedule's policy, and put on record. With --all \
            one-offs and retries wait too.
            """))

    @Argument(help: ArgumentHelp("The schedules.", valueName: "name"))
    var names: [String] = []

    @Flag(help: "Everything: schedules, one-offs and retries.")
    var all = false

    @Option(help: ArgumentHelp("When it ends by itself: \"tomorrow 08:00\", \"in 2 hours\".", valueName: "when"))
    var until: String?

    @Option(help: ArgumentHelp("The reason, for those who wonder.", valueName: "text"))
    var why: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard all == names.isEmpty else {
            throw .usage(
                all
                    ? "--all pauses everything; leave \(Words.quoted(names[0])) out"
                    : "which schedule? Name one, or say --all for everything")
        }
        let wish = PauseRequest(until: until, why: why)
        let words = surroundings.words
        guard !all else {
            let pause = try await Complaint.explaining(wish) { () throws(CommandError) in
                try await surroundings.ask(global) { door throws(ClientError) in try await door.client.pauseEverything(wish) }
            }
            if json { return try surroundings.printJSON(StandstillResponse(pause: pause)) }
            return try surroundings.printLine("everything is paused \(PauseWords.end(pause, words, resume: "--all"))")
        }
        let changes = ManySchedules(names: names, json: json, global: global)
        try await changes.run(
            in: surroundings, change: { client, name async throws(ClientError) in try await client.pauseSchedule(name, wish) },
            document: \.schedule.json,
            sentence: { answer in
                let name = answer.schedule.name
                guard let pause = answer.schedule.pause else { return "schedule \(name) is paused" }
                return "schedule \(name) is paused \(PauseWords.end(pause, words, resume: name))"
            })
    }
}
