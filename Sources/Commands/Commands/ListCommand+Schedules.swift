import Client
import StrictJSON
import WireModel

extension ListCommand {
    /// As many as a person at a terminal is shown who does not say how many.
    private static let mostSchedulesShown = 500

    /// All schedules, brought together from as many pages as it takes; at a terminal no more than somebody reads.
    func listSchedules(in surroundings: Surroundings) async throws(CommandError) {
        let most = limit ?? (json || surroundings.output.width == nil ? .max : Self.mostSchedulesShown)
        let (list, hasMore, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            var list: [ScheduleResponse] = []
            var last: String?
            repeat {
                let page = try await door.client.listSchedules(after: last, limit: min(UpbeatClient.pageLimit, most - list.count))
                list += page.schedules
                last = page.nextAfter
            } while last != nil && list.count < most
            return (list, last != nil, door.isDaemon)
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
        if hasMore { surroundings.tell("There are more; -n sets how many.") }
        if !isDaemon, list.contains(where: { $0.next != nil }) {
            surroundings.tell("No daemon runs; they fire when one runs (`upbeat run`).")
        }
    }
}
