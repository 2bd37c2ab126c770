/// A graph of steps with their names, their pulses and how each stands, as lines.
struct GraphPage {
    let graph: StepGraph
    let paint: Paint
    let width: Int

    /// With more steps than these, what is alike is drawn as one.
    static let drawnWhole = 60
    /// So many rows at most.
    static let rowLimit = 200
    private static let nameLimit = 48

    var lines: [String] {
        let graph = graph.nodes.count > Self.drawnWhole ? graph.summarised : graph
        let drawing = GraphDrawing(graph)
        let rows = drawing?.rows ?? Self.list(graph)
        let shown = rows.prefix(Self.rowLimit)
        let labels = graph.nodes.map(Self.label)
        let nodes = shown.compactMap(\.node)
        let lanes = shown.map { DisplayWidth.of($0.lanes) }.max() ?? 0
        let names = min(Self.nameLimit, nodes.map { DisplayWidth.of(labels[$0]) }.max() ?? 0)
        let numbers = nodes.map { Self.number(graph.nodes[$0]).count }.max() ?? 0
        var lines = shown.map { row -> String in
            guard let index = row.node else { return row.lanes }
            let node = graph.nodes[index]
            let name = DisplayWidth.cut(labels[index], to: names)
            let number = Self.number(node)
            let head = padded(row.lanes, to: lanes) + "  " + padded(name, to: names)
            let middle = numbers > 0 ? "  " + String(repeating: " ", count: numbers - number.count) + number : ""
            let waits = drawing == nil ? Self.waits(graph, index) : ""
            let note = DisplayWidth.cut(note(node) + waits, to: max(12, width - DisplayWidth.of(head + middle) - 2))
            let line = painted(head, node.status) + middle + (note.isEmpty ? "" : "  " + paint(note, node.status.style))
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        let left = rows.dropFirst(Self.rowLimit).compactMap(\.node).reduce(0) { $0 + graph.nodes[$1].names.count }
        if left > 0 { lines.append(paint("and \(Words.count(left, "step")) more; --json lists them all", .dim)) }
        return lines
    }

    /// One below the other, where there are too many lanes for a drawing.
    private static func list(_ graph: StepGraph) -> [GraphDrawing.Row] {
        graph.order.map { GraphDrawing.Row(lanes: String(graph.nodes[$0].status.symbol), node: $0) }
    }

    /// What a drawing would have shown.
    private static func waits(_ graph: StepGraph, _ node: Int) -> String {
        let after = graph.after[node]
        guard !after.isEmpty else { return "" }
        let more = after.count > 3 ? " and \(after.count - 3) more" : ""
        return " (after \(after.prefix(3).map { label(graph.nodes[$0]) }.joined(separator: ", "))\(more))"
    }

    private static func label(_ node: StepGraph.Node) -> String {
        guard node.names.count > 1 else { return node.names.first ?? "" }
        return "\(node.names[0]) … \(node.names[node.names.count - 1]) (\(node.names.count))"
    }

    private static func number(_ node: StepGraph.Node) -> String { node.pulses.count == 1 ? String(node.pulses[0]) : "" }

    private func note(_ node: StepGraph.Node) -> String {
        node.names.count == 1 ? node.note : "\(node.names.count) steps are \(node.status == .processing ? "running" : node.status.rawValue)"
    }

    private func painted(_ head: String, _ status: StepGraph.Status) -> String {
        guard let place = head.firstIndex(of: status.symbol) else { return head }
        return head[..<place] + paint(String(status.symbol), status.style) + head[head.index(after: place)...]
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
