import Pulses

extension LedgerChecker {
    /// cancel: after a client was told that a pulse has ended, a child of it wrote a word, or it is on record as something else; after it
    /// was told that the run is being ended, another attempt began, or it ended by itself later; a pulse that it knew was denied.
    func cancels(_ history: History) -> [Violation] {
        let children = Dictionary(grouping: history.ledgers.children, by: \.key)
        return history.ledgers.cancels.flatMap { note -> [Violation] in
            let pulse = history.pulsesOfKey[note.key]?.first.flatMap { history.pulses[$0] }
            let later = (children[note.key] ?? []).filter { $0.at > note.answeredAt }
            let flaws: [String] =
                switch note.answer {
                case .ended(let status): ended(as: status, pulse, later)
                case .tooLate: ended(as: nil, pulse, later)
                case .ending: ending(note, pulse, later, history)
                case .unknown: ["the answer was that there is no such pulse, and it had been acknowledged"]
                case .refused, .none: []
                }
            return flaws.map { Violation(.cancel, pulse: pulse?.id, key: note.key, "cancelled at \(note.answeredAt): \($0)") }
        }
    }

    /// - Parameter status: nil where the answer named none.
    private func ended(as status: PulseStatus?, _ pulse: DumpedPulse?, _ later: [ChildEntry]) -> [String] {
        var flaws: [String] = []
        if let entry = later.first {
            flaws.append("it had ended, and attempt \(entry.run.attempt) (pid \(entry.pid)) wrote \(entry.event) at \(entry.at)")
        }
        if let pulse, status.map({ $0 != pulse.status }) ?? pulse.status.isOpen {
            flaws.append("it had ended\(status.map { " (\($0.name))" } ?? ""), and is on record as \(pulse.status.name)")
        }
        return flaws
    }

    private func ending(_ note: CancelNote, _ pulse: DumpedPulse?, _ later: [ChildEntry], _ history: History) -> [String] {
        var flaws: [String] = []
        if let start = later.first(where: { $0.event == .start }) {
            flaws.append("its run was being ended, and attempt \(start.run.attempt) started at \(start.at)")
        }
        guard let pulse, pulse.status != .cancelled else { return flaws }
        // It may have ended by itself just before.
        let end = history.runs[note.key]?.last?.end
        if pulse.status.isOpen || end.map({ $0.at > note.answeredAt }) ?? true {
            flaws.append("its run was being ended, and it is on record as \(pulse.status.name)")
        }
        return flaws
    }

    /// Whether somebody, or the end of what it depended on, may have called a pulse off.
    func wasCalledOff(_ pulse: DumpedPulse, _ history: History) -> Bool {
        if pulse.reason == Dependency.reason { return !brokenDependencies(of: pulse, history).isEmpty }
        return history.ledgers.cancels.contains { $0.key == pulse.key && $0.mayHaveHit }
    }
}
