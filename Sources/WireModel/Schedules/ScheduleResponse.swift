/// A schedule as `/v1` shows it. Times are RFC 3339 in UTC with milliseconds; its text is read and written in
/// `ScheduleResponse+JSON.swift`.
package struct ScheduleResponse: WireValue {
    package var id: Int64
    package var name: String
    /// `active`, `paused`, `snoozed` or `over`.
    package var state: String
    package var timing: Timing
    package var policies: Policies
    package var action: PulseResponse.Action
    package var session: String?
    package var stickyNotes: [String]
    package var runner: String?
    package var priority: String
    package var tags: [String]
    package var cwd: String?
    package var env: [String: String]
    package var timeoutMilliseconds: Int64
    package var retry: RetryFields
    package var onLost: String
    package var expiresAfterMilliseconds: Int64?
    /// The agent whose it is; nil: the person's.
    package var agent: String?
    package var createdBy: String
    package var door: String
    /// The file that declares it; nil where it was made.
    package var file: String?
    package var revision: Int64
    package var createdAt: String
    package var updatedAt: String
    package var pause: PauseResponse?
    /// Why it fires no more.
    package var over: String?
    package var next: FireResponse?
    package var fires: Int64
    package var failures: Int64
    /// The pools that each of its pulses needs, sorted.
    package var pools: [String]
    /// What each fire makes, where it makes a pipeline: then the fields of the pulse are those of the first step.
    package var steps: [PlannedStep]

    /// When it fires.
    package struct Timing: Hashable, Sendable {
        /// One of the two is set.
        package var cron: String?
        package var every: String?
        package var dialect: String
        package var words: String
        package var zone: String
        package var jitterMilliseconds: Int64
        package var active: [String]
        package var quiet: [String]
        package var onBlocked: String
        package var start: String?
        package var end: String?
        package var maxRuns: Int64?
        package var afterCompletion: Bool

        package init(
            cron: String?, every: String?, dialect: String, words: String, zone: String, jitterMilliseconds: Int64, active: [String],
            quiet: [String], onBlocked: String, start: String?, end: String?, maxRuns: Int64?, afterCompletion: Bool
        ) {
            self.cron = cron
            self.every = every
            self.dialect = dialect
            self.words = words
            self.zone = zone
            self.jitterMilliseconds = jitterMilliseconds
            self.active = active
            self.quiet = quiet
            self.onBlocked = onBlocked
            self.start = start
            self.end = end
            self.maxRuns = maxRuns
            self.afterCompletion = afterCompletion
        }
    }

    /// What it does when things do not go as planned.
    package struct Policies: Hashable, Sendable {
        package var misfire: String
        package var toleranceMilliseconds: Int64?
        package var catchUpWindowMilliseconds: Int64
        package var maxCatchUp: Int64
        package var overlap: String
        package var bufferLimit: Int64
        package var pauseAfter: Int64

        package init(
            misfire: String, toleranceMilliseconds: Int64?, catchUpWindowMilliseconds: Int64, maxCatchUp: Int64, overlap: String,
            bufferLimit: Int64, pauseAfter: Int64
        ) {
            self.misfire = misfire
            self.toleranceMilliseconds = toleranceMilliseconds
            self.catchUpWindowMilliseconds = catchUpWindowMilliseconds
            self.maxCatchUp = maxCatchUp
            self.overlap = overlap
            self.bufferLimit = bufferLimit
            self.pauseAfter = pauseAfter
        }
    }

    package init(
        id: Int64, name: String, state: String, timing: Timing, policies: Policies, action: PulseResponse.Action, session: String?,
        stickyNotes: [String], runner: String?, priority: String, tags: [String], cwd: String?, env: [String: String],
        timeoutMilliseconds: Int64, retry: RetryFields = RetryFields(), onLost: String = "retry",
        expiresAfterMilliseconds: Int64? = nil, agent: String?, createdBy: String, door: String, file: String?, revision: Int64,
        createdAt: String,
        updatedAt: String, pause: PauseResponse?, over: String?, next: FireResponse?, fires: Int64, failures: Int64,
        pools: [String] = [], steps: [PlannedStep] = []
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.timing = timing
        self.policies = policies
        self.action = action
        self.session = session
        self.stickyNotes = stickyNotes
        self.runner = runner
        self.priority = priority
        self.tags = tags
        self.cwd = cwd
        self.env = env
        self.timeoutMilliseconds = timeoutMilliseconds
        self.retry = retry
        self.onLost = onLost
        self.expiresAfterMilliseconds = expiresAfterMilliseconds
        self.agent = agent
        self.createdBy = createdBy
        self.door = door
        self.file = file
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.pause = pause
        self.over = over
        self.next = next
        self.fires = fires
        self.failures = failures
        self.pools = pools
        self.steps = steps
    }
}
