package import StrictJSON

/// `POST /v1/pulses`: a pulse to be made. Shapes alone are checked here; what they may hold, the control plane checks.
package struct NewPulseRequest: WireValue {
    /// Exactly one of `prompt`, `command` and `webhook` is to be set.
    package var prompt: String?
    /// The program, then its arguments.
    package var command: [String]?
    package var webhook: WebhookFields?
    /// When; everything a time phrase may be. Nil means now.
    package var at: String?
    package var priority: String?
    package var session: String?
    package var stickyNotes: [String]?
    package var tags: [String]?
    package var runner: String?
    package var cwd: String?
    package var env: [String: String]?
    /// A duration as a person writes it: `90s`, `1h 30m`.
    package var timeout: String?
    package var retry: RetryFields?
    /// `retry` or `fail`: what follows when it cannot be told whether an attempt did its work.
    package var onLost: String?
    /// Until when it may still begin; everything a time phrase may be.
    package var expiresAt: String?
    package var key: String?
    package var createdBy: String?
    /// IANA name of the zone in which `at` is read.
    package var zone: String?
    /// The agent whose it is to be.
    package var agent: String?
    /// The names of the pools that it needs. One may be written as a string.
    package var pools: [String]?
    /// What becomes of it while a pulse with its key is open: `keep`, `replace` or `refuse`.
    package var onKey: String?
    /// What has to end before it may begin.
    package var after: [AfterField]?

    package init(
        prompt: String? = nil, command: [String]? = nil, webhook: WebhookFields? = nil, at: String? = nil, priority: String? = nil,
        session: String? = nil,
        stickyNotes: [String]? = nil, tags: [String]? = nil, runner: String? = nil, cwd: String? = nil,
        env: [String: String]? = nil, timeout: String? = nil, retry: RetryFields? = nil, onLost: String? = nil,
        expiresAt: String? = nil, key: String? = nil, createdBy: String? = nil, zone: String? = nil,
        agent: String? = nil, pools: [String]? = nil, onKey: String? = nil, after: [AfterField]? = nil
    ) {
        self.prompt = prompt
        self.command = command
        self.webhook = webhook
        self.at = at
        self.priority = priority
        self.session = session
        self.stickyNotes = stickyNotes
        self.tags = tags
        self.runner = runner
        self.cwd = cwd
        self.env = env
        self.timeout = timeout
        self.retry = retry
        self.onLost = onLost
        self.expiresAt = expiresAt
        self.key = key
        self.createdBy = createdBy
        self.zone = zone
        self.agent = agent
        self.pools = pools
        self.onKey = onKey
        self.after = after
    }

    package init?(reading reader: inout JSONReader) {
        prompt = reader.optional("prompt", as: .string)
        command = reader.optional("command", as: .stringArray)
        webhook = reader.optionalObject("webhook") { WebhookFields(reading: &$0) }
        at = reader.optional("at", as: .string)
        priority = reader.optional("priority", as: .string)
        session = reader.optional("session", as: .string)
        stickyNotes = reader.optional("sticky_notes", as: .stringArray)
        tags = reader.optional("tags", as: .stringArray)
        runner = reader.optional("runner", as: .string)
        cwd = reader.optional("cwd", as: .string)
        env = reader.optional("env", as: .stringMap)
        timeout = reader.optional("timeout", as: .string)
        retry = reader.optionalObject("retry") { RetryFields(reading: &$0) }
        onLost = reader.optional("on_lost", as: .string)
        expiresAt = reader.optional("expires_at", as: .string)
        key = reader.optional("key", as: .string)
        createdBy = reader.optional("created_by", as: .string)
        zone = reader.optional("zone", as: .string)
        agent = reader.optional("agent", as: .string)
        pools = reader.optional("pools", as: .stringOrArray)
        onKey = reader.optional("on_key", as: .string)
        after = reader.optional("after", as: .array(of: .after))
    }

    /// Without the fields that are nil.
    package var json: JSON {
        var object = JSONObject()
        object["prompt"] = prompt.map(JSON.string)
        object["command"] = command.map { JSON($0) }
        object["webhook"] = webhook?.json
        object["at"] = at.map(JSON.string)
        object["priority"] = priority.map(JSON.string)
        object["session"] = session.map(JSON.string)
        object["sticky_notes"] = stickyNotes.map { JSON($0) }
        object["tags"] = tags.map { JSON($0) }
        object["runner"] = runner.map(JSON.string)
        object["cwd"] = cwd.map(JSON.string)
        object["env"] = env.map { JSON($0) }
        object["timeout"] = timeout.map(JSON.string)
        object["retry"] = retry?.json
        object["on_lost"] = onLost.map(JSON.string)
        object["expires_at"] = expiresAt.map(JSON.string)
        object["key"] = key.map(JSON.string)
        object["created_by"] = createdBy.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        object["agent"] = agent.map(JSON.string)
        object["pools"] = pools.map { JSON($0) }
        object["on_key"] = onKey.map(JSON.string)
        object["after"] = after.map { JSON.array($0.map(\.json)) }
        return .object(object)
    }
}
