import Pulses

// out of order, lost: what waits for other pulses.

extension Sweep {
    mutating func wait(_ id: PulseID, for dependencies: [Dependency]) {
        for dependency in dependencies where dependency.isMet {
            guard let status = pulses[dependency.on]?.status, !dependency.condition.isMet(by: status) else { continue }
            report(.outOfOrder, pulse: id, "it need not wait for pulse \(dependency.on) any more, which is \(status.name)")
        }
        waits[id] = dependencies
        for dependency in dependencies { dependents[dependency.on, default: []].insert(id) }
    }

    func checkOrder(_ id: PulseID) -> String? {
        guard let unmet = waits[id]?.first(where: { !$0.isMet }) else { return nil }
        return "taken while it had to wait for pulse \(unmet.on) (\(pulses[unmet.on]?.status.name ?? "not there"))"
    }

    /// Something has ended for good, and what waited for that end need not any more.
    mutating func meet(_ id: PulseID, _ status: PulseStatus) {
        for dependent in dependents[id] ?? [] {
            for place in (waits[dependent] ?? []).indices where waits[dependent]?[place].on == id {
                if waits[dependent]?[place].condition.isMet(by: status) == true { waits[dependent]?[place].isMet = true }
            }
        }
    }

    /// It was called off for the sake of another one: there has to be one.
    mutating func checkCause(_ id: PulseID) {
        let causes = (waits[id] ?? []).filter { !$0.isMet && $0.condition == .success }
        guard !causes.contains(where: { pulses[$0.on].map { !$0.isOpen && $0.status != .completed } ?? false }) else { return }
        report(.lost, pulse: id, "it was cancelled for the sake of another pulse, and none that it needs has ended badly")
    }

    /// What a pulse that is blocked at the end waits for; nil where it is nothing.
    func isWaiting(_ id: PulseID) -> Bool? {
        guard let waits = waits[id] else { return nil }
        return waits.contains { !$0.isMet && pulses[$0.on]?.isOpen == true }
            && !waits.contains { !$0.isMet && $0.condition == .success && pulses[$0.on].map { !$0.isOpen } == true }
    }
}
