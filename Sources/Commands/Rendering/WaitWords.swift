import WireModel

/// What a pulse waits or waited for.
enum WaitWords {
    /// `pulse 12; pulse 13 (any end, met)`
    static func of(_ after: [WaitResponse]) -> String {
        let waits = after.prefix(10).map { wait in
            let notes = [wait.when == "end" ? "any end" : nil, wait.isMet ? "met" : nil].compactMap(\.self)
            return "pulse \(wait.pulse)" + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
        }
        return waits.joined(separator: "; ") + (after.count > 10 ? "; \(after.count - 10) more" : "")
    }
    /// What a blocked pulse waits for: the person's word first.
    static func of(_ pulse: PulseResponse) -> String {
        let others = of(pulse.after.filter { !$0.isMet })
        guard pulse.reason == "approval" else { return others }
        return "approval (upbeat approve \(pulse.id))" + (others.isEmpty ? "" : "; \(others)")
    }
}
