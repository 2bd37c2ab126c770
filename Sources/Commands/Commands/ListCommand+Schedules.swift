import Client
import StrictJSON
import WireModel

extension ListCommand {
    /// All schedules, brought together from as many pages as it takes.
    func listSchedules(in surroundings: Surroundings) async throws(CommandError) {
        let most = limit ?? .max
        let (list, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            var list: [ScheduleResponse] = []
            var last: String?
            repeat {
                let page = try await door.client.listSchedules(after: last, limit: min(UpbeatClient.pageLimit, most - list.count))
                list += page.schedules
                last = page.nextAfter
            } while last != nil && list.count < most
            return (list, door.isDaemon)
        }
        if json { return try surroundings.printJSON(["schedules": .array(list.map(\.json))]) }
        let table = ScheduleTable(words: surroundings.words).table(list)
        guard let width = surroundings.output.width, !list.isEmpty else {
            try surroundings.print(table.plain())
            if list.isEmpty, surroundings.messages.isTerminal {
                surroundings.tell("No schedules; `upbeat add --help` shows how to make one.")
            }
            return
        }
        try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
        if !isDaemon, list.contains(where: { $0.next != nil }) {
            surroundings.tell("No daemon runs; they fire when one runs (`upbeat run`).")
        }
    }
}
