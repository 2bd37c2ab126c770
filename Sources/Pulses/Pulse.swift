package import Recurrence

/// All that is asked of a pulse: fixed when it is made, changed by nothing that happens to it.
package struct PulseSpec: Hashable, Sendable {
    package var action: Action
    /// When it was asked to run.
    package var scheduledAt: Instant
    package var priority: Priority
    package var tags: [String]
    /// Who asked: a source named by the caller (`telegram`), or `person`.
    package var createdBy: String
    /// The way it came in.
    package var door: Door
    package var createdAt: Instant
    /// The zone in which its time was read, as an IANA name.
    package var zone: String
    /// While a pulse with this key is open, no other one with it is made.
    package var key: String?
    /// Where the child runs; nil means the desk.
    package var directory: String?
    /// What is added to the child's environment.
    package var environment: [String: String]
    package var timeout: Duration
    package var retry: RetryPolicy
    package var onLost: LossPolicy
    /// How long after the time it was asked to run it may still begin; nil: however late. See `expiresAt`.
    package var expiresAfter: Duration?
    /// The agent whose it is; nil: the person's.
    package var owner: String?
    /// The pools that it needs, sorted, each once.
    package var pools: [String]
    /// Its place among the pulses it was made with; nil: made by itself.
    package var step: PipelineStep?
    /// The schedule that it was made by; nil: made by itself.
    package var schedule: ScheduleID?
    /// The nominal time that it stands for; nil where a schedule was triggered by hand.
    package var nominal: Instant?
    /// Who put it into words; nil: the person.
    package var author: Author?

    package init(
        action: Action, scheduledAt: Instant, priority: Priority = .normal, tags: [String] = [], createdBy: String,
        door: Door, createdAt: Instant, zone: String = "UTC", key: String? = nil, directory: String? = nil,
        environment: [String: String] = [:],
        timeout: Duration = .seconds(3600), retry: RetryPolicy = RetryPolicy(), onLost: LossPolicy = .retry,
        expiresAfter: Duration? = nil, owner: String? = nil, pools: [String] = [], step: PipelineStep? = nil,
        schedule: ScheduleID? = nil, nominal: Instant? = nil, author: Author? = nil
    ) {
        self.action = action
        self.scheduledAt = scheduledAt
        self.priority = priority
        self.tags = tags
        self.createdBy = createdBy
        self.door = door
        self.createdAt = createdAt
        self.zone = zone
        self.key = key
        self.directory = directory
        self.environment = environment
        self.timeout = timeout
        self.retry = retry
        self.onLost = onLost
        self.expiresAfter = expiresAfter
        self.owner = owner
        self.pools = pools
        self.step = step
        self.schedule = schedule
        self.nominal = nominal
        self.author = author
    }
}

extension PulseSpec {
    /// When it is too late to begin: it is missed then (`expired`). A run that has begun may end.
    package var expiresAt: Instant? { expiresAfter.map { scheduledAt + $0 } }
}

/// A way in.
package enum Door: String, Sendable {
    case commandLine = "command-line"
    case http
    /// The agent's door.
    case mcp
    /// A schedule fired.
    case schedule
}

/// What has become of a pulse so far.
package struct PulseProgress: Hashable, Sendable {
    package var status: PulseStatus
    /// Why it is blocked, or ended as it did; nil where the status says all.
    package var reason: String?
    /// When it can run next, while it is open; when it last could, afterwards.
    package var dueAt: Instant
    /// The number of the latest attempt; 0 before the first.
    package var attempt: Int
    /// Attempts that count against the policy.
    package var spent: Int
    /// Attempts lost in a row.
    package var lost: Int
    package var finishedAt: Instant?

    package init(
        status: PulseStatus, reason: String? = nil, dueAt: Instant, attempt: Int = 0, spent: Int = 0, lost: Int = 0,
        finishedAt: Instant? = nil
    ) {
        self.status = status
        self.reason = reason
        self.dueAt = dueAt
        self.attempt = attempt
        self.spent = spent
        self.lost = lost
        self.finishedAt = finishedAt
    }
}

/// One durable wake-up.
package struct Pulse: Hashable, Sendable {
    package var id: PulseID
    package var spec: PulseSpec
    package var progress: PulseProgress
    /// The first of the pulses that it was made with, which names their pipeline; nil: made by itself.
    package var pipeline: PulseID?

    package init(id: PulseID, spec: PulseSpec, progress: PulseProgress, pipeline: PulseID? = nil) {
        self.id = id
        self.spec = spec
        self.progress = progress
        self.pipeline = pipeline
    }

    /// The pulse as it was the moment it was made.
    ///
    /// - Parameters:
    ///   - isWaiting: for the end of another one.
    ///   - awaitsApproval: the person's word is told before what else it waits for.
    package static func new(
        id: PulseID, spec: PulseSpec, isWaiting: Bool = false, pipeline: PulseID? = nil, awaitsApproval: Bool = false
    ) -> Pulse {
        var progress = PulseProgress(status: .pending, dueAt: spec.scheduledAt)
        if isWaiting { (progress.status, progress.reason) = (.blocked, Dependency.reason) }
        if awaitsApproval { (progress.status, progress.reason) = (.blocked, Approval.reason) }
        return Pulse(id: id, spec: spec, progress: progress, pipeline: pipeline)
    }
}
