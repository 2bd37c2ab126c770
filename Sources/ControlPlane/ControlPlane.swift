package import Pulses
package import Recurrence

/// What may be asked of the house, by whichever door. Holds the seams; each use case is a type of its own.
package struct ControlPlane: Sendable {
    package var making: any PulseMaking
    package var reading: any PulseReading
    package var schedules: any ScheduleKeeping
    package var agents: any AgentKeeping
    package var engine: any EngineControl
    package var clock: any WallClock
    package var output: any OutputReading
    package var zones: any ZoneSource
    /// The zone in which a time is read that names none.
    package var zone: Zone
    package var runners: RunnerCatalogue
    /// Whether the program of a runner is to be found on this machine, now.
    package var isInstalled: @Sendable (Runner) -> Bool
    /// What those who call out have against a webhook: its URL, its references, its address.
    package var webhookFaults: @Sendable (Webhook) -> [WebhookFault]
    package var limits: Limits
    package var defaults: PulseDefaults
    package var facts: HouseFacts
    package var authenticate: Authenticate
    package var pools: any PoolKeeping
    /// The pools that the configuration declares, by name.
    package var poolNames: [String]
    package var lives: any LifeRecords
    package var configuration: Reconfigure.Source
    package var access: any AccessRecords
    /// What keeps the daemon from its work; answers in time whatever hangs.
    package var readiness: @Sendable () async -> [PartFault]
    /// What the parts of this process measure of themselves.
    package var measures: Measures
    /// What the configuration lets programs elsewhere make.
    package var hooks: Hooks

    package init(
        making: any PulseMaking, reading: any PulseReading, schedules: any ScheduleKeeping, agents: any AgentKeeping,
        engine: any EngineControl, clock: any WallClock,
        output: any OutputReading, zones: any ZoneSource, zone: Zone, runners: RunnerCatalogue,
        isInstalled: @escaping @Sendable (Runner) -> Bool,
        webhookFaults: @escaping @Sendable (Webhook) -> [WebhookFault] = { _ in [] }, limits: Limits = Limits(),
        defaults: PulseDefaults = PulseDefaults(),
        facts: HouseFacts, authenticate: Authenticate, pools: any PoolKeeping, poolNames: [String] = [],
        lives: any LifeRecords,
        configuration: @escaping Reconfigure.Source = Reconfigure.none, access: any AccessRecords,
        readiness: @escaping @Sendable () async -> [PartFault] = { [.noDaemon] },
        measures: Measures = Measures(), hooks: Hooks = Hooks()
    ) {
        self.making = making
        self.reading = reading
        self.schedules = schedules
        self.agents = agents
        self.engine = engine
        self.clock = clock
        self.output = output
        self.zones = zones
        self.zone = zone
        self.runners = runners
        self.isInstalled = isInstalled
        self.webhookFaults = webhookFaults
        self.limits = limits
        self.defaults = defaults
        self.facts = facts
        self.authenticate = authenticate
        self.pools = pools
        self.poolNames = poolNames
        self.lives = lives
        self.configuration = configuration
        self.access = access
        self.readiness = readiness
        self.measures = measures
        self.hooks = hooks
    }
}

extension ControlPlane {
    // Pulses.
    package var schedule: SchedulePulse { SchedulePulse(plane: self) }
    package var scheduleAll: SchedulePulses { SchedulePulses(plane: self) }
    package var change: ChangePulse { ChangePulse(plane: self) }
    package var list: ListPulses { ListPulses(reading: reading) }
    package var show: ShowPulse { ShowPulse(reading: reading, output: output) }
    package var cancel: CancelPulse { CancelPulse(plane: self, patience: defaults.grace + .seconds(2)) }
    package var cancelAll: CancelPulses { CancelPulses(plane: self) }
    package var retry: RetryPulse { RetryPulse(plane: self) }
    package var snooze: SnoozePulse { SnoozePulse(plane: self) }
    package var report: ReportRun { ReportRun(plane: self) }
    package var readOutput: ReadOutput { ReadOutput(reading: reading, output: output, clock: clock) }

    // Pipelines.
    package var makePipeline: MakePipeline { MakePipeline(plane: self) }
    package var showPipeline: ShowPipeline { ShowPipeline(plane: self) }
    package var listPipelines: ListPipelines { ListPipelines(plane: self) }
    package var cancelPipeline: CancelPipeline { CancelPipeline(plane: self) }

    // Schedules.
    package var makeSchedule: MakeSchedule { MakeSchedule(plane: self) }
    package var changeSchedule: ChangeSchedule { ChangeSchedule(plane: self) }
    package var removeSchedule: RemoveSchedule { RemoveSchedule(plane: self) }
    package var pauseSchedule: PauseSchedule { PauseSchedule(plane: self) }
    package var resumeSchedule: ResumeSchedule { ResumeSchedule(plane: self) }
    package var snoozeSchedule: SnoozeSchedule { SnoozeSchedule(plane: self) }
    package var triggerSchedule: TriggerSchedule { TriggerSchedule(plane: self) }
    package var previewSchedule: PreviewSchedule { PreviewSchedule(plane: self) }
    package var listSchedules: ListSchedules { ListSchedules(plane: self) }
    package var showSchedule: ShowSchedule { ShowSchedule(plane: self) }
    package var reconcileSchedules: ReconcileSchedules { ReconcileSchedules(plane: self) }
    package var reconcileAgents: ReconcileAgents { ReconcileAgents(agents: agents) }

    // Access.
    package var makeToken: MakeToken { MakeToken(plane: self) }
    package var listTokens: ListTokens { ListTokens(plane: self) }
    package var revokeToken: RevokeToken { RevokeToken(plane: self) }

    package var listAgents: ListAgents { ListAgents(plane: self) }
    package var answerOnce: AnswerOnce { AnswerOnce(plane: self) }

    // Hooks.
    package var receiveHook: ReceiveHook { ReceiveHook(plane: self) }
    package var listHooks: ListHooks { ListHooks(plane: self) }

    // Everything.
    package var listPools: ListPools { ListPools(plane: self) }
    package var pauseEverything: PauseEverything { PauseEverything(plane: self) }
    package var upcoming: ReadUpcoming { ReadUpcoming(plane: self) }
    package var events: ReadEvents { ReadEvents(plane: self) }
    package var followEvents: FollowEvents { FollowEvents(plane: self) }
    package var reconfigure: Reconfigure { Reconfigure(plane: self) }
    package var declarePools: DeclarePools { DeclarePools(plane: self) }
    package var status: ReadStatus { ReadStatus(plane: self) }
    package var readMeasures: ReadMeasures { ReadMeasures(plane: self) }
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

    /// How long one attempt may take.
    func timeout(of action: Action) -> Duration { if case .webhook = action { Webhook.timeout } else { timeout } }
}
