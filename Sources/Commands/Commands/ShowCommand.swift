import ArgumentParser
import Client
import WireModel

/// `upbeat show`: all about one pulse, or one schedule.
struct ShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all about a pulse or a schedule: what it does, its times, what came of it.",
        discussion: Examples.text(
            ["upbeat show 12", "upbeat show mail", "upbeat show 12 --json | jq .attempts"],
            "Inside a run that Upbeat started, without a name, the pulse of this run is meant."))

    @Argument(help: ArgumentHelp("The pulse, or the schedule.", valueName: "id|name"))
    var id: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        switch try id.map({ text throws(CommandError) in try ScheduleWord.thing(text) }) {
        case nil:
            let detail = try await surroundings.withDoor(global) { door throws(CommandError) in
                guard let run = door.client.run else {
                    throw .usage("name a pulse or a schedule: `upbeat show 12`; this is no run of that daemon, which could be meant")
                }
                do throws(ClientError) {
                    return try await door.client.show(run.pulse)
                } catch {
                    throw .client(error)
                }
            }
            try print(detail, surroundings)
        case .pulse(let id):
            try print(try await surroundings.ask(global) { door throws(ClientError) in try await door.client.show(id) }, surroundings)
        case .schedule(let name):
            let detail = try await surroundings.ask(global) { door throws(ClientError) in try await door.client.showSchedule(name) }
            if json { return try surroundings.printJSON(detail) }
            let page = SchedulePage(
                detail: detail, words: surroundings.words, paint: surroundings.paint(global), width: surroundings.output.width ?? 120)
            try surroundings.print(page.text())
        }
    }

    private func print(_ detail: PulseDetailResponse, _ surroundings: Surroundings) throws(CommandError) {
        if json { return try surroundings.printJSON(detail) }
        try surroundings.print(ShowPage(detail: detail, words: surroundings.words, paint: surroundings.paint(global)).text())
    }
}
