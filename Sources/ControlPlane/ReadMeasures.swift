package import Pulses
package import Recurrence

/// What a monitor wants to know of the house.
package struct ReadMeasures: Sendable {
    let plane: ControlPlane

    package struct Answer: Sendable {
        package var version: String
        /// Nil where no daemon runs.
        package var startedAt: Instant?
        package var tally: Tally
        package var pools: [PoolUse]
        /// When something is due next: a pulse that waits, or a schedule.
        package var nextFire: Instant?
        /// What the process measured of itself.
        package var measures: Measures
        /// The names of the hooks that there are.
        package var hooks: [String]
    }

    package func callAsFunction() async throws(RequestError) -> Answer {
        let status = plane.status
        let pulse = try await status.pulses(PulseQuery(.upcoming, limit: 1)).first?.progress.dueAt
        let schedule = try await asking { () async throws(StoreError) in
            try await plane.schedules.schedulesByNext(until: nil, limit: 1)
        }.first?.state.next?.at
        return Answer(
            version: plane.facts.version, startedAt: plane.facts.daemon?.startedAt, tally: try await status.tally(),
            pools: try await plane.listPools(), nextFire: [pulse, schedule].compactMap(\.self).min(), measures: plane.measures,
            hooks: plane.hooks.all.map(\.name))
    }
}
