/// A pulse as `/v1` shows it. Times are RFC 3339 in UTC with milliseconds.
package struct PulseResponse: WireValue {
    /// What it does, in the fields `kind` and `prompt`, `command` or `webhook`.
    package enum Action: Hashable, Sendable {
        case prompt(String)
        case command([String])
        case webhook(WebhookFields)

        package var kind: String {
            switch self {
            case .prompt: "prompt"
            case .command: "command"
            case .webhook: "webhook"
            }
        }
    }

    package var id: Int64
    package var status: String
    package var reason: String?
    package var action: Action
    package var session: String?
    package var stickyNotes: [String]
    /// Nil for all but a prompt.
    package var runner: String?
    package var priority: String
    package var tags: [String]
    package var createdBy: String
    package var door: String
    package var key: String?
    package var cwd: String?
    package var env: [String: String]
    package var timeoutMilliseconds: Int64
    package var retry: RetryFields
    package var onLost: String
    /// When it is too late to begin.
    package var expiresAt: String?
    package var zone: String
    package var scheduledAt: String
    package var dueAt: String
    package var createdAt: String
    package var finishedAt: String?
    /// The number of the latest attempt; 0 before the first.
    package var attempt: Int64
    package var attemptsSpent: Int64
    package var attemptsAllowed: Int64
    /// The agent whose it is; nil: the person's.
    package var agent: String?
    /// The name of the schedule that it comes from; nil where it comes from none, or from one that was removed.
    package var schedule: String?
    package var scheduleID: Int64?
    /// The schedule's time that it stands for; nil where it was triggered by hand.
    package var nominalAt: String?
    /// The pools that it needs, sorted.
    package var pools: [String]
    /// The pool that holds it back, while it is due and one does.
    package var waitsFor: PoolWaitResponse?
    /// The number of the first pulse of the pipeline that it belongs to; nil: made by itself.
    package var pipeline: Int64?
    package var pipelineName: String?
    /// Its name in there.
    package var step: String?
    /// What it waits or waited for; left out where an answer holds many pulses that it is not about.
    package var after: [WaitResponse]

    package init(
        id: Int64, status: String, reason: String?, action: Action, session: String?, stickyNotes: [String], runner: String?,
        priority: String, tags: [String], createdBy: String, door: String, key: String?, cwd: String?, env: [String: String],
        timeoutMilliseconds: Int64, retry: RetryFields = RetryFields(), onLost: String = "retry",
        expiresAt: String? = nil, zone: String, scheduledAt: String, dueAt: String, createdAt: String, finishedAt: String?,
        attempt: Int64, attemptsSpent: Int64, attemptsAllowed: Int64, agent: String? = nil, schedule: String? = nil,
        scheduleID: Int64? = nil, nominalAt: String? = nil, pools: [String] = [], waitsFor: PoolWaitResponse? = nil,
        pipeline: Int64? = nil, pipelineName: String? = nil, step: String? = nil, after: [WaitResponse] = []
    ) {
        self.id = id
        self.status = status
        self.reason = reason
        self.action = action
        self.session = session
        self.stickyNotes = stickyNotes
        self.runner = runner
        self.priority = priority
        self.tags = tags
        self.createdBy = createdBy
        self.door = door
        self.key = key
        self.cwd = cwd
        self.env = env
        self.timeoutMilliseconds = timeoutMilliseconds
        self.retry = retry
        self.onLost = onLost
        self.expiresAt = expiresAt
        self.zone = zone
        self.scheduledAt = scheduledAt
        self.dueAt = dueAt
        self.createdAt = createdAt
        self.finishedAt = finishedAt
        self.attempt = attempt
        self.attemptsSpent = attemptsSpent
        self.attemptsAllowed = attemptsAllowed
        self.agent = agent
        self.schedule = schedule
        self.scheduleID = scheduleID
        self.nominalAt = nominalAt
        self.pools = pools
        self.waitsFor = waitsFor
        self.pipeline = pipeline
        self.pipelineName = pipelineName
        self.step = step
        self.after = after
    }
}
