import ArgumentParser
import Client
import WireModel

/// `upbeat show`: all about one pulse.
struct ShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all about a pulse: what it does, its times, its attempts, the end of its output.",
        discussion: Examples.text(["upbeat show 12", "upbeat show 12 --json | jq .attempts"]))

    @Argument(help: ArgumentHelp("The pulse.", valueName: "id"))
    var id: String

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let id = try PulseNumber.parse(id)
        let detail = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.show(id) }
        if json { return try surroundings.printJSON(detail) }
        try surroundings.print(ShowPage(detail: detail, words: surroundings.words, paint: surroundings.paint(global)).text())
    }
}
