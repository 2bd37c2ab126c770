package import Pulses
package import Recurrence

extension Own {
    /// What did not run though it should have.
    package struct Missed: Hashable, Sendable {
        package var event: EventRecord
        /// The name of the schedule; nil for a pulse that was made by itself.
        package var schedule: String?
    }

    /// What was missed since then of what a caller is shown, newest first, among the latest events.
    ///
    /// - Returns: at most `limit`, and how many there were.
    package func missed(
        since: Instant, limit: Int, for sight: Sight
    ) async throws(RequestError) -> (missed: [Missed], count: Int) {
        let events = try await asking { () async throws(StoreError) in
            try await plane.reading.latestEvents(of: [.pulseMissed, .scheduleMissed], since: since, lookingBack: Self.lookLimit)
        }
        var owned: [EventRecord] = []
        for event in events where try await isShown(event, to: sight) { owned.append(event) }
        let names = try await plane.names(of: owned.prefix(limit).compactMap(\.schedule))
        let shown = owned.prefix(limit).map { event in Missed(event: event, schedule: event.schedule.flatMap { names[$0] }) }
        return (shown, owned.count)
    }

    /// Whether what an event tells of is shown to a caller. What concerns the whole house is shown to all.
    package func isShown(_ event: EventRecord, to sight: Sight) async throws(RequestError) -> Bool {
        guard sight.agent != nil else { return true }
        if let id = event.pulse {
            let pulse = try await asking { () async throws(StoreError) in try await plane.reading.pulse(id) }
            return pulse.map { sight.shows($0.spec.owner) } ?? false
        }
        if let id = event.schedule {
            let schedule = try await asking { () async throws(StoreError) in try await plane.schedules.schedule(id) }
            return schedule.map { sight.shows($0.spec.template.owner) } ?? false
        }
        return true
    }
}
