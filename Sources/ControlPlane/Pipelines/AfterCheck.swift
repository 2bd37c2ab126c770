import Pulses
import StrictJSON

/// Reads what a pulse is to wait for.
struct AfterCheck {
    /// The steps that it is made with, by name; nil for a pulse by itself.
    var steps: [String: Int]?
    /// Nothing that was made before may be waited for: a file is read again and again.
    var isDeclared = false

    /// Those that are in order; the others are recorded.
    func dependencies(_ wishes: [AfterRequest], limit: Int, _ check: inout FieldCheck) -> [DependencyOrder] {
        if wishes.count > limit {
            check.fail("after", sentence: "has \(wishes.count) elements; at most \(limit) are allowed")
            return []
        }
        var orders: [DependencyOrder] = []
        var seen: Set<DependencyOrder.Target> = []
        for (index, wish) in wishes.enumerated() {
            let condition = wish.when.map { check.choice($0, "after", String(index), "when", as: Dependency.Condition.self) } ?? .success
            guard let target = target(wish.on, String(index), &check), let condition else { continue }
            if !seen.insert(target).inserted {
                check.fail("after", String(index), sentence: "is there twice; leave one out")
            }
            orders.append(DependencyOrder(on: target, condition: condition))
        }
        return orders
    }

    private func target(_ target: AfterRequest.Target, _ index: String, _ check: inout FieldCheck) -> DependencyOrder.Target? {
        switch target {
        case .pulse(let id) where isDeclared:
            check.fail("after", index, sentence: "is \(id), the number of a pulse; a step of a file waits for steps of the same pipeline")
        case .pulse(let id) where id < 1:
            check.fail("after", index, sentence: "is \(id); a pulse has a number from 1")
        case .pulse(let id): return .pulse(PulseID(id))
        case .step(let name):
            guard let steps else {
                let shown = JSON.string(String(name.prefix(80))).serialized()
                check.fail(
                    "after", index, sentence: "is \(shown), the name of a step; a pulse by itself waits for pulses, by their numbers")
                return nil
            }
            if let step = steps[name] { return .step(step) }
            check.unknown(name, "after", path: [index], among: Self.shown(steps, like: name))
        }
        return nil
    }

    /// The names to tell of: all where there are few, else the nearest.
    private static func shown(_ steps: [String: Int], like name: String) -> [String] {
        let names = steps.sorted { $0.value < $1.value }.map(\.key)
        guard names.count > 20 else { return names }
        return [nearest(name, in: names) ?? names[0], "\(names.count - 1) more"]
    }
}

extension DependencyFault {
    /// What is wrong, going on after the field's name, and what would do.
    var sentence: String {
        switch self {
        case .unknown(let id):
            return "is \(id), and there is no pulse \(id) (yet); `upbeat ls --all` lists those there are"
        case .ended(let id, let status):
            return "is \(id), and pulse \(id) is \(status.name), so what waits for its success would never begin; "
                + "wait for any end (when: end), or ask for it again first (upbeat retry \(id))"
        }
    }

    var pulse: PulseID {
        switch self {
        case .unknown(let id), .ended(let id, _): id
        }
    }

    /// As an error of the field that asked for it.
    func error(in after: [AfterRequest], place: [String] = [], label: String = "") -> RequestError {
        let index = after.firstIndex { $0.on == .pulse(pulse.value) } ?? 0
        var check = FieldCheck(place: place, label: label)
        check.fail("after", String(index), sentence: sentence)
        return .invalid(check.errors)
    }
}
