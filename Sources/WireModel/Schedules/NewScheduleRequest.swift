package import StrictJSON

/// `POST /v1/schedules`, and its preview: a schedule to be made. Shapes alone are checked here; what they may hold, the control plane checks.
package struct NewScheduleRequest: WireValue {
    package var name: String?
    /// One of `cron` and `every` is to be set.
    package var cron: String?
    /// The length of an interval: `90m`.
    package var every: String?
    /// Whose cron it is written for.
    package var dialect: String?
    /// IANA name.
    package var zone: String?
    package var jitter: String?
    package var active: [String]?
    package var quiet: [String]?
    package var onBlocked: String?
    package var start: String?
    package var end: String?
    package var maxRuns: Int64?
    package var afterCompletion: Bool?

    package var misfire: String?
    package var tolerance: String?
    package var catchUpWindow: String?
    package var maxCatchUp: Int64?
    package var overlap: String?
    package var bufferLimit: Int64?
    package var pauseAfter: Int64?

    /// Exactly one of `prompt`, `command` and `webhook` is to be set.
    package var prompt: String?
    package var command: [String]?
    package var webhook: WebhookFields?
    package var priority: String?
    package var session: String?
    package var stickyNotes: [String]?
    package var tags: [String]?
    package var runner: String?
    package var cwd: String?
    package var env: [String: String]?
    package var timeout: String?
    package var retry: RetryFields?
    /// `retry` or `fail`: what follows when it cannot be told whether an attempt did its work.
    package var onLost: String?
    /// How long after it is due each of its pulses may still begin.
    package var expiresAfter: String?
    package var createdBy: String?
    /// The agent whose it is to be.
    package var agent: String?
    /// The names of the pools that each of its pulses needs. One may be written as a string.
    package var pools: [String]?

    package init() {}

    package init?(reading reader: inout JSONReader) {
        name = reader.optional("name", as: .string)
        cron = reader.optional("cron", as: .string)
        every = reader.optional("every", as: .string)
        dialect = reader.optional("dialect", as: .string)
        zone = reader.optional("zone", as: .string)
        jitter = reader.optional("jitter", as: .string)
        active = reader.optional("active", as: .stringArray)
        quiet = reader.optional("quiet", as: .stringArray)
        onBlocked = reader.optional("on_blocked", as: .string)
        start = reader.optional("start", as: .string)
        end = reader.optional("end", as: .string)
        maxRuns = reader.optional("max_runs", as: .integer)
        afterCompletion = reader.optional("after_completion", as: .bool)
        misfire = reader.optional("misfire", as: .string)
        tolerance = reader.optional("tolerance", as: .string)
        catchUpWindow = reader.optional("catch_up_window", as: .string)
        maxCatchUp = reader.optional("max_catch_up", as: .integer)
        overlap = reader.optional("overlap", as: .string)
        bufferLimit = reader.optional("buffer_limit", as: .integer)
        pauseAfter = reader.optional("pause_after", as: .integer)
        prompt = reader.optional("prompt", as: .string)
        command = reader.optional("command", as: .stringArray)
        webhook = reader.optionalObject("webhook") { WebhookFields(reading: &$0) }
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
        expiresAfter = reader.optional("expires_after", as: .string)
        createdBy = reader.optional("created_by", as: .string)
        agent = reader.optional("agent", as: .string)
        pools = reader.optional("pools", as: .stringOrArray)
    }

    /// Without the fields that are nil.
    package var json: JSON {
        var object = JSONObject()
        object["name"] = name.map(JSON.string)
        object["cron"] = cron.map(JSON.string)
        object["every"] = every.map(JSON.string)
        object["dialect"] = dialect.map(JSON.string)
        object["zone"] = zone.map(JSON.string)
        object["jitter"] = jitter.map(JSON.string)
        object["active"] = active.map { JSON($0) }
        object["quiet"] = quiet.map { JSON($0) }
        object["on_blocked"] = onBlocked.map(JSON.string)
        object["start"] = start.map(JSON.string)
        object["end"] = end.map(JSON.string)
        object["max_runs"] = maxRuns.map(JSON.integer)
        object["after_completion"] = afterCompletion.map(JSON.bool)
        object["misfire"] = misfire.map(JSON.string)
        object["tolerance"] = tolerance.map(JSON.string)
        object["catch_up_window"] = catchUpWindow.map(JSON.string)
        object["max_catch_up"] = maxCatchUp.map(JSON.integer)
        object["overlap"] = overlap.map(JSON.string)
        object["buffer_limit"] = bufferLimit.map(JSON.integer)
        object["pause_after"] = pauseAfter.map(JSON.integer)
        object["prompt"] = prompt.map(JSON.string)
        object["command"] = command.map { JSON($0) }
        object["webhook"] = webhook?.json
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
        object["expires_after"] = expiresAfter.map(JSON.string)
        object["created_by"] = createdBy.map(JSON.string)
        object["agent"] = agent.map(JSON.string)
        object["pools"] = pools.map { JSON($0) }
        return .object(object)
    }

    /// The names of all fields.
    package static let fieldNames = [
        "name", "cron", "every", "dialect", "zone", "jitter", "active", "quiet", "on_blocked", "start", "end", "max_runs",
        "after_completion", "misfire", "tolerance", "catch_up_window", "max_catch_up", "overlap", "buffer_limit", "pause_after", "prompt",
        "command", "webhook", "priority", "session", "sticky_notes", "tags", "runner", "cwd", "env", "timeout", "retry",
        "on_lost", "expires_after", "created_by", "agent", "pools",
    ]
}
