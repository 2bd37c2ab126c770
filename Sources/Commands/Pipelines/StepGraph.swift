/// The steps of a pipeline as they are drawn: nodes and what each waits for.
struct StepGraph {
    struct Node: Hashable {
        /// One step; several where they are drawn as one.
        var names: [String]
        var pulses: [Int64] = []
        var status: Status
        /// What there is to say of it, safe to show.
        var note = ""
    }

    enum Status: String {
        case planned, blocked, pending, processing, completed, failed, cancelled, missed

        var symbol: Character {
            switch self {
            case .planned, .pending: "○"
            case .blocked: "◌"
            case .processing: "●"
            case .completed: "✓"
            case .failed: "✗"
            case .cancelled: "⊘"
            case .missed: "!"
            }
        }

        var style: Paint.Style { self == .planned ? .plain : Paint.style(of: rawValue) }
    }

    var nodes: [Node]
    /// Of each node, those it waits for: places in `nodes`, each once, without a cycle.
    var after: [[Int]]

    /// Those that wait for each.
    var followers: [[Int]] {
        var followers = [[Int]](repeating: [], count: nodes.count)
        for (node, earlier) in after.enumerated() { for one in earlier { followers[one].append(node) } }
        return followers
    }

    /// Each after all that it waits for, and as soon after as may be: what belongs together stands together.
    var order: [Int] {
        let followers = followers
        var waiting = after.map(\.count)
        var ready = Array(nodes.indices.filter { waiting[$0] == 0 }.reversed())
        var order: [Int] = []
        while let node = ready.popLast() {
            order.append(node)
            for follower in followers[node].reversed() {
                waiting[follower] -= 1
                if waiting[follower] == 0 { ready.append(follower) }
            }
        }
        return order
    }
}

// MARK: summing up

extension StepGraph {
    /// With fewer nodes: steps of one status that wait for the same and are waited for by the same become one, and so do those of a chain.
    var summarised: StepGraph { twinsJoined().chainsJoined() }

    private struct Kind: Hashable {
        var status: Status
        var after: [Int]
        var followers: [Int]
    }

    private func twinsJoined() -> StepGraph {
        let followers = followers
        var groups: [Kind: Int] = [:]
        var members: [[Int]] = []
        for node in nodes.indices {
            let kind = Kind(status: nodes[node].status, after: after[node].sorted(), followers: followers[node])
            if let group = groups[kind] {
                members[group].append(node)
            } else {
                groups[kind] = members.count
                members.append([node])
            }
        }
        return joined(members)
    }

    private func chainsJoined() -> StepGraph {
        let followers = followers
        var members: [[Int]] = []
        var chain = [Int?](repeating: nil, count: nodes.count)
        for node in order {
            if after[node].count == 1, let before = after[node].first, followers[before].count == 1,
                nodes[before].status == nodes[node].status, let known = chain[before]
            {
                members[known].append(node)
                chain[node] = known
            } else {
                chain[node] = members.count
                members.append([node])
            }
        }
        return joined(members)
    }

    private func joined(_ members: [[Int]]) -> StepGraph {
        var place = [Int](repeating: 0, count: nodes.count)
        for (group, nodesOfGroup) in members.enumerated() { for node in nodesOfGroup { place[node] = group } }
        var joined = StepGraph(nodes: [], after: [])
        for (group, nodesOfGroup) in members.enumerated() {
            var node = nodes[nodesOfGroup[0]]
            for other in nodesOfGroup.dropFirst() {
                node.names += nodes[other].names
                node.pulses += nodes[other].pulses
                node.note = ""
            }
            joined.nodes.append(node)
            var seen: Set<Int> = [group]
            joined.after.append(nodesOfGroup.flatMap { after[$0] }.map { place[$0] }.filter { seen.insert($0).inserted })
        }
        return joined
    }
}
