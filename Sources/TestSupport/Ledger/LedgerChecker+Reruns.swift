import Pulses

extension LedgerChecker {
    /// unjustified re-run: a further START of a key. It is explained by a failed END with attempts left; or by the end of the daemon
    /// that ran the attempt before, where that attempt had not ended by then or so shortly before that its end may not have been
    /// stored. The end of one daemon explains at most as many as it had slots.
    func unjustifiedReruns(_ history: History) -> [Violation] {
        var found: [Violation] = []
        var explained: [Int: [ObservedRun]] = [:]
        for key in history.keys {
            let runs = history.runs[key] ?? []
            var spent = 0
            for (previous, run) in zip(runs, runs.dropFirst()) {
                switch explanation(of: run, after: previous, spent: &spent, history) {
                case .failure: break
                case .daemonEnd(let life): explained[life, default: []].append(run)
                case .none(let why):
                    let evidence = "\(run.words), after \(previous.words): \(why)"
                    found.append(Violation(.unjustifiedRerun, pulse: run.key.pulse, key: key, evidence))
                }
            }
        }
        return found + explained.sorted { $0.key < $1.key }.flatMap { overCapacity($0.value, ofLife: $0.key, history) }
    }

    private enum Explanation {
        case failure
        /// An index into the lives.
        case daemonEnd(Int)
        case none(String)
    }

    private func explanation(
        of run: ObservedRun, after previous: ObservedRun, spent: inout Int, _ history: History
    ) -> Explanation {
        guard run.key.attempt > previous.key.attempt || run.key.pulse != previous.key.pulse else {
            return .none("the number of the attempt does not rise")
        }
        let isOnRecord = history.isOnRecord(previous, lag: policy.commitLag)
        if let end = previous.end, end.exit != 0 {
            if isOnRecord { spent += 1 }
            if spent + (isOnRecord ? 0 : 1) < attemptsAllowed(run.start.key, history) { return .failure }
        }
        guard let life = history.life(of: previous), let daemonEnd = history.ledgers.lives[life].end else {
            return .none(previous.end == nil ? "its daemon lived on" : "its daemon lived on, and no attempt was left")
        }
        guard daemonEnd.at <= run.start.at else { return .none("its daemon ended only afterwards, at \(daemonEnd.at)") }
        guard !isOnRecord else { return .none("its end had been on record when its daemon ended at \(daemonEnd.at)") }
        return .daemonEnd(life)
    }

    private func overCapacity(_ runs: [ObservedRun], ofLife life: Int, _ history: History) -> [Violation] {
        guard runs.count > policy.slots, let end = history.ledgers.lives[life].end else { return [] }
        return runs.sorted { $0.start.at < $1.start.at }.dropFirst(policy.slots).map { run in
            Violation(
                .unjustifiedRerun, pulse: run.key.pulse, key: run.start.key,
                "\(run.words), one of \(runs.count) that only the end of a daemon of \(policy.slots) slots at \(end.at) explains")
        }
    }
}
