import ArgumentParser
import Client
import StrictJSON
import WireModel

/// `upbeat rm`: removes schedules.
struct RemoveCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove schedules; what waits of them is called off, what runs goes on.",
        discussion: Examples.text(
            ["upbeat rm mail", "upbeat rm mail health"],
            "What has happened stays on record until it is pruned. Pulses are called off with `upbeat cancel`."))

    @Argument(help: ArgumentHelp("The schedules.", valueName: "name"))
    var names: [String]

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        if let number = names.first(where: { $0.first?.isNumber == true }) {
            throw .usage("\(Words.quoted(number)) is a pulse; `upbeat cancel \(number)` calls it off")
        }
        let changes = ManySchedules(names: names, json: json, global: global)
        try await changes.run(
            in: surroundings, list: "removed",
            change: { client, name async throws(ClientError) in try await client.removeSchedule(name) },
            document: { ["id": .integer($0.id), "name": .string($0.name)] },
            sentence: { "schedule \($0.name) is removed" })
    }
}
