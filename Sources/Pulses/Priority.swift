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

    package static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
}
