package import Recurrence
package import StrictJSON

/// The part of a spec that stores keep as one text; its times, priority and key have columns of their own.
extension PulseSpec {
    package var document: JSON {
        var members: [(String, JSON)] = []
        switch action {
        case .prompt(let prompt):
            members.append(("prompt", .string(prompt.text)))
            members.append(("runner", .string(prompt.runner)))
            if let session = prompt.session { members.append(("session", .string(session))) }
            if !prompt.notes.isEmpty { members.append(("notes", .array(prompt.notes.map(JSON.string)))) }
        case .command(let command):
            members.append(("command", .array(command.arguments.map(JSON.string))))
        }
        if !tags.isEmpty { members.append(("tags", .array(tags.map(JSON.string)))) }
        members.append(("by", .string(createdBy)))
        members.append(("door", .string(door.rawValue)))
        members.append(("zone", .string(zone)))
        if let directory { members.append(("cwd", .string(directory))) }
        if !environment.isEmpty {
            let pairs = environment.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
            members.append(("env", .object(JSONObject(pairs))))
        }
        members.append(("timeout_ms", .integer(timeout.milliseconds)))
        members.append(
            (
                "retry",
                .array([
                    .integer(Int64(retry.attempts)), .integer(retry.base.milliseconds), .integer(retry.ceiling.milliseconds),
                ])
            ))
        if onLost != .retry { members.append(("on_lost", .string(onLost.rawValue))) }
        return .object(JSONObject(members))
    }

    /// Reads a stored spec; nil where it is not one.
    package init?(
        document: JSON, scheduledAt: Instant, createdAt: Instant, priority: Priority, key: String?
    ) {
        guard let by = document["by"]?.stringValue,
            let door = document["door"]?.stringValue.flatMap(Door.init(rawValue:)),
            let zone = document["zone"]?.stringValue,
            let timeout = document["timeout_ms"]?.integerValue,
            let retry = document["retry"]?.arrayValue?.compactMap(\.integerValue), retry.count == 3
        else { return nil }
        let action: Action
        if let text = document["prompt"]?.stringValue, let runner = document["runner"]?.stringValue {
            let notes = document["notes"]?.arrayValue?.compactMap(\.stringValue) ?? []
            action = .prompt(
                Prompt(text: text, session: document["session"]?.stringValue, notes: notes, runner: runner))
        } else if let arguments = document["command"]?.arrayValue?.compactMap(\.stringValue), !arguments.isEmpty {
            action = .command(Command(arguments: arguments))
        } else {
            return nil
        }
        let onLost: LossPolicy
        if let name = document["on_lost"]?.stringValue {
            guard let policy = LossPolicy(rawValue: name) else { return nil }
            onLost = policy
        } else {
            onLost = .retry
        }
        var environment: [String: String] = [:]
        if let pairs = document["env"]?.objectValue {
            for (name, value) in pairs { environment[name] = value.stringValue }
        }
        self.init(
            action: action, scheduledAt: scheduledAt, priority: priority,
            tags: document["tags"]?.arrayValue?.compactMap(\.stringValue) ?? [], createdBy: by, door: door,
            createdAt: createdAt, zone: zone, key: key, directory: document["cwd"]?.stringValue,
            environment: environment, timeout: .milliseconds(timeout),
            retry: RetryPolicy(
                attempts: Int(retry[0]), base: .milliseconds(retry[1]), ceiling: .milliseconds(retry[2])),
            onLost: onLost)
    }
}
