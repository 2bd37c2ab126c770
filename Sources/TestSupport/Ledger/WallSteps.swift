/// How the daemon's wall clock was set while a history went on; empty where nobody touched it.
package struct WallSteps: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package var at: BootTime
        /// How far the wall clock goes ahead from then on of how it went at first.
        package var ahead: Duration

        package init(at: BootTime, ahead: Duration) {
            self.at = at
            self.ahead = ahead
        }
    }

    /// In their order.
    package private(set) var steps: [Step] = []

    package init() {}

    package mutating func note(_ step: Step) { steps.append(step) }

    /// How far ahead it goes at the end.
    package var ahead: Duration { steps.last?.ahead ?? .zero }

    /// The furthest it has ever shown: where it stood ahead the most.
    package var mostAhead: Duration { steps.map(\.ahead).reduce(.zero, max) }

    private func ahead(at moment: BootTime) -> Duration { steps.last { $0.at <= moment }?.ahead ?? .zero }

    /// The latest time that the clock showed within a span, as the two clocks stand to each other at the end.
    func latestShown(from: BootTime, through: BootTime) -> BootTime {
        guard !steps.isEmpty else { return through }
        let edges = steps.indices.filter { steps[$0].at > from && steps[$0].at <= through }
        let before = edges.map { steps[$0].at + ($0 > 0 ? steps[$0 - 1].ahead : .zero) }
        return ([through + ahead(at: through)] + before).reduce(from + ahead(at: from), max) - ahead
    }

    /// The first moment at which something can be due that was to come after a wait, if whoever reckoned looked at the clock at some
    /// moment of a span.
    func soonest(after wait: Duration, from: BootTime, through: BootTime) -> BootTime {
        guard !steps.isEmpty else { return from + wait }
        let looks = [from] + steps.map(\.at).filter { $0 > from && $0 <= through }
        return looks.map { firstShowing($0 + ahead(at: $0) + wait, notBefore: $0) }.min() ?? from + wait
    }

    /// Whether through the whole span it stood at least as far ahead as at its beginning.
    func isNeverBehind(from: BootTime, through: BootTime) -> Bool {
        steps.allSatisfy { $0.at <= from || $0.at > through || $0.ahead >= ahead(at: from) }
    }

    /// Whether it was set within a span.
    func isSet(from: BootTime, through: BootTime) -> Bool { steps.contains { $0.at >= from && $0.at <= through } }

    /// When the clock first showed a time, which is given as it went at first.
    private func firstShowing(_ time: BootTime, notBefore: BootTime) -> BootTime {
        for (index, step) in steps.enumerated() where step.at > notBefore {
            let reached = time - (index > 0 ? steps[index - 1].ahead : .zero)
            if reached < step.at { return max(reached, notBefore) }
            if time - step.ahead <= step.at { return step.at }
        }
        return max(time - ahead, notBefore)
    }
}
