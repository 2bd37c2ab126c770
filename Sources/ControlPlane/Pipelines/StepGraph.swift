import Pulses
import StrictJSON

/// The steps of a pipeline and what each waits for. All of it takes time in proportion to their number.
struct StepGraph {
    /// Of each step, by its place; unique.
    private(set) var names: [String] = []
    private(set) var places: [String: Int] = [:]

    /// How many steps there may be.
    static let limit = 10_000

    static let nameRule = "a name has letters, digits, `_`, `.` and `-`, is no number, and is at most 64 long"

    /// Reads the names of the steps, and records what is wrong with them.
    init(_ steps: [StepRequest], _ check: inout FieldCheck) {
        if steps.isEmpty { check.fail("steps", sentence: "is empty; a pipeline has at least one step") }
        if steps.count > Self.limit {
            check.fail("steps", sentence: "has \(steps.count) elements; at most \(Self.limit) are allowed")
        }
        for (index, step) in steps.prefix(Self.limit).enumerated() {
            let name = step.name ?? ""
            let shown = JSON.string(String(name.prefix(80))).serialized()
            if name.isEmpty {
                check.fail("steps", "\(index)", "name", sentence: "is missing; \(Self.nameRule)")
            } else if !Self.isName(name) {
                check.fail("steps", "\(index)", "name", sentence: "\(shown) cannot be used; \(Self.nameRule)")
            } else if let earlier = places[name] {
                check.fail(
                    "steps", "\(index)", "name", sentence: "\(shown) is there twice (first at \(earlier)); give each step a name of its own"
                )
            }
            names.append(name)
            if places[name] == nil { places[name] = index }
        }
    }

    /// Records a cycle, with its path, where there is one. `after` names the steps that each waits for.
    func refuseCycle(_ after: [[Int]], _ check: inout FieldCheck) {
        guard let cycle = Self.cycle(after) else { return }
        let path = cycle.map { names[$0] }
        let shown = path.count <= 20 ? path : path.prefix(10) + ["... \(path.count - 15) more ..."] + path.suffix(5)
        check.fail(
            "steps",
            sentence: "cannot begin: " + (shown + [path[0]]).joined(separator: " -> ") + " wait for each other; "
                + (path.count == 1 ? "a step cannot wait for itself" : "take one `after` out"))
    }

    /// Some steps of which each waits for the one before it, and the first for the last; nil where there are none.
    static func cycle(_ after: [[Int]]) -> [Int]? {
        var waiting = after.map(\.count)
        var followers = [[Int]](repeating: [], count: after.count)
        for (step, earlier) in after.enumerated() { for one in earlier { followers[one].append(step) } }
        var ready = waiting.indices.filter { waiting[$0] == 0 }
        while let step = ready.popLast() {
            for follower in followers[step] {
                waiting[follower] -= 1
                if waiting[follower] == 0 { ready.append(follower) }
            }
        }
        // Each of the rest waits for one of the rest: going back along those, one comes round.
        guard var step = waiting.firstIndex(where: { $0 > 0 }) else { return nil }
        var seen: [Int: Int] = [:]
        var path: [Int] = []
        while seen[step] == nil {
            seen[step] = path.count
            path.append(step)
            guard let before = after[step].first(where: { waiting[$0] > 0 }) else { return nil }
            step = before
        }
        let cycle = Array(path[(seen[step] ?? 0)...].reversed())
        let start = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        return Array(cycle[start...] + cycle[..<start])
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && !name.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
