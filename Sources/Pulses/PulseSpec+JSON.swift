package import Recurrence
package import StrictJSON

/// The part of a spec that stores keep as one text; its times, priority and key have columns of their own.
extension PulseSpec {
    /// The text, UTF-8.
    package var stored: [UInt8] {
        var text = JSONObjectText()
        switch action {
        case .prompt(let prompt):
            text.add("prompt", prompt.text)
            text.add("runner", prompt.runner)
            if let session = prompt.session { text.add("session", session) }
            if !prompt.notes.isEmpty { text.add("notes", prompt.notes) }
        case .command(let command):
            text.add("command", command.arguments)
        case .webhook(let webhook):
            text.add("webhook", webhook.document)
        }
        if !tags.isEmpty { text.add("tags", tags) }
        text.add("by", createdBy)
        text.add("door", door.rawValue)
        text.add("zone", zone)
        if let directory { text.add("cwd", directory) }
        if !environment.isEmpty {
            let pairs = environment.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
            text.add("env", .object(JSONObject(pairs)))
        }
        text.add("timeout_ms", timeout.milliseconds)
        retry.write(to: &text)
        if onLost != .retry { text.add("on_lost", onLost.rawValue) }
        if let expiresAfter { text.add("expires_ms", expiresAfter.milliseconds) }
        if !pools.isEmpty { text.add("pools", pools) }
        if let step {
            text.add("step", step.name)
            if let pipeline = step.pipeline { text.add("pipeline", pipeline) }
        }
        if let author { text.add("author", author.document) }
        return text.finish()
    }

    /// Reads a stored spec; nil where it is not one.
    package init?(
        document: JSON, scheduledAt: Instant, createdAt: Instant, priority: Priority, key: String?
    ) {
        guard let by = document["by"]?.stringValue,
            let door = document["door"]?.stringValue.flatMap(Door.init(rawValue:)),
            let zone = document["zone"]?.stringValue,
            let timeout = document["timeout_ms"]?.integerValue,
            let retry = document["retry"].flatMap(RetryPolicy.init(stored:))
        else { return nil }
        let action: Action
        if let text = document["prompt"]?.stringValue, let runner = document["runner"]?.stringValue {
            let notes = document["notes"]?.arrayValue?.compactMap(\.stringValue) ?? []
            action = .prompt(
                Prompt(text: text, session: document["session"]?.stringValue, notes: notes, runner: runner))
        } else if let arguments = document["command"]?.arrayValue?.compactMap(\.stringValue), !arguments.isEmpty {
            action = .command(Command(arguments: arguments))
        } else if let webhook = document["webhook"].flatMap(Webhook.init(document:)) {
            action = .webhook(webhook)
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
            retry: retry, onLost: onLost, expiresAfter: document["expires_ms"]?.integerValue.map { .milliseconds($0) },
            pools: document["pools"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            step: document["step"]?.stringValue.map { PipelineStep(pipeline: document["pipeline"]?.stringValue, name: $0) },
            author: document["author"].flatMap(Author.init(document:)))
    }
}
