package import Pulses
package import Recurrence

/// What may be asked of the house, by whichever door. Holds the seams; each use case is a type of its own.
package struct ControlPlane: Sendable {
    package var making: any PulseMaking
    package var reading: any PulseReading
    package var engine: any EngineControl
    package var clock: any WallClock
    package var output: any OutputReading
    package var zones: any ZoneSource
    /// The zone in which a time is read that names none.
    package var zone: Zone
    package var runners: RunnerCatalogue
    /// Whether the program of a runner is to be found on this machine, now.
    package var isInstalled: @Sendable (Runner) -> Bool
    package var limits: Limits
    package var defaults: PulseDefaults
    package var facts: HouseFacts
    package var authenticate: Authenticate

    package init(
        making: any PulseMaking, reading: any PulseReading, engine: any EngineControl, clock: any WallClock,
        output: any OutputReading, zones: any ZoneSource, zone: Zone, runners: RunnerCatalogue,
        isInstalled: @escaping @Sendable (Runner) -> Bool, limits: Limits = Limits(), defaults: PulseDefaults = PulseDefaults(),
        facts: HouseFacts, authenticate: Authenticate
    ) {
        self.making = making
        self.reading = reading
        self.engine = engine
        self.clock = clock
        self.output = output
        self.zones = zones
        self.zone = zone
        self.runners = runners
        self.isInstalled = isInstalled
        self.limits = limits
        self.defaults = defaults
        self.facts = facts
        self.authenticate = authenticate
    }

    package var schedule: SchedulePulse { SchedulePulse(plane: self) }
    package var list: ListPulses { ListPulses(reading: reading) }
    package var show: ShowPulse { ShowPulse(reading: reading, output: output) }
    package var cancel: CancelPulse {
        CancelPulse(making: making, reading: reading, engine: engine, clock: clock, patience: defaults.grace + .seconds(2))
    }
    package var retry: RetryPulse { RetryPulse(making: making, engine: engine, clock: clock) }
    package var readOutput: ReadOutput { ReadOutput(reading: reading, output: output, clock: clock) }
    package var status: ReadStatus {
        ReadStatus(reading: reading, engine: engine, clock: clock, zone: zone, facts: facts)
    }
}

/// What a pulse gets that says nothing about it.
package struct PulseDefaults: Hashable, Sendable {
    package var timeout: Duration
    package var retry: RetryPolicy
    package var onLost: LossPolicy
    /// How long the processes of a run have between TERM and KILL.
    package var grace: Duration

    package init(
        timeout: Duration = .seconds(3600), retry: RetryPolicy = RetryPolicy(), onLost: LossPolicy = .retry,
        grace: Duration = .seconds(5)
    ) {
        self.timeout = timeout
        self.retry = retry
        self.onLost = onLost
        self.grace = grace
    }
}
