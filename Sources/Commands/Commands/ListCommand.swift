import ArgumentParser
import Client
import StrictJSON
import WireModel

/// `upbeat ls`: the pulses, or the schedules.
struct ListCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List pulses: what is open, soonest first, then the latest that ended. Or schedules, by name.",
        discussion: Examples.text(
            [
                "upbeat ls",
                "upbeat ls --upcoming -n 5",
                "upbeat ls --status failed,missed",
                "upbeat ls --all --json | jq '.pulses[].id'",
                "upbeat ls --schedules",
            ],
            """
            When piped it prints columns between tabs: id, status, time, priority, attempts, what; for schedules: name, state, next time, \
            rule, how often it fired, what.
            """))

    @Option(help: ArgumentHelp("Only these, newest first.", valueName: "a,b"))
    var status: String?

    @Flag(help: "Only what is pending, soonest first.")
    var upcoming = false

    @Flag(help: "Every pulse there is, newest first.")
    var all = false

    @Flag(help: "The schedules, by name.")
    var schedules = false

    @Option(name: [.customShort("n"), .customLong("limit")], help: ArgumentHelp("How many at most.", valueName: "number"))
    var limit: Int?

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    private static let defaultLimit = 20

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let wish = try wish()
        if schedules { return try await listSchedules(in: surroundings) }
        let limit = limit ?? (all ? Int.max : Self.defaultLimit)
        let (list, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            (try await PulseList.fetch(wish, limit: limit, door.client), door.isDaemon)
        }
        if json {
            return try surroundings.printJSON(["pulses": .array(list.pulses.map(\.json))])
        }
        let table = PulseTable(words: surroundings.words).table(list.pulses)
        if let width = surroundings.output.width, !list.pulses.isEmpty {
            try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
        } else {
            try surroundings.print(table.plain())
        }
        remark(list, isDaemon: isDaemon, surroundings)
    }

    private func wish() throws(CommandError) -> PulseList.Wish {
        let chosen = [status.map { _ in "--status" }, upcoming ? "--upcoming" : nil, all ? "--all" : nil, schedules ? "--schedules" : nil]
            .compactMap { $0 }
        if chosen.count > 1 { throw .usage("\(chosen.joined(separator: " and ")) exclude each other; leave one out") }
        if let limit, limit < 1 { throw .usage("-n \(limit) lists nothing; give a number from 1") }
        if upcoming { return .upcoming }
        if all { return .newest([]) }
        guard let status else { return .overview }
        return .newest(try Self.statuses(status))
    }

    private static func statuses(_ text: String) throws(CommandError) -> [String] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names where !PulseList.statuses.contains(name) {
            let hint = nearest(name, in: PulseList.statuses).map { "did you mean \($0)? There are " } ?? "there are "
            throw .usage("\(Words.quoted(name)) is no status; \(hint)\(PulseList.statuses.joined(separator: ", "))")
        }
        return names
    }

    /// What the list itself does not say, on stderr for a person.
    private func remark(_ list: PulseList, isDaemon: Bool, _ surroundings: Surroundings) {
        guard surroundings.messages.isTerminal else { return }
        if list.pulses.isEmpty { surroundings.tell(status == nil ? "No pulses; `upbeat add --help` shows how to make one." : "None.") }
        if list.hasMore { surroundings.tell("There are more; `upbeat ls --all` lists them all, -n sets how many.") }
        if !isDaemon, list.pulses.contains(where: { PulseEnd.openStatuses.contains($0.status) }) {
            surroundings.tell("No daemon runs; what is open waits until one starts (`upbeat run`).")
        }
    }
}
