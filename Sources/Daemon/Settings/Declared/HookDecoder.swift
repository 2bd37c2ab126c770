import ControlPlane
import Yams

/// Reads one hook of the file.
struct HookDecoder {
    let name: String
    let file: String
    /// The file's path.
    let path: String
    private(set) var issues: [SettingsIssue] = []
    /// Of each key; of those of a step as `steps/3/command`.
    private(set) var lines: [String: Int] = [:]
    private(set) var agent: String?

    private static let keys =
        ["verify", "when", "key", "on_key", "agent", "zone", "steps"] + StepReader.keys.filter { $0 != "after" }

    init(name: String, file: String, path: String) {
        self.name = name
        self.file = file
        self.path = path
    }

    /// The hook; nil after issues.
    mutating func decode(_ node: Node, line: Int) -> Hook? {
        var reader = NodeReader(
            node, file: file, path: "hooks.\(name)", line: line, known: Self.keys, expected: "a map with verify and prompt")
        lines = reader.lines
        lines["pools"] = lines["pools"] ?? lines["pool"]
        agent = reader.text("agent")
        let (proof, events) = HookProofReader.read(&reader, line: line) ?? (nil, [])
        let conditions = conditions(&reader)
        let makes = reader.has("steps") ? pipeline(&reader) : pulse(&reader)
        issues += reader.issues
        guard let proof, issues.isEmpty else { return nil }
        return Hook(name: name, proof: proof, events: events, conditions: conditions, makes: makes, file: path)
    }

    /// `when:` dotted names of fields of the body, each with a text or several.
    private func conditions(_ reader: inout NodeReader) -> [Hook.Condition] {
        guard let node = reader.node("when") else { return [] }
        let expected = "names of fields with what they have to be, such as {action: [opened, reopened]}"
        guard case .mapping(let mapping) = node else {
            reader.refuse("when", expected: expected, value: node.shown)
            return []
        }
        return mapping.compactMap { key, value in
            var items = [value]
            if case .sequence(let sequence) = value { items = Array(sequence) }
            let texts = items.compactMap(\.text)
            guard let field = key.text, !field.isEmpty, !texts.isEmpty, texts.count == items.count else {
                reader.refuse("when", expected: expected, value: "\(key.shown): \(value.shown)")
                return nil
            }
            return Hook.Condition(field: field, values: texts)
        }
    }

    private func pulse(_ reader: inout NodeReader) -> Hook.Makes {
        .pulse(
            PulseRequest(
                prompt: reader.text("prompt"), command: reader.command("command"), webhook: SettingsWalk.webhook(&reader),
                at: reader.text("at") ?? "now", priority: reader.text("priority"), session: reader.text("session"),
                notes: reader.texts("sticky_notes") ?? [], tags: reader.texts("tags") ?? [], runner: reader.text("runner"),
                directory: reader.text("cwd"), environment: reader.map("env") ?? [:], timeout: reader.text("timeout"),
                retry: SettingsWalk.retry(&reader), onLost: reader.text("on_lost"), key: reader.text("key"), zone: reader.text("zone"),
                agent: agent, pools: SettingsWalk.pools(&reader) ?? [], onKey: reader.text("on_key")))
    }

    private mutating func pipeline(_ reader: inout NodeReader) -> Hook.Makes {
        for key in Self.keys
        where reader.has(key) && !["verify", "when", "agent", "zone", "steps", "at", "priority", "tags"].contains(key) {
            reader.refuse(key, expected: "it below one of the steps")
        }
        let steps = reader.node("steps").map { StepReader($0, file: file, path: "hooks.\(name)") }
        issues += steps?.issues ?? []
        lines.merge(steps?.lines ?? [:]) { $1 }
        return .pipeline(
            PipelineRequest(
                name: name, steps: steps?.steps ?? [], at: reader.text("at") ?? "now", zone: reader.text("zone"),
                priority: reader.text("priority"), tags: reader.texts("tags") ?? [], agent: agent))
    }
}
