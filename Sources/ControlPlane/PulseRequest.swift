/// A pulse that is asked for, before anything about it has been checked.
package struct PulseRequest: Hashable, Sendable {
    /// Exactly one of `prompt`, `command` and `webhook` is to be set.
    package var prompt: String?
    package var command: [String]?
    package var webhook: WebhookRequest?
    package var at: String
    package var priority: String?
    package var session: String?
    package var notes: [String]
    package var tags: [String]
    package var runner: String?
    package var directory: String?
    package var environment: [String: String]
    package var timeout: String?
    package var retry: RetryRequest?
    package var onLost: String?
    /// Until when it may still begin: a time.
    package var expires: String?
    package var key: String?
    package var creator: String?
    package var zone: String?
    /// Whose it is to be; nil: whoever asks.
    package var agent: String?
    /// The names of the pools that it needs.
    package var pools: [String]
    /// What becomes of it while a pulse with its key is open: `keep`, `replace` or `refuse`.
    package var onKey: String?
    /// What has to end before it may begin.
    package var after: [AfterRequest]
    /// What goes for requests of this kind alone.
    package var rules: Rules

    /// How doors differ in what they take.
    package struct Rules: Hashable, Sendable {
        /// Nil means the configured limit.
        package var promptLength: ClosedRange<Int>?
        /// A time in the past means now, instead of being an error.
        package var takesPast: Bool
        /// The names of the fields as the caller knows them, where they are not ours.
        package var names: [String: String]

        package init(promptLength: ClosedRange<Int>? = nil, takesPast: Bool = false, names: [String: String] = [:]) {
            self.promptLength = promptLength
            self.takesPast = takesPast
            self.names = names
        }

        package static let ours = Rules()

        /// spec/sources.md R6.
        package static let reeve = Rules(
            promptLength: Limits.reevePrompt, takesPast: true, names: ["at": "scheduled_at", "created_by": "source"])
    }

    package init(
        prompt: String? = nil, command: [String]? = nil, webhook: WebhookRequest? = nil, at: String = "now", priority: String? = nil,
        session: String? = nil,
        notes: [String] = [], tags: [String] = [], runner: String? = nil, directory: String? = nil,
        environment: [String: String] = [:], timeout: String? = nil, retry: RetryRequest? = nil, onLost: String? = nil,
        expires: String? = nil, key: String? = nil, creator: String? = nil,
        zone: String? = nil, agent: String? = nil, rules: Rules = .ours, pools: [String] = [], onKey: String? = nil,
        after: [AfterRequest] = []
    ) {
        self.prompt = prompt
        self.command = command
        self.webhook = webhook
        self.at = at
        self.priority = priority
        self.session = session
        self.notes = notes
        self.tags = tags
        self.runner = runner
        self.directory = directory
        self.environment = environment
        self.timeout = timeout
        self.retry = retry
        self.onLost = onLost
        self.expires = expires
        self.key = key
        self.creator = creator
        self.zone = zone
        self.agent = agent
        self.rules = rules
        self.pools = pools
        self.onKey = onKey
        self.after = after
    }
}
