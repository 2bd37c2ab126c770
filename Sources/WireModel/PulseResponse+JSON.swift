package import StrictJSON

extension PulseResponse {
    package init?(reading reader: inout JSONReader) {
        let id = reader.required("id", as: .integer)
        let status = reader.required("status", as: .string)
        let reason = reader.optional("reason", as: .string)
        let action = Action(reading: &reader)
        let session = reader.optional("session", as: .string)
        let stickyNotes = reader.required("sticky_notes", as: .stringArray)
        let runner = reader.optional("runner", as: .string)
        let priority = reader.required("priority", as: .string)
        let tags = reader.required("tags", as: .stringArray)
        let createdBy = reader.required("created_by", as: .string)
        let door = reader.required("door", as: .string)
        let key = reader.optional("key", as: .string)
        let cwd = reader.optional("cwd", as: .string)
        let env = reader.required("env", as: .stringMap)
        let timeout = reader.required("timeout_ms", as: .integer)
        let retry = reader.optionalObject("retry") { RetryFields(reading: &$0) }
        let onLost = reader.optional("on_lost", as: .string)
        let expiresAt = reader.optional("expires_at", as: .string)
        let zone = reader.required("zone", as: .string)
        let scheduledAt = reader.required("scheduled_at", as: .string)
        let dueAt = reader.required("due_at", as: .string)
        let createdAt = reader.required("created_at", as: .string)
        let finishedAt = reader.optional("finished_at", as: .string)
        let attempt = reader.required("attempt", as: .integer)
        let spent = reader.required("attempts_spent", as: .integer)
        let allowed = reader.required("attempts_allowed", as: .integer)
        let agent = reader.optional("agent", as: .string)
        let schedule = reader.optional("schedule", as: .string)
        let scheduleID = reader.optional("schedule_id", as: .integer)
        let nominalAt = reader.optional("nominal_at", as: .string)
        let pools = reader.optional("pools", as: .stringArray)
        let waitsFor = reader.optionalObject("waits_for") { PoolWaitResponse(reading: &$0) }
        let pipeline = reader.optional("pipeline", as: .integer)
        let pipelineName = reader.optional("pipeline_name", as: .string)
        let step = reader.optional("step", as: .string)
        let after = reader.optionalObjects("after") { WaitResponse(reading: &$0) }
        guard let id, let status, let action, let stickyNotes, let priority, let tags, let createdBy, let door, let env,
            let timeout, let zone, let scheduledAt, let dueAt, let createdAt, let attempt, let spent, let allowed
        else { return nil }
        self.init(
            id: id, status: status, reason: reason, action: action, session: session, stickyNotes: stickyNotes, runner: runner,
            priority: priority, tags: tags, createdBy: createdBy, door: door, key: key, cwd: cwd, env: env,
            timeoutMilliseconds: timeout, retry: retry ?? RetryFields(),
            onLost: onLost ?? "retry", expiresAt: expiresAt, zone: zone, scheduledAt: scheduledAt, dueAt: dueAt, createdAt: createdAt,
            finishedAt: finishedAt, attempt: attempt, attemptsSpent: spent, attemptsAllowed: allowed, agent: agent, schedule: schedule,
            scheduleID: scheduleID, nominalAt: nominalAt, pools: pools ?? [], waitsFor: waitsFor, pipeline: pipeline,
            pipelineName: pipelineName, step: step, after: after ?? [])
    }

    package var json: JSON {
        var object: JSONObject = [
            "id": .integer(id),
            "status": .string(status),
            "reason": JSON(reason),
        ]
        action.write(to: &object)
        object["session"] = JSON(session)
        object["sticky_notes"] = JSON(stickyNotes)
        object["runner"] = JSON(runner)
        object["priority"] = .string(priority)
        object["tags"] = JSON(tags)
        object["created_by"] = .string(createdBy)
        object["door"] = .string(door)
        object["key"] = JSON(key)
        object["cwd"] = JSON(cwd)
        object["env"] = JSON(env)
        object["timeout_ms"] = .integer(timeoutMilliseconds)
        object["retry"] = retry.json
        object["on_lost"] = .string(onLost)
        object["expires_at"] = JSON(expiresAt)
        object["zone"] = .string(zone)
        object["scheduled_at"] = .string(scheduledAt)
        object["due_at"] = .string(dueAt)
        object["created_at"] = .string(createdAt)
        object["finished_at"] = JSON(finishedAt)
        object["attempt"] = .integer(attempt)
        object["attempts_spent"] = .integer(attemptsSpent)
        object["attempts_allowed"] = .integer(attemptsAllowed)
        object["agent"] = JSON(agent)
        object["schedule"] = JSON(schedule)
        object["schedule_id"] = JSON(scheduleID)
        object["nominal_at"] = JSON(nominalAt)
        object["pools"] = JSON(pools)
        object["waits_for"] = waitsFor?.json ?? .null
        object["pipeline"] = JSON(pipeline)
        object["pipeline_name"] = JSON(pipelineName)
        object["step"] = JSON(step)
        object["after"] = .array(after.map(\.json))
        return .object(object)
    }
}

extension PulseResponse.Action {
    /// Reads the fields `kind` and `prompt`, `command` or `webhook`.
    init?(reading reader: inout JSONReader) {
        let kind = reader.required("kind", as: .oneOf(["prompt", "command", "webhook"]))
        switch kind {
        case "prompt":
            guard let text = reader.required("prompt", as: .string) else { return nil }
            self = .prompt(text)
        case "command":
            guard let arguments = reader.required("command", as: .stringArray) else { return nil }
            self = .command(arguments)
        case "webhook":
            guard let webhook = reader.requiredObject("webhook", { WebhookFields(reading: &$0) }) else { return nil }
            self = .webhook(webhook)
        default: return nil
        }
    }

    func write(to object: inout JSONObject) {
        object["kind"] = .string(kind)
        switch self {
        case .prompt(let text): object["prompt"] = .string(text)
        case .command(let arguments): object["command"] = JSON(arguments)
        case .webhook(let webhook): object["webhook"] = webhook.json
        }
    }
}
