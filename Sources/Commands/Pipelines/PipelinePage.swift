import WireModel

/// A pipeline, drawn for a person.
struct PipelinePage {
    let pipeline: PipelineResponse
    let words: Words
    let paint: Paint
    let width: Int

    func text() -> String {
        let graph = GraphPage(graph: StepGraph(pipeline, words), paint: paint, width: width)
        let parts = [[title, counts], graph.lines, steps]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var title: String {
        let name = pipeline.name.map { "\(SafeText.line($0)), " } ?? ""
        let status = paint(SafeText.line(pipeline.status), PipelineTable.style(of: pipeline.status))
        return paint("pipeline \(name)number \(pipeline.id)", .bold) + " is \(status)"
    }

    private var counts: String {
        let counts = Dictionary(pipeline.steps.map { ($0.status, 1) }, uniquingKeysWith: +)
        let all = PulseList.statuses.compactMap { status in counts[status].map { "\($0) \(status)" } }
        return "  \(Words.count(pipeline.steps.count, "step")): \(all.joined(separator: ", ")); made \(words.moment(pipeline.createdAt))"
    }

    private var steps: [String] {
        let failed = pipeline.steps.first { $0.status == "failed" }
        let open = pipeline.steps.contains { PulseEnd.openStatuses.contains($0.status) }
        var steps: [String] = []
        if let failed {
            steps.append("see why a step failed:          upbeat show \(failed.pulse)")
            steps.append("run it and what follows again:  upbeat retry \(failed.pulse)")
        }
        if open { steps.append("call all of it off:             upbeat pipeline cancel \(pipeline.id)") }
        return steps.isEmpty ? [] : ["what to do next:"] + steps.map { "  \($0)" }
    }
}

/// Pipelines as rows.
struct PipelineTable {
    let words: Words

    func table(_ pipelines: [PipelineListResponse.Summary]) -> Table {
        var table = Table([
            Table.Column("ID", isNumber: true), Table.Column("STATUS"), Table.Column("STEPS"), Table.Column("MADE"),
            Table.Column("NAME", isFlexible: true),
        ])
        table.rows = pipelines.map(row)
        return table
    }

    private func row(_ pipeline: PipelineListResponse.Summary) -> [Table.Cell] {
        let all = pipeline.counts.values.reduce(0, +)
        return [
            Table.Cell(String(pipeline.id)), Table.Cell(SafeText.line(pipeline.status), style: Self.style(of: pipeline.status)),
            Table.Cell("\(pipeline.counts["completed"] ?? 0)/\(all)"),
            Table.Cell(words.moment(pipeline.createdAt), plain: SafeText.line(pipeline.createdAt)),
            Table.Cell(SafeText.line(pipeline.name ?? "")),
        ]
    }

    static func style(of status: String) -> Paint.Style {
        switch status {
        case "running": .cyan
        case "waiting": .plain
        default: Paint.style(of: status)
        }
    }
}
