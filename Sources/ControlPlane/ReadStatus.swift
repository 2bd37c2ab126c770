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
        /// The end of the daemon's life that was no orderly one, the latest.
        package var lastCrash: Crash?
        /// The pools in which something runs or waits, or that are closed.
        package var loadedPools: [PoolUse]
        /// What a person may want to look at.
        package var attention: Attention
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
        let standstill = try await plane.standstill(at: now)
        let pools = try await plane.listPools()
        let closed = Set(pools.filter { $0.closed != nil }.map(\.pool.name))
        let attention = try await attention(running: running, closed: closed, isStandingStill: standstill != nil, at: now)
        let lastCrash = try await asking { () async throws(StoreError) in try await plane.lives.lastCrash() }
        let names = try await plane.names(
            of: (running + (next.map { [$0] } ?? [])).compactMap(\.spec.schedule) + attention.schedulesToName)
        return Answer(
            isRunning: isRunning, facts: facts, uptime: uptime, now: now, zone: plane.zone, tally: tally, next: next, running: running,
            schedules: counts, nextFire: soonest.first.map { plane.view($0, fires: 1, at: now) },
            standstill: standstill, names: names, closedPools: pools.filter { $0.closed != nil && $0.waiting > 0 }, lastCrash: lastCrash,
            loadedPools: pools.filter { $0.running > 0 || $0.waiting > 0 || $0.closed != nil }, attention: attention)
    }

    /// The counts alone.
    package func tally() async throws(RequestError) -> Tally {
        try await asking { () async throws(StoreError) in try await plane.reading.tally() }
    }

    package var uptime: Duration? {
        facts.daemon.map { max(plane.clock.monotonic() - $0.startedMonotonic, .zero) }
    }

    package var isRunning: Bool { plane.engine.isRunning }

    func pulses(_ query: PulseQuery) async throws(RequestError) -> [Pulse] {
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
