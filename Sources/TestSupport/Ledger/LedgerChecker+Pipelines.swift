import Pulses

extension LedgerChecker {
    /// - disorder: a step that started before all that it waits for had ended as it wants; one that did not start for good, or was called
    ///   off, against how these ended.
    /// - torn: some of the steps of one request are on record, and some are not.
    func pipelines(_ history: History) -> [Violation] {
        let steps = history.ledgers.terms.filter { $0.value.step != nil }.keys.sorted()
        return steps.flatMap { key in premature(key, history) + outcome(key, history) } + torn(steps, history)
    }

    private func premature(_ key: String, _ history: History) -> [Violation] {
        (history.runs[key] ?? []).flatMap { run in
            (history.terms(key)?.step?.after ?? []).compactMap { after -> Violation? in
                let earlier = history.runs[after.key] ?? []
                func found(_ words: String) -> Violation {
                    Violation(.disorder, pulse: run.key.pulse, key: key, "\(run.words), \(words)")
                }
                if let late = earlier.first(where: { $0.start.at > run.start.at || $0.end.map { $0.at > run.start.at } ?? false }) {
                    return found("and it waits for \(after.key), which had not ended: \(late.words)")
                }
                if after.needsSuccess, !earlier.contains(where: { $0.end?.exit == 0 }) {
                    return found("and it needs the success of \(after.key), of which no child ended well")
                }
                return nil
            }
        }
    }

    /// What became of a step has to follow from the ends of those that it needs.
    private func outcome(_ key: String, _ history: History) -> [Violation] {
        guard let pulse = history.pulsesOfKey[key]?.first.flatMap({ history.pulses[$0] }) else { return [] }
        let broken = brokenDependencies(of: pulse, history)
        func found(_ words: String) -> [Violation] { [Violation(.disorder, pulse: pulse.id, key: key, words)] }
        if let bad = broken.first {
            let words = "\(bad.key ?? "?") is \(bad.status.name), and it needs its success"
            if !pulse.attempts.isEmpty || history.runs[key] != nil { return found("\(words), but it was tried") }
            if pulse.status != .cancelled { return found("\(words), but it is \(pulse.status.name)") }
            if pulse.reason != Dependency.reason, !history.ledgers.cancels.contains(where: { $0.key == key && $0.mayHaveHit }) {
                return found("\(words), but it was cancelled for another reason: \(pulse.reason ?? "none")")
            }
        } else if pulse.reason == Dependency.reason {
            return found("\(pulse.status.name) (\(Dependency.reason)), and nothing that it needs ended badly")
        }
        return []
    }

    private func torn(_ steps: [String], _ history: History) -> [Violation] {
        let pipelines = Dictionary(grouping: steps) { history.terms($0)?.step?.pipeline ?? "" }
        return pipelines.sorted { $0.key < $1.key }.compactMap { pipeline, keys in
            let missing = keys.filter { history.pulsesOfKey[$0] == nil }
            guard !missing.isEmpty, missing.count < keys.count else { return nil }
            return Violation(.torn, pulse: nil, key: pipeline, "of its \(keys.count) steps these are not on record: \(missing)")
        }
    }

    /// Those whose success a step needs, and that ended in another way.
    func brokenDependencies(of pulse: DumpedPulse, _ history: History) -> [DumpedPulse] {
        (history.terms(pulse.key)?.step?.after ?? []).filter(\.needsSuccess).compactMap { after in
            guard let other = history.pulsesOfKey[after.key]?.first.flatMap({ history.pulses[$0] }) else { return nil }
            return other.status.isOpen || other.status == .completed ? nil : other
        }
    }
}
