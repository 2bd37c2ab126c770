package import StrictJSON

extension ScheduleResponse {
    package init?(reading reader: inout JSONReader) {
        let id = reader.required("id", as: .integer)
        let name = reader.required("name", as: .string)
        let state = reader.required("state", as: .string)
        let timing = Timing(reading: &reader)
        let policies = Policies(reading: &reader)
        let action = PulseResponse.Action(reading: &reader)
        let session = reader.optional("session", as: .string)
        let stickyNotes = reader.required("sticky_notes", as: .stringArray)
        let runner = reader.optional("runner", as: .string)
        let priority = reader.required("priority", as: .string)
        let tags = reader.required("tags", as: .stringArray)
        let cwd = reader.optional("cwd", as: .string)
        let env = reader.required("env", as: .stringMap)
        let timeout = reader.required("timeout_ms", as: .integer)
        let retry = reader.optionalObject("retry") { RetryFields(reading: &$0) }
        let onLost = reader.optional("on_lost", as: .string)
        let expiresAfterMilliseconds = reader.optional("expires_after_ms", as: .integer)
        let agent = reader.optional("agent", as: .string)
        let createdBy = reader.required("created_by", as: .string)
        let door = reader.required("door", as: .string)
        _ = reader.required("origin", as: .string)
        let file = reader.optional("file", as: .string)
        let revision = reader.required("revision", as: .integer)
        let createdAt = reader.required("created_at", as: .string)
        let updatedAt = reader.required("updated_at", as: .string)
        let pause = reader.optionalObject("pause") { PauseResponse(reading: &$0) }
        let over = reader.optional("over", as: .string)
        let next = reader.optionalObject("next") { FireResponse(reading: &$0) }
        let fires = reader.required("fires", as: .integer)
        let failures = reader.required("failures", as: .integer)
        let pools = reader.optional("pools", as: .stringArray)
        let steps = reader.optionalObjects("steps") { PlannedStep(reading: &$0) }
        guard let id, let name, let state, let timing, let policies, let action, let stickyNotes, let priority, let tags, let env,
            let timeout, let createdBy, let door, let revision, let createdAt, let updatedAt, let fires, let failures
        else { return nil }
        self.init(
            id: id, name: name, state: state, timing: timing, policies: policies, action: action, session: session,
            stickyNotes: stickyNotes, runner: runner, priority: priority, tags: tags, cwd: cwd, env: env, timeoutMilliseconds: timeout,
            retry: retry ?? RetryFields(),
            onLost: onLost ?? "retry", expiresAfterMilliseconds: expiresAfterMilliseconds,
            agent: agent, createdBy: createdBy, door: door, file: file, revision: revision, createdAt: createdAt, updatedAt: updatedAt,
            pause: pause, over: over, next: next, fires: fires, failures: failures, pools: pools ?? [], steps: steps ?? [])
    }

    package var json: JSON {
        var object: JSONObject = ["id": .integer(id), "name": .string(name), "state": .string(state)]
        timing.write(to: &object)
        policies.write(to: &object)
        action.write(to: &object)
        object["session"] = JSON(session)
        object["sticky_notes"] = JSON(stickyNotes)
        object["runner"] = JSON(runner)
        object["priority"] = .string(priority)
        object["tags"] = JSON(tags)
        object["cwd"] = JSON(cwd)
        object["env"] = JSON(env)
        object["timeout_ms"] = .integer(timeoutMilliseconds)
        object["retry"] = retry.json
        object["on_lost"] = .string(onLost)
        object["expires_after_ms"] = JSON(expiresAfterMilliseconds)
        object["agent"] = JSON(agent)
        object["created_by"] = .string(createdBy)
        object["door"] = .string(door)
        object["origin"] = file == nil ? "made" : "file"
        object["file"] = JSON(file)
        object["revision"] = .integer(revision)
        object["created_at"] = .string(createdAt)
        object["updated_at"] = .string(updatedAt)
        object["pause"] = pause?.json ?? .null
        object["over"] = JSON(over)
        object["next"] = next?.json ?? .null
        object["fires"] = .integer(fires)
        object["failures"] = .integer(failures)
        object["pools"] = JSON(pools)
        object["steps"] = .array(steps.map(\.json))
        return .object(object)
    }
}

extension ScheduleResponse.Timing {
    fileprivate init?(reading reader: inout JSONReader) {
        let cron = reader.optional("cron", as: .string)
        let every = reader.optional("every", as: .string)
        let dialect = reader.required("dialect", as: .string)
        let words = reader.required("words", as: .string)
        let zone = reader.required("zone", as: .string)
        let jitter = reader.required("jitter_ms", as: .integer)
        let active = reader.required("active", as: .stringArray)
        let quiet = reader.required("quiet", as: .stringArray)
        let onBlocked = reader.required("on_blocked", as: .string)
        let start = reader.optional("start", as: .string)
        let end = reader.optional("end", as: .string)
        let maxRuns = reader.optional("max_runs", as: .integer)
        let afterCompletion = reader.required("after_completion", as: .bool)
        guard let dialect, let words, let zone, let jitter, let active, let quiet, let onBlocked, let afterCompletion else { return nil }
        self.init(
            cron: cron, every: every, dialect: dialect, words: words, zone: zone, jitterMilliseconds: jitter, active: active, quiet: quiet,
            onBlocked: onBlocked, start: start, end: end, maxRuns: maxRuns, afterCompletion: afterCompletion)
    }

    fileprivate func write(to object: inout JSONObject) {
        object["cron"] = JSON(cron)
        object["every"] = JSON(every)
        object["dialect"] = .string(dialect)
        object["words"] = .string(words)
        object["zone"] = .string(zone)
        object["jitter_ms"] = .integer(jitterMilliseconds)
        object["active"] = JSON(active)
        object["quiet"] = JSON(quiet)
        object["on_blocked"] = .string(onBlocked)
        object["start"] = JSON(start)
        object["end"] = JSON(end)
        object["max_runs"] = JSON(maxRuns)
        object["after_completion"] = .bool(afterCompletion)
    }
}

extension ScheduleResponse.Policies {
    fileprivate init?(reading reader: inout JSONReader) {
        let misfire = reader.required("misfire", as: .string)
        let tolerance = reader.optional("tolerance_ms", as: .integer)
        let window = reader.required("catch_up_window_ms", as: .integer)
        let maxCatchUp = reader.required("max_catch_up", as: .integer)
        let overlap = reader.required("overlap", as: .string)
        let bufferLimit = reader.required("buffer_limit", as: .integer)
        let pauseAfter = reader.required("pause_after", as: .integer)
        guard let misfire, let window, let maxCatchUp, let overlap, let bufferLimit, let pauseAfter else { return nil }
        self.init(
            misfire: misfire, toleranceMilliseconds: tolerance, catchUpWindowMilliseconds: window, maxCatchUp: maxCatchUp,
            overlap: overlap, bufferLimit: bufferLimit, pauseAfter: pauseAfter)
    }

    fileprivate func write(to object: inout JSONObject) {
        object["misfire"] = .string(misfire)
        object["tolerance_ms"] = JSON(toleranceMilliseconds)
        object["catch_up_window_ms"] = .integer(catchUpWindowMilliseconds)
        object["max_catch_up"] = .integer(maxCatchUp)
        object["overlap"] = .string(overlap)
        object["buffer_limit"] = .integer(bufferLimit)
        object["pause_after"] = .integer(pauseAfter)
    }
}
