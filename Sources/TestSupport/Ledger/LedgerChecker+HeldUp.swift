import Pulses

extension LedgerChecker {
    /// held up: due, in no pool and after nothing, and yet not begun while one daemon worked for longer than it needs with places free.
    ///
    /// Lives in which the clock was set are left out, and what it was set back behind.
    func heldUp(_ history: History) -> [Violation] {
        guard !policy.pools.isEmpty else { return [] }
        let busy = history.busyTimes(pad: policy.commitLag)
        return history.keys.compactMap { key in
            guard let request = history.requests[key], history.terms(key).map({ $0.pools.isEmpty && $0.step == nil }) ?? true,
                let run = history.runs[key]?.first, let acknowledgement = request.acknowledgements.first
            else { return nil }
            let clock = history.ledgers.clock
            let due = max(acknowledgement.due, acknowledgement.at)
            for life in history.ledgers.lives {
                guard let ready = life.readyAt, life.pauses.isEmpty else { continue }
                let (from, to) = (max(due, ready), min(run.start.at, life.end?.at ?? run.start.at))
                guard to - from > policy.promptness, !clock.isSet(from: life.startedAt, through: to),
                    clock.isNeverBehind(from: request.firstAt, through: to), let idle = longestStretch(from, to, busy),
                    idle > policy.promptness
                else { continue }
                return Violation(
                    .heldUp, pulse: run.key.pulse, key: key,
                    "\(run.words), due at \(due) and in no pool, though for \(idle) fewer than \(policy.slots) ran")
            }
            return nil
        }
    }

    /// The longest time within a span in which fewer ran than there are slots.
    private func longestStretch(_ from: BootTime, _ to: BootTime, _ busy: [(from: BootTime, to: BootTime)]) -> Duration? {
        let within = busy.filter { $0.from < to && $0.to > from }
        let edges = within.flatMap { [($0.from, 1), ($0.to, -1)] }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        var (count, since, longest) = (0, Optional(from), Duration.zero)
        for (at, change) in edges {
            count += change
            if count >= policy.slots, let begun = since {
                longest = max(longest, min(at, to) - max(begun, from))
                since = nil
            } else if count < policy.slots, since == nil {
                since = at
            }
        }
        if let begun = since { longest = max(longest, to - max(begun, from)) }
        return longest
    }
}

extension History {
    /// When a slot was taken: from START until some time after END; a run without END took one until its daemon's end at the latest.
    func busyTimes(pad: Duration) -> [(from: BootTime, to: BootTime)] {
        keys.flatMap { runs[$0] ?? [] }.map { run in
            let end = run.end.map { $0.at + pad } ?? daemonEnd(of: run)?.at ?? ledgers.dump.readAt
            return (run.start.at, max(end, run.start.at))
        }
    }
}
