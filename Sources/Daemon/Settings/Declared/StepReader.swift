import ControlPlane
import StrictJSON
import Yams

/// Reads the steps of a pipeline of a file: a map of names with steps below them, or a list of steps with names.
struct StepReader {
    let file: String
    /// The dotted name of the pipeline: `pipelines.daily`; empty for a file that holds one.
    let path: String
    private(set) var steps: [StepRequest] = []
    /// The line of each step, and of each of its keys, as pointers name them: `steps/3`, `steps/3/command`.
    private(set) var lines: [String: Int] = [:]
    private(set) var issues: [SettingsIssue] = []

    static let keys = [
        "after", "prompt", "command", "webhook", "at", "priority", "session", "sticky_notes", "tags", "runner", "cwd", "env", "timeout",
        "retry", "on_lost", "pools", "pool",
    ]

    private static let expected = "names with steps below them, such as fetch: {command: [./fetch.sh]}"

    init(_ node: Node, file: String, path: String) {
        (self.file, self.path) = (file, path)
        switch node {
        case .mapping(let mapping):
            var seen: Set<String> = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string, seen.insert(name).inserted else {
                    issue(key.line, "", expected: "the name of a step, each once", value: key.shown)
                    continue
                }
                read(value, name: name, line: key.line, known: Self.keys)
            }
        case .sequence(let sequence):
            for value in sequence { read(value, name: nil, line: value.line, known: ["name"] + Self.keys) }
        default:
            issue(node.line, "", expected: Self.expected, value: node.shown)
        }
    }

    private mutating func read(_ node: Node, name: String?, line: Int, known: [String]) {
        let place = "steps/\(steps.count)"
        let shown = name ?? node.mapping?["name"]?.text ?? "\(steps.count)"
        var reader = NodeReader(
            node, file: file, path: full(shown), line: line, known: known, expected: "a map with prompt, command or webhook")
        lines[place] = line
        for (key, line) in reader.lines { lines["\(place)/\(key)"] = line }
        if let line = reader.lines["pool"] { lines["\(place)/pools"] = line }
        var pulse = PulseRequest(
            prompt: reader.text("prompt"), command: reader.command("command"), webhook: SettingsWalk.webhook(&reader),
            priority: reader.text("priority"), session: reader.text("session"), notes: reader.texts("sticky_notes") ?? [],
            tags: reader.texts("tags") ?? [], runner: reader.text("runner"), directory: reader.text("cwd"),
            environment: reader.map("env") ?? [:], timeout: reader.text("timeout"), retry: SettingsWalk.retry(&reader),
            onLost: reader.text("on_lost"), pools: SettingsWalk.pools(&reader) ?? [])
        let at = reader.text("at")
        let own = name ?? reader.text("name")
        issues += reader.issues
        pulse.after = reader.node("after").map { after($0, of: shown) } ?? []
        steps.append(StepRequest(name: own, pulse: pulse, at: at))
    }

    /// One, or a list of them; each a name, a number, or a map.
    private mutating func after(_ node: Node, of step: String) -> [AfterRequest] {
        var items = [node]
        if case .sequence(let sequence) = node { items = Array(sequence) }
        return items.compactMap { item in
            if let request = Self.after(item) { return request }
            issue(item.line, "\(step).after", expected: "the name of a step, or a map such as {step: fetch, when: end}", value: item.shown)
            return nil
        }
    }

    private static func after(_ node: Node) -> AfterRequest? {
        switch node.json {
        case .integer(let id): return AfterRequest(on: .pulse(id))
        case .object(let map):
            guard map.keys.allSatisfy({ ["step", "pulse", "when"].contains($0) }) else { return nil }
            let when = map["when"]?.stringValue
            if map["when"] != nil, when == nil { return nil }
            switch (map["step"], map["pulse"]) {
            case (.string(let name), nil): return AfterRequest(on: .step(name), when: when)
            case (nil, .integer(let id)): return AfterRequest(on: .pulse(id), when: when)
            default: return nil
            }
        default: return node.text.map { AfterRequest(on: .step($0)) }
        }
    }

    private func full(_ rest: String) -> String {
        ([path, "steps"] + (rest.isEmpty ? [] : [rest])).filter { !$0.isEmpty }.joined(separator: ".")
    }

    private mutating func issue(_ line: Int, _ rest: String, expected: String, value: String?) {
        issues.append(SettingsIssue(.file(file, line: line), key: full(rest), expected: expected, value: value))
    }
}
