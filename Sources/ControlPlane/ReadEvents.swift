package import Pulses
import Recurrence

/// What happened, in its order.
package struct ReadEvents: Sendable {
    let plane: ControlPlane

    package struct Page: Hashable, Sendable {
        package var events: [EventRecord]
        /// The names of the schedules that they tell of.
        package var names: [ScheduleID: String]
        /// What to ask after next; the number asked after, where there is nothing new.
        package var nextAfter: Int64
    }

    package func callAsFunction(after sequence: Int64, limit: Int) async throws(RequestError) -> Page {
        let events = try await asking { () async throws(StoreError) in try await plane.reading.events(after: sequence, limit: limit) }
        let names = try await plane.names(of: events.compactMap(\.schedule))
        if let last = events.last { return Page(events: events, names: names, nextAfter: last.sequence) }
        // Whoever asks after a number that was never given is told where the events really are.
        let newest = try await asking { () async throws(StoreError) in
            try await plane.reading.latestEvents(of: Set(EventKind.allCases), since: .distantPast, lookingBack: 1)
        }.first
        return Page(events: [], names: names, nextAfter: min(sequence, newest?.sequence ?? 0))
    }
}
