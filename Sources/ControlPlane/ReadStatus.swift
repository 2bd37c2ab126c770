package import Pulses
package import Recurrence

/// How the house is.
package struct ReadStatus: Sendable {
    let plane: ControlPlane

    private var facts: HouseFacts { plane.facts }

    /// How many of the running pulses are named.
    static let runningLimit = 500

    package struct Answer: Sendable {
        package var isRunning: Bool
        package var facts: HouseFacts
        /// Nil where no daemon runs.
        package var uptime: Duration?
        package var now: Instant
        package var zone: Zone
        package var tally: Tally
        /// The pulse that is due next.
        package var next: Pulse?
        package var running: [Pulse]
        package var schedules: ScheduleCounts
        /// The schedule that fires next, in words, and when.
        package var nextFire: ScheduleView?
        /// While everything is paused.
        package var standstill: Standstill?
        /// The names of the schedules that the pulses come from.
        package var names: [ScheduleID: String]
        /// The pools that hold work back: closed, with something that waits.
        package var closedPools: [PoolUse]
    }

    package func callAsFunction() async throws(RequestError) -> Answer {
        let tally = try await tally()
        let next = try await pulses(PulseQuery(.upcoming, limit: 1)).first
        let running = try await pulses(PulseQuery(.newest([.processing]), limit: Self.runningLimit))
        let now = plane.clock.now()
        let counts = try await asking { () async throws(StoreError) in try await plane.schedules.scheduleCounts() }
        let soonest = try await asking { () async throws(StoreError) in
            try await plane.schedules.schedulesByNext(until: nil, limit: 1)
        }
        let names = try await plane.scheduleNames(of: running + (next.map { [$0] } ?? []))
        return Answer(
            isRunning: isRunning, facts: facts, uptime: uptime, now: now, zone: plane.zone, tally: tally, next: next, running: running,
            schedules: counts, nextFire: soonest.first.map { plane.view($0, fires: 1, at: now) },
            standstill: try await plane.standstill(at: now), names: names,
            closedPools: try await plane.listPools().filter { $0.closed != nil && $0.waiting > 0 })
    }

    /// The counts alone.
    package func tally() async throws(RequestError) -> Tally {
        try await asking { () async throws(StoreError) in try await plane.reading.tally() }
    }

    package var uptime: Duration? {
        facts.daemon.map { max(plane.clock.monotonic() - $0.startedMonotonic, .zero) }
    }

    package var isRunning: Bool { plane.engine.isRunning }

    private func pulses(_ query: PulseQuery) async throws(RequestError) -> [Pulse] {
        try await asking { () async throws(StoreError) in try await plane.reading.pulses(query) }
    }
}

extension Tally {
    /// Attempts that ended, whatever their outcome.
    package var ended: Int64 { byOutcome.values.reduce(0, +) }

    /// Those that did not succeed.
    package var unsuccessful: Int64 { ended - byOutcome[.succeeded, default: 0] }

    /// How long an ended attempt took on average; nil before the first.
    package var meanDuration: Duration? {
        ended > 0 ? .milliseconds(totalDuration.milliseconds / ended) : nil
    }
}
