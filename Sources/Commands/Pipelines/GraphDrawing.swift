/// Draws a graph of steps from top to bottom: a row for each step, lines between those that wait for each other.
///
/// What a step hands on runs down a lane of its own, until the last step that waits for it has taken it. Lines that meet are joined
/// (`├`, `┴`); a lane that is merely crossed is not interrupted (`─│─`). Symbols that stand one below the other are connected only
/// where a line is between them.
struct GraphDrawing {
    struct Row: Hashable {
        /// Without spaces at the end.
        var lanes: String
        /// The node that stands in it; nil for a row of lines alone.
        var node: Int?
    }

    private(set) var rows: [Row] = []

    /// The node whose lane it is, and how many have yet to take it.
    private struct Lane {
        var source: Int
        var open: Int
        var isShared: Bool
    }

    private var lanes: [Lane?] = []
    /// Of each node that has one.
    private var places: [Int: Int] = [:]
    /// The lane of the node in the row before; nil after a row of lines.
    private var latest: Int?

    /// Nil where more than so many lanes would stand side by side.
    init?(_ graph: StepGraph, widest: Int = 24) {
        let followers = graph.followers.map(\.count)
        for node in graph.order {
            let place = draw(node, after: graph.after[node], symbol: graph.nodes[node].status.symbol)
            if followers[node] > 0 {
                lanes[place] = Lane(source: node, open: followers[node], isShared: followers[node] > 1)
                places[node] = place
            }
            guard lanes.count <= widest else { return nil }
            while case .some(nil) = lanes.last { lanes.removeLast() }
        }
    }

    /// Draws the row of a node, and one of lines before it where it takes one.
    ///
    /// - Returns: the lane in which it stands; it is free again.
    private mutating func draw(_ node: Int, after: [Int], symbol: Character) -> Int {
        let taken = after.compactMap { places[$0] }.sorted()
        for place in taken { lanes[place]?.open -= 1 }
        let ending = taken.filter { lanes[$0]?.open == 0 }
        defer {
            for place in ending {
                if let source = lanes[place]?.source, source != node { places[source] = nil }
                lanes[place] = nil
            }
        }
        switch (taken.count, ending.count) {
        case (0, _):
            return put(symbol, at: free(), node)
        case (1, 0):
            return branch(symbol, from: taken[0], to: free(), goesOn: true, node)
        case (1, _):
            let place = taken[0]
            // The last of several stands beside the others where there is room.
            if lanes[place]?.isShared == true, !lanes.indices.contains(place + 1) || lanes[place + 1] == nil {
                return branch(symbol, from: place, to: place + 1, goesOn: false, node)
            }
            if latest == place { line([:]) }
            return put(symbol, at: place, node)
        default:
            return join(symbol, taken, ending, node)
        }
    }

    // MARK: rows

    private mutating func put(_ symbol: Character, at place: Int, _ node: Int) -> Int {
        reserve(place)
        line([place: symbol], node)
        latest = place
        return place
    }

    /// A node beside the lane that it takes from.
    private mutating func branch(_ symbol: Character, from: Int, to: Int, goesOn: Bool, _ node: Int) -> Int {
        reserve(to)
        let joint: Character = from < to ? (goesOn ? "├" : "╰") : (goesOn ? "┤" : "╯")
        line([from: joint, to: symbol], between: min(from, to)...max(from, to), node)
        latest = to
        return to
    }

    /// A row in which several lanes come together, then the node below it.
    private mutating func join(_ symbol: Character, _ taken: [Int], _ ending: [Int], _ node: Int) -> Int {
        let place = ending.first ?? free()
        reserve(place)
        let all = (taken + [place]).sorted()
        let (first, last) = (all[0], all[all.count - 1])
        var signs: [Int: Character] = [:]
        for lane in taken where lane != place {
            let goesOn = !ending.contains(lane)
            signs[lane] = lane == first ? (goesOn ? "├" : "╰") : lane == last ? (goesOn ? "┤" : "╯") : goesOn ? "┼" : "┴"
        }
        let comesDown = taken.contains(place)
        signs[place] = place == first ? (comesDown ? "├" : "╭") : place == last ? (comesDown ? "┤" : "╮") : comesDown ? "┼" : "┬"
        line(signs, between: first...last)
        for lane in ending where lane != place { lanes[lane]?.open = -1 }
        return put(symbol, at: place, node)
    }

    /// - Parameters:
    ///   - signs: what stands in which lane; the others go on.
    ///   - between: lanes between which a line runs across.
    private mutating func line(_ signs: [Int: Character], between: ClosedRange<Int>? = nil, _ node: Int? = nil) {
        var text = ""
        for place in lanes.indices {
            let isOpen = lanes[place].map { $0.open >= 0 } ?? false
            let isAcross = between.map { $0.lowerBound <= place && place < $0.upperBound } ?? false
            let isInside = between.map { $0.lowerBound < place && place < $0.upperBound } ?? false
            text.append(signs[place] ?? (isOpen ? "│" : isInside ? "─" : " "))
            text.append(isAcross ? "─" : " ")
        }
        while text.last == " " { text.removeLast() }
        rows.append(Row(lanes: text, node: node))
        latest = nil
    }

    // MARK: lanes

    private func free() -> Int { lanes.firstIndex { $0 == nil } ?? lanes.count }

    private mutating func reserve(_ place: Int) {
        while lanes.count <= place { lanes.append(nil) }
    }
}
