import Testing
import WireModel

@testable import Commands

/// Graphs as drawings: one line for each row, the name behind the symbol's lanes.
@Suite struct GraphDrawingTests {
    /// `a b<a c<a,b`: c waits for a and b.
    private static func graph(_ text: String, status: StepGraph.Status = .planned) -> StepGraph {
        var graph = StepGraph(nodes: [], after: [])
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "<").map(String.init)
            let after = parts.count > 1 ? parts[1].split(separator: ",").map(String.init) : []
            graph.after.append(after.compactMap { name in graph.nodes.firstIndex { $0.names == [name] } })
            graph.nodes.append(StepGraph.Node(names: [parts[0]], status: status))
        }
        return graph
    }

    private static func drawn(_ graph: StepGraph) -> [String]? {
        GraphDrawing(graph)?.rows.map { row in row.lanes + (row.node.map { " \(graph.nodes[$0].names[0])" } ?? "") }
    }

    @Test(
        arguments: [
            ("a", ["○ a"]),
            // A chain.
            ("a b<a c<b", ["○ a", "│", "○ b", "│", "○ c"]),
            // Several roots that have nothing to do with each other.
            ("a b<a x y<x", ["○ a", "│", "○ b", "○ x", "│", "○ y"]),
            // Fan-out.
            ("a b<a c<a d<a", ["○ a", "├─○ b", "├─○ c", "╰─○ d"]),
            // Fan-in.
            ("a b c d<a,b,c", ["○ a", "│ ○ b", "│ │ ○ c", "├─┴─╯", "○ d"]),
            // A diamond.
            ("a b<a c<a d<b,c", ["○ a", "├─○ b", "○ │ c", "├─╯", "○ d"]),
            // A branch with a tail of its own.
            ("a b<a e<b c<a", ["○ a", "├─○ b", "│ │", "│ ○ e", "╰─○ c"]),
            // Siblings come before what waits for others too.
            ("a b c<a,b d<a", ["○ a", "├─○ d", "│ ○ b", "├─╯", "○ c"]),
            // What is waited for twice goes on below the line in which it is joined.
            ("a b c<a,b d<a,c", ["○ a", "│ ○ b", "├─┤", "│ ○ c", "├─╯", "○ d"]),
            // A step that skips over others: the lane goes on beside them.
            ("a b<a c<b d<a,c", ["○ a", "├─○ b", "│ │", "│ ○ c", "├─╯", "○ d"]),
            // A lane that is crossed is not joined.
            ("a x b<a c<a y<x z<c,b,y", ["○ a", "├─○ b", "○ │ c", "│ │ ○ x", "│ │ │", "│ │ ○ y", "├─┴─╯", "○ z"]),
            // Both are waited for once more: the new one stands in a lane of its own.
            ("a b c<a,b d<a,b e<a,b", ["○ a", "│ ○ b", "├─┼─╮", "│ │ ○ c", "├─┼─╮", "│ │ ○ d", "├─╯", "○ e"]),
        ])
    func drawings(_ text: String, _ lines: [String]) {
        let drawn = Self.drawn(Self.graph(text))
        #expect(drawn == lines, "\n\((drawn ?? []).joined(separator: "\n"))")
    }

    @Test func eachRowStandsAfterWhatItWaitsFor() {
        // A wide one and a deep one, in no good order.
        for text in ["z y<z x<z a<x,y b<a c<a,z d<b,c", "a b c d e<a,b f<c,d g<e,f h<a,g i<h j<b,i"] {
            let graph = Self.graph(text)
            var seen: Set<Int> = []
            for node in graph.order {
                #expect(graph.after[node].allSatisfy(seen.contains))
                seen.insert(node)
            }
            #expect(seen.count == graph.nodes.count)
        }
    }

    @Test func everyLineLeadsSomewhere() throws {
        // Up and down have to agree from row to row: what goes down in one row comes from above in the next.
        let down = Set("│├┤┼┬╭╮")
        let up = Set("│├┤┼┴╰╯")
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var graph = StepGraph(nodes: [], after: [])
            for node in 0..<12 {
                graph.nodes.append(StepGraph.Node(names: ["\(node)"], status: .planned))
                graph.after.append((0..<node).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 })
            }
            let followers = graph.followers
            let drawing = try #require(GraphDrawing(graph))
            for (above, below) in zip(drawing.rows, drawing.rows.dropFirst()) {
                let (first, second) = (Array(above.lanes), Array(below.lanes))
                for column in stride(from: 0, to: max(first.count, second.count), by: 2) {
                    let upper = column < first.count ? first[column] : " "
                    let lower = column < second.count ? second[column] : " "
                    let leaves = upper == "○" ? !followers[above.node ?? 0].isEmpty : down.contains(upper)
                    let comes = lower == "○" ? (upper != "○" && leaves) : up.contains(lower)
                    #expect(leaves == comes, "\(graph.after)\n\(drawing.rows.map(\.lanes).joined(separator: "\n"))")
                }
            }
        }
    }

    @Test func aLongChainIsSummedUpByStatus() {
        var graph = StepGraph(nodes: [], after: [])
        for step in 0..<10_000 {
            let status: StepGraph.Status = step < 40 ? .completed : step == 40 ? .processing : .blocked
            graph.nodes.append(StepGraph.Node(names: ["s\(step)"], pulses: [Int64(step)], status: status, note: "n"))
            graph.after.append(step == 0 ? [] : [step - 1])
        }
        let lines = GraphPage(graph: graph, paint: .off, width: 100).lines
        #expect(
            lines == [
                "✓  s0 … s39 (40)           40 steps are completed", "│", "●  s40                 40  n", "│",
                "◌  s41 … s9999 (9959)      9959 steps are blocked",
            ])
    }

    @Test func whatIsAlikeBesideEachOtherIsSummedUpToo() {
        let text = "a " + (0..<100).map { "m\($0)<a" }.joined(separator: " ") + " z<" + (0..<100).map { "m\($0)" }.joined(separator: ",")
        let lines = GraphPage(graph: Self.graph(text, status: .pending), paint: .off, width: 80).lines
        // All wait for the same end: of one status they are one chain.
        #expect(lines == ["○  a … z (102)  102 steps are pending"])
        var mixed = Self.graph(text, status: .pending)
        mixed.nodes[0].status = .completed
        mixed.nodes[51].status = .failed
        mixed.nodes[101].status = .blocked
        #expect(
            GraphPage(graph: mixed, paint: .off, width: 80).lines == [
                "✓    a", "├─○  m0 … m99 (99)  99 steps are pending", "✗ │  m50", "├─╯", "◌    z",
            ])
    }

    @Test func whatIsTooWideIsListed() {
        let text = (0..<30).map { "r\($0)" }.joined(separator: " ") + " z<" + (0..<30).map { "r\($0)" }.joined(separator: ",")
        let lines = GraphPage(graph: Self.graph(text), paint: .off, width: 80).lines
        #expect(lines.count == 31 && lines[0] == "○  r0" && lines[30] == "○  z     (after r0, r1, r2 and 27 more)")
    }

    @Test func notesAreCutAndNamesAlign() {
        var graph = Self.graph("a longer<a")
        graph.nodes[0].note = String(repeating: "x", count: 50)
        graph.nodes[1].pulses = [12]
        #expect(GraphPage(graph: graph, paint: .off, width: 30).lines == ["○  a           xxxxxxxxxxxxxx…", "│", "○  longer  12"])
        graph.nodes[0].status = .failed
        #expect(GraphPage(graph: graph, paint: Paint(isOn: true), width: 80).lines[0].hasPrefix("\u{1B}[31m✗\u{1B}[0m  a"))
    }
}
