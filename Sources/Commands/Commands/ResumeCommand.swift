import ArgumentParser
import Client
import WireModel

/// `upbeat resume`: lets go on what was paused.
struct ResumeCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let paused or snoozed schedules go on, or with --all everything.",
        discussion: Examples.text(["upbeat resume mail", "upbeat resume --all"]))

    @Argument(help: ArgumentHelp("The schedules.", valueName: "name"))
    var names: [String] = []

    @Flag(help: "Everything that `pause --all` stopped; schedules that are paused by themselves stay so.")
    var all = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard all == names.isEmpty else {
            throw .usage(
                all
                    ? "--all resumes everything; leave \(Words.quoted(names[0])) out"
                    : "which schedule? Name one, or say --all for everything")
        }
        let words = surroundings.words
        guard !all else {
            let pause = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.resumeEverything() }
            if json { return try surroundings.printJSON(StandstillResponse(pause: pause)) }
            return try surroundings.printLine("everything goes on; it was paused \(PauseWords.whole(pause, words))")
        }
        let changes = ManySchedules(names: names, json: json, global: global)
        try await changes.run(
            in: surroundings, change: { client, name async throws(ClientError) in try await client.resumeSchedule(name) },
            document: \.schedule.json,
            sentence: { answer in
                let next = answer.schedule.next.map { "; it fires \(words.moment($0.at))" } ?? ""
                return "schedule \(answer.schedule.name) goes on\(next)"
            })
    }
}
