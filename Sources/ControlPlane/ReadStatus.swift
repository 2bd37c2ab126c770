package import Pulses
package import Recurrence

/// How the house is.
package struct ReadStatus: Sendable {
    let reading: any PulseReading
    let engine: any EngineControl
    let clock: any WallClock
    let zone: Zone
    let facts: HouseFacts

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
    }

    package func callAsFunction() async throws(RequestError) -> Answer {
        let tally = try await tally()
        let next = try await pulses(PulseQuery(.upcoming, limit: 1)).first
        let running = try await pulses(PulseQuery(.newest([.processing]), limit: Self.runningLimit))
        return Answer(
            isRunning: engine.isRunning, facts: facts, uptime: uptime, now: clock.now(), zone: zone, tally: tally, next: next,
            running: running)
    }

    /// The counts alone.
    package func tally() async throws(RequestError) -> Tally {
        try await asking { () async throws(StoreError) in try await reading.tally() }
    }

    package var uptime: Duration? {
        facts.daemon.map { max(clock.monotonic() - $0.startedMonotonic, .zero) }
    }

    package var isRunning: Bool { engine.isRunning }

    private func pulses(_ query: PulseQuery) async throws(RequestError) -> [Pulse] {
        try await asking { () async throws(StoreError) in try await reading.pulses(query) }
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
