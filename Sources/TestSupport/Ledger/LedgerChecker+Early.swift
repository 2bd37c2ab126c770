import Pulses

extension LedgerChecker {
    /// early: before the moment the client asked for, before the time the attempt has on record, before the nominal time of its
    /// schedule, or sooner after a failure than the policy waits. Where the wall clock was set meanwhile, by what it showed when the daemon looked at it.
    func early(_ history: History) -> [Violation] {
        history.keys.flatMap { key -> [Violation] in
            let runs = history.runs[key] ?? []
            return runs.indices.compactMap { index in
                let run = runs[index]
                let times = [
                    request(key, run, history), record(run, history), nominal(run, history),
                    index > 0 ? wait(runs[index - 1], before: run, history) : nil,
                ]
                guard let (due, why) = times.compactMap(\.self).max(by: { $0.0 < $1.0 }) else { return nil }
                guard run.start.at < due - policy.earliness else { return nil }
                return Violation(.early, pulse: run.key.pulse, key: key, "\(run.words), \(due - run.start.at) before \(due), \(why)")
            }
        }
    }

    private func request(_ key: String, _ run: ObservedRun, _ history: History) -> (BootTime, String)? {
        guard let request = history.requests[key] else { return nil }
        let wait = max(request.notBefore - request.firstAt, .zero)
        let due = history.ledgers.clock.soonest(after: wait, from: request.notBefore - wait, through: run.start.at)
        return (due - setBack(run, history), "the time the client asked for")
    }

    private func record(_ run: ObservedRun, _ history: History) -> (BootTime, String)? {
        let attempt = history.pulses[run.key.pulse]?.attempts.first { $0.number == run.key.attempt }
        return attempt.map { ($0.due - lead(run, history), "the due time on record") }
    }

    /// A later attempt may follow when the clock has been set back.
    private func nominal(_ run: ObservedRun, _ history: History) -> (BootTime, String)? {
        guard run.key.attempt == 1, let occurrence = history.pulses[run.key.pulse]?.occurrence else { return nil }
        return (occurrence.nominalAt - lead(run, history), "the nominal time of \(occurrence.schedule)")
    }

    /// By how much the clock that its daemon saw was ahead of the one of the end, by which times on record are given.
    private func lead(_ run: ObservedRun, _ history: History) -> Duration {
        history.ledgers.clock.latestShown(from: run.start.at - policy.claimLag, through: run.start.at) - run.start.at
    }

    /// By how much the clock was set back between the look of its daemon at it and the START.
    private func setBack(_ run: ObservedRun, _ history: History) -> Duration {
        lead(run, history) - (history.ledgers.clock.latestShown(from: run.start.at, through: run.start.at) - run.start.at)
    }

    private func wait(_ previous: ObservedRun, before run: ObservedRun, _ history: History) -> (BootTime, String)? {
        guard let end = previous.end, end.exit != 0, history.isOnRecord(previous, lag: policy.commitLag) else { return nil }
        let due = history.ledgers.clock.soonest(
            after: leastWait(after: previous, history), from: end.at, through: end.at + policy.commitLag)
        return (due - setBack(run, history), "the end of the wait after the failure at \(end.at)")
    }
}
