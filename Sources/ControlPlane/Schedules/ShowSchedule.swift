package import Pulses
package import Recurrence

/// All about a schedule: in words, its next times, what became of the last ones, what is open.
package struct ShowSchedule: Sendable {
    let plane: ControlPlane

    static let firesShown = 5
    static let outcomesShown = 10
    static let openShown = 100

    package struct Answer: Hashable, Sendable {
        package var view: ScheduleView
        /// Newest first.
        package var outcomes: [OccurrenceOutcome]
        /// Oldest first.
        package var open: [Pulse]
        /// While everything is paused.
        package var standstill: Standstill?
    }

    package func callAsFunction(_ name: String) async throws(RequestError) -> Answer {
        let schedule = try await plane.find(name)
        let now = plane.clock.now()
        let outcomes = try await outcomes(of: schedule, before: nil, limit: Self.outcomesShown)
        let open = try await asking { () async throws(StoreError) in
            try await plane.reading.pulses(PulseQuery(.open(of: schedule.id), limit: Self.openShown))
        }
        return Answer(
            view: plane.view(schedule, fires: Self.firesShown, at: now), outcomes: outcomes, open: open,
            standstill: try await plane.standstill(at: now))
    }

    /// A page of what became of its occurrences, newest first.
    package func outcomes(_ name: String, before: Instant?, limit: Int) async throws(RequestError) -> OutcomePage {
        let schedule = try await plane.find(name)
        let found = try await outcomes(of: schedule, before: before, limit: limit + 1)
        let page = Array(found.prefix(limit))
        return OutcomePage(outcomes: page, nextBefore: found.count > limit ? page.last?.occurrence.first : nil)
    }

    package struct OutcomePage: Hashable, Sendable {
        package var outcomes: [OccurrenceOutcome]
        /// Where the next page begins; nil on the last one.
        package var nextBefore: Instant?
    }

    private func outcomes(of schedule: Schedule, before: Instant?, limit: Int) async throws(RequestError) -> [OccurrenceOutcome] {
        let found = try await asking { () async throws(StoreError) in
            try await plane.schedules.outcomes(of: schedule.id, before: before, limit: limit)
        }
        guard !schedule.spec.steps.isEmpty else { return found }
        var whole: [OccurrenceOutcome] = []
        for outcome in found { whole.append(try await plane.showPipeline.whole(outcome)) }
        return whole
    }
}
