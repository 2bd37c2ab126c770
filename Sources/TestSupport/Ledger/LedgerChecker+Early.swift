import Pulses

extension LedgerChecker {
    /// early: before the moment the client asked for, before the time the attempt has on record, or sooner after a failure than the
    /// policy waits.
    func early(_ history: History) -> [Violation] {
        history.keys.flatMap { key -> [Violation] in
            let runs = history.runs[key] ?? []
            return runs.indices.compactMap { index in
                let run = runs[index]
                let times = [request(key, history), record(run, history), index > 0 ? wait(runs[index - 1], history) : nil]
                guard let (due, why) = times.compactMap(\.self).max(by: { $0.0 < $1.0 }) else { return nil }
                guard run.start.at < due - policy.earliness else { return nil }
                return Violation(.early, pulse: run.key.pulse, key: key, "\(run.words), \(due - run.start.at) before \(due), \(why)")
            }
        }
    }

    private func request(_ key: String, _ history: History) -> (BootTime, String)? {
        history.requests[key].map { ($0.notBefore, "the time the client asked for") }
    }

    private func record(_ run: ObservedRun, _ history: History) -> (BootTime, String)? {
        let attempt = history.pulses[run.key.pulse]?.attempts.first { $0.number == run.key.attempt }
        return attempt.map { ($0.due, "the due time on record") }
    }

    private func wait(_ previous: ObservedRun, _ history: History) -> (BootTime, String)? {
        guard let end = previous.end, end.exit != 0, history.isOnRecord(previous, lag: policy.commitLag) else { return nil }
        return (end.at + policy.retryDelay, "the end of the wait after the failure at \(end.at)")
    }
}
