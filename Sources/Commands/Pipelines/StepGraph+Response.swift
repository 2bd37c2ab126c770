import WireModel

extension StepGraph {
    /// A pipeline as it stands. What its steps wait for beside each other is not drawn, but told.
    init(_ pipeline: PipelineResponse, _ words: Words) {
        let places = Dictionary(pipeline.steps.enumerated().map { ($0.element.pulse, $0.offset) }) { first, _ in first }
        let names = pipeline.steps.map(Self.name)
        nodes = pipeline.steps.enumerated().map { index, step in
            Node(
                names: [names[index]], pulses: [step.pulse], status: Status(rawValue: step.status) ?? .pending,
                note: Self.note(step, words) { id in places[id].map { names[$0] } ?? "pulse \(id)" })
        }
        after = pipeline.steps.map { step in step.after.compactMap { places[$0.pulse] } }
    }

    /// A pipeline that is planned.
    init(_ steps: [PlannedStep]) {
        let places = Dictionary(steps.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        nodes = steps.map { Node(names: [SafeText.line($0.name)], status: .planned, note: $0.action.what) }
        after = steps.map { step in
            step.after.compactMap { after in if case .step(let name) = after.on { places[name] } else { nil } }
        }
    }

    private static func name(_ step: PipelineResponse.Step) -> String { SafeText.line(step.name ?? "pulse \(step.pulse)") }

    /// How it stands, on one line.
    private static func note(_ step: PipelineResponse.Step, _ words: Words, name: (Int64) -> String) -> String {
        let duration = step.durationMilliseconds.map { Words.duration(milliseconds: $0) }
        let reason = step.reason.flatMap { $0 == step.status ? nil : " (\(SafeText.line($0)))" } ?? ""
        switch step.status {
        case "completed": return "completed" + (duration.map { " in \($0)" } ?? "")
        case "processing": return "running" + (step.startedAt.map { ", began \(words.relative(of: $0))" } ?? "")
        case "pending": return (step.attempt > 0 ? "is tried again " : "due ") + words.relative(of: step.dueAt)
        case "blocked":
            let waits = step.after.filter { !$0.isMet }
            let shown = waits.prefix(5).map { name($0.pulse) + ($0.when == "end" ? " (any end)" : "") }
            let more = waits.count > 5 ? ", \(waits.count - 5) more" : ""
            return waits.isEmpty ? "blocked\(reason)" : "waits for \(shown.joined(separator: ", "))\(more)"
        default: return SafeText.line(step.status) + reason + (step.status == "failed" ? duration.map { " after \($0)" } ?? "" : "")
        }
    }
}
