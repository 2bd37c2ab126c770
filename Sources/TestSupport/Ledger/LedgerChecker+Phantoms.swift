import Pulses

extension LedgerChecker {
    /// phantom: a START or a row that nobody asked for, or that was refused; a START by a daemon that nobody began.
    func phantoms(_ history: History) -> [Violation] {
        var found: [Violation] = []
        for pulse in history.dump.pulses {
            guard let why = reproach(pulse.key, history) else { continue }
            found.append(Violation(.phantom, pulse: pulse.id, key: pulse.key, "on record as \(pulse.status.name), but \(why)"))
        }
        for run in history.keys.flatMap({ history.runs[$0] ?? [] }) {
            if let why = reproach(run.start.key, history) {
                found.append(Violation(.phantom, pulse: run.key.pulse, key: run.start.key, "\(run.words), but \(why)"))
            } else if history.life(of: run) == nil {
                found.append(Violation(.phantom, pulse: run.key.pulse, key: run.start.key, "\(run.words), but no such daemon was begun"))
            }
        }
        return found
    }

    private func reproach(_ key: String?, _ history: History) -> String? {
        guard let key else { return "it carries no client's key" }
        if history.keysOfSchedules.contains(key) { return nil }
        guard let request = history.requests[key] else { return "no client ever asked for it" }
        return request.isRefused ? "every request for it was refused" : nil
    }

    /// stuck: on record as running, and no process of it lives.
    func stuck(_ history: History) -> [Violation] {
        history.dump.pulses.filter { pulse in
            pulse.status == .processing && !history.dump.living.contains { $0.pulse == pulse.id }
        }.map { pulse in
            let last = history.runs[pulse.key ?? ""]?.last?.words ?? "no child wrote START"
            return Violation(
                .stuck, pulse: pulse.id, key: pulse.key, "processing at \(history.dump.readAt) without a living process; \(last)")
        }
    }
}
