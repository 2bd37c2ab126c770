import Pulses

extension LedgerChecker {
    /// lost: acknowledged and not on record; on record and not run by the deadline; ended without a reason; run without a record.
    func lost(_ history: History) -> [Violation] {
        history.keys.flatMap { key in
            guard let request = history.requests[key] else {
                return history.keysOfSchedules.contains(key) ? unrecorded(key, history) : []
            }
            return request.acknowledgements.compactMap { missing($0, key, history) } + unrecorded(key, history)
        } + history.dump.pulses.flatMap { pulse in notRun(pulse, history) + contradictions(pulse, history) }
    }

    private func missing(_ acknowledgement: Request.Acknowledgement, _ key: String, _ history: History) -> Violation? {
        let words = "acknowledged at \(acknowledgement.at) as pulse \(acknowledgement.pulse)"
        guard let pulse = history.pulses[acknowledgement.pulse] else {
            return Violation(.lost, pulse: acknowledgement.pulse, key: key, "\(words), which is not in the final dump")
        }
        guard pulse.key != key else { return nil }
        return Violation(
            .lost, pulse: pulse.id, key: key, "\(words), which in the final dump is another request's: \(pulse.key ?? "no key")")
    }

    /// Every run has a record in its pulse's history.
    private func unrecorded(_ key: String, _ history: History) -> [Violation] {
        (history.runs[key] ?? []).compactMap { run in
            let attempts = history.pulses[run.key.pulse]?.attempts ?? []
            guard !attempts.contains(where: { $0.number == run.key.attempt }) else { return nil }
            return Violation(.lost, pulse: run.key.pulse, key: key, "\(run.words), but the final dump has no record of that attempt")
        }
    }

    private func notRun(_ pulse: DumpedPulse, _ history: History) -> [Violation] {
        guard let key = pulse.key, history.requests[key] != nil || pulse.occurrence != nil else { return [] }
        let limit = max(pulse.due, history.lastReady ?? pulse.due) + policy.deadline
        guard limit <= history.dump.readAt else { return [] }
        let standing = "due at \(pulse.due) and \(pulse.status.name)\(pulse.reason.map { " (\($0))" } ?? "")"
        guard let first = history.runs[key]?.first else {
            // Three claims that died with their daemons before the child wrote a word put a pulse aside too.
            if pulse.status == .failed, hasReason(pulse, history) { return [] }
            if pulse.status == .cancelled, wasCalledOff(pulse, history) { return [] }
            return [Violation(.lost, pulse: pulse.id, key: key, "\(standing); it never started, with the deadline at \(limit)")]
        }
        if first.start.at > limit {
            return [Violation(.lost, pulse: pulse.id, key: key, "\(standing); \(first.words), after the deadline at \(limit)")]
        }
        if pulse.status == .processing || !pulse.status.isOpen { return [] }
        let last = history.runs[key]?.last ?? first
        return [Violation(.lost, pulse: pulse.id, key: key, "\(standing) after the deadline at \(limit); \(last.words)")]
    }

    // MARK: what the record says against what the children said

    private func contradictions(_ pulse: DumpedPulse, _ history: History) -> [Violation] {
        var found: [String] = []
        switch pulse.status {
        case .completed where !pulse.attempts.contains { $0.outcome == .succeeded }:
            found.append("completed, but none of its attempts succeeded")
        case .failed where !hasReason(pulse, history):
            let outcomes = pulse.attempts.map { $0.outcome?.name ?? "running" }
            found.append("failed (\(pulse.reason ?? "no reason")) with attempts left: \(outcomes.joined(separator: ", "))")
        case .cancelled where wasCalledOff(pulse, history): break
        case .cancelled, .missed:
            found.append("\(pulse.status.name), though nobody asked for that")
        default: break
        }
        if pulse.attempts.map(\.number) != Array(1..<(pulse.attempts.count + 1)) {
            found.append("its attempts are not on record one by one: \(pulse.attempts.map(\.number))")
        }
        found += pulse.attempts.compactMap { contradiction(pulse, $0, history) }
        return found.map { Violation(.lost, pulse: pulse.id, key: pulse.key, $0) }
    }

    /// Enough failures of its own, a fatal one, or enough losses in a row. What a stopping daemon gave back (cancelled) counts nowhere.
    private func hasReason(_ pulse: DumpedPulse, _ history: History) -> Bool {
        let losses = pulse.attempts.filter { $0.outcome != .cancelled }.suffix(policy.poison)
        return lastFailure(of: pulse, history) != nil || losses.count == policy.poison && losses.allSatisfy { $0.outcome == .lost }
    }

    private func contradiction(_ pulse: DumpedPulse, _ attempt: DumpedAttempt, _ history: History) -> String? {
        let runs = history.runs[pulse.key ?? ""] ?? []
        let run = runs.last { $0.key == RunKey(pulse: pulse.id, attempt: attempt.number) }
        let told = run?.words ?? "no child of that attempt wrote START"
        let record = "attempt \(attempt.number) is on record as \(attempt.outcome?.name ?? "running")"
        switch attempt.outcome {
        case .succeeded where run?.end?.exit != 0: return "\(record), but \(told)"
        case .failed where run?.end == nil || run?.end?.exit == 0:
            return "\(record) (\(attempt.error ?? "no error")), but \(told)"
        case .lost where run != nil:
            guard let run, history.life(of: run) != nil, history.daemonEnd(of: run) == nil else { return nil }
            return "\(record) (\(attempt.error ?? "no error")), but its daemon never ended; \(told)"
        default: return nil
        }
    }
}
