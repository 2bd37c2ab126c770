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
}
