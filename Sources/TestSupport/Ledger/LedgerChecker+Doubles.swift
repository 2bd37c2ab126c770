import Pulses

extension LedgerChecker {
    /// double: two pulses for one key, a refused lock, or a START while an earlier run of the key had yet to write its END.
    func doubles(_ history: History) -> [Violation] {
        history.keys.flatMap { key in twoPulses(key, history) + overlaps(history.runs[key] ?? [], key) } + refusedLocks(history)
    }

    private func twoPulses(_ key: String, _ history: History) -> [Violation] {
        let acknowledged = (history.requests[key]?.acknowledgements ?? []).map(\.pulse)
        let dumped = history.pulsesOfKey[key] ?? []
        let started = (history.runs[key] ?? []).map(\.key.pulse)
        let all = Set(acknowledged + dumped + started).sorted()
        guard all.count > 1 else { return [] }
        func words(_ name: String, _ ids: [PulseID]) -> String {
            "\(name) \(Set(ids).sorted().map(\.description).joined(separator: ", "))"
        }
        let parts = [words("acknowledged", acknowledged), words("on record", dumped), words("started", started)]
        return [Violation(.double, pulse: all.last, key: key, "one request, \(all.count) pulses: \(parts.joined(separator: "; "))")]
    }

    private func overlaps(_ runs: [ObservedRun], _ key: String) -> [Violation] {
        runs.indices.dropFirst().compactMap { index in
            let later = runs[index]
            guard let earlier = runs[..<index].last(where: { $0.end.map { $0.at > later.start.at } ?? false }) else { return nil }
            return Violation(.double, pulse: later.key.pulse, key: key, "\(later.words), while \(earlier.words)")
        }
    }

    private func refusedLocks(_ history: History) -> [Violation] {
        history.ledgers.children.filter { $0.event == .overlap }.map { entry in
            Violation(
                .double, pulse: entry.run.pulse, key: entry.key,
                "OVERLAP: attempt \(entry.run.attempt) (pid \(entry.pid)) found another tree of its pulse alive at \(entry.at)")
        }
    }
}
