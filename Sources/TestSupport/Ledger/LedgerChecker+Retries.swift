import Pulses

extension LedgerChecker {
    /// retry: more failed attempts than the policy allows, a further attempt after the last or a fatal one, or another end than `failed`
    /// after it. What was lost with a daemon or given back counts nowhere. (That it failed with attempts left is `lost`, that it came too
    /// soon is `early`.)
    func retries(_ history: History) -> [Violation] {
        history.dump.pulses.flatMap { pulse -> [Violation] in
            guard let last = lastFailure(of: pulse, history) else { return [] }
            var found: [String] = []
            let later = pulse.attempts.filter { $0.number > last.number }.map(\.number)
            if !later.isEmpty { found.append("attempts \(later) follow attempt \(last.number), \(last.why)") }
            if later.isEmpty, pulse.status != .failed { found.append("\(pulse.status.name) after attempt \(last.number), \(last.why)") }
            return found.map { Violation(.retry, pulse: pulse.id, key: pulse.key, $0) }
        }
    }

    /// Attempts of a key that may fail by themselves.
    func attemptsAllowed(_ key: String?, _ history: History) -> Int { history.terms(key)?.retry?.attempts ?? policy.attempts }

    /// The failure after which there may be no further attempt; nil where some are left.
    func lastFailure(of pulse: DumpedPulse, _ history: History) -> (number: Int, why: String)? {
        let allowed = attemptsAllowed(pulse.key, history)
        let fatal = history.terms(pulse.key)?.retry?.fatalExits ?? []
        var failures = 0
        for attempt in pulse.attempts where attempt.outcome == .failed || attempt.outcome == .timedOut {
            failures += 1
            let exit = history.run(RunKey(pulse: pulse.id, attempt: attempt.number), of: pulse.key)?.end?.exit
            if let exit, fatal.contains(exit) { return (attempt.number, "which ended with \(exit), fatal by its policy") }
            if failures == allowed { return (attempt.number, "the last of \(allowed) that may fail") }
        }
        return nil
    }

    /// The least wait after an attempt that failed.
    func leastWait(after run: ObservedRun, _ history: History) -> Duration {
        guard let retry = history.terms(run.start.key)?.retry else { return policy.retryDelay }
        let attempts = history.pulses[run.key.pulse]?.attempts ?? []
        let failures = attempts.count { $0.number <= run.key.attempt && ($0.outcome == .failed || $0.outcome == .timedOut) }
        return retry.wait(afterFailures: failures)
    }
}
