package import Pulses

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
        return Page(events: events, names: names, nextAfter: events.last?.sequence ?? sequence)
    }
}
