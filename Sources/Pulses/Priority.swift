package import Recurrence

/// What goes first among the pulses that are due. The raw value is what the store keeps; lower goes first.
package enum Priority: Int, CaseIterable, Comparable, Sendable {
    case critical = 0
    case high = 1
    case normal = 2
    case low = 3
    case deferred = 4

    package var name: String {
        switch self {
        case .critical: "critical"
        case .high: "high"
        case .normal: "normal"
        case .low: "low"
        case .deferred: "deferred"
        }
    }

    package init?(name: String) {
        guard let match = Priority.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// How long a pulse waits, from when it is due, until it counts for one level more: what is deferred goes among what is critical
    /// after four times this, and so before all critical work that is due later.
    package static let agingStep: Duration = .seconds(15 * 60)

    /// Up to when a pulse of this priority has to have been due to count as much as one of `level` does now; nil where it never will,
    /// since it is more important by itself.
    package func dueBy(_ now: Instant, countingAs level: Priority) -> Instant? {
        guard self >= level else { return nil }
        return now - Self.agingStep * (rawValue - level.rawValue)
    }

    /// What it counts as, due at a time: one level more for each step that it has waited, at most critical.
    package func aged(dueAt: Instant, at now: Instant) -> Priority {
        Priority.allCases.first { level in dueBy(now, countingAs: level).map { dueAt <= $0 } ?? false } ?? self
    }

    package static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
}
