import ArgumentParser
import Client
import WireModel

/// `upbeat upcoming`: what is going to happen.
struct UpcomingCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upcoming",
        abstract: "List what is coming: pulses that wait and the next times of schedules.",
        discussion: Examples.text(
            ["upbeat upcoming", "upbeat upcoming --within 7d -n 200", "upbeat upcoming --json | jq '.entries[].at'"],
            "When piped it prints columns between tabs: time, where it comes from, what."))

    @Option(help: ArgumentHelp("How far to look ahead.", valueName: "duration"))
    var within = "24h"

    @Option(name: [.customShort("n"), .customLong("limit")], help: ArgumentHelp("How many at most, up to 500.", valueName: "number"))
    var limit = 50

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        guard (1...500).contains(limit) else { throw .usage("-n \(limit) is not possible; give a number from 1 to 500") }
        let (answer, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            (try await door.client.upcoming(within: within, limit: limit), door.isDaemon)
        }
        if json { return try surroundings.printJSON(answer) }
        let table = UpcomingTable(words: surroundings.words).table(answer.entries)
        if let width = surroundings.output.width, !answer.entries.isEmpty {
            try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
        } else {
            try surroundings.print(table.plain())
        }
        remark(answer, isDaemon: isDaemon, surroundings)
    }

    /// What the list itself does not say, on stderr for a person.
    private func remark(_ answer: UpcomingResponse, isDaemon: Bool, _ surroundings: Surroundings) {
        guard surroundings.messages.isTerminal else { return }
        if answer.entries.isEmpty { surroundings.tell("Nothing is coming within \(within).") }
        for (name, count) in answer.more.sorted(by: { $0.key < $1.key }) {
            surroundings.tell("The schedule \(name) fires \(count) more times within \(within).")
        }
        if answer.hasMore { surroundings.tell("There is more; -n sets how many are listed.") }
        if let pause = answer.standstill {
            surroundings.tell("Everything is paused \(PauseWords.whole(pause, surroundings.words)); nothing starts meanwhile.")
        }
        if !isDaemon, !answer.entries.isEmpty { surroundings.tell("No daemon runs; it waits until one starts (`upbeat run`).") }
    }
}
