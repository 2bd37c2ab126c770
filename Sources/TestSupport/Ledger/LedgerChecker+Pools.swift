import Pulses

extension LedgerChecker {
    /// - crowded: more runs of a pool alive at once than it has places, by what the children wrote and by the locks that their trees hold.
    /// - rushed: more runs of a pool began within the window of its rate than it lets, by the record of their starts. Stretches in which
    ///   the clock was set are left out.
    func pools(_ history: History) -> [Violation] {
        policy.pools.sorted { $0.key < $1.key }.flatMap { name, limits in
            let keys = history.keys.filter { history.terms($0)?.pools.contains(name) ?? false }
            return (limits.capacity.map { crowds(of: name, $0, keys, history) } ?? [])
                + (limits.rate.map { rushes(of: name, $0, keys, history) } ?? [])
        } + refusedPlaces(history)
    }

    /// A run that wrote no END is told of by the lock that it held.
    private func crowds(of pool: String, _ capacity: Int, _ keys: [String], _ history: History) -> [Violation] {
        let runs = keys.flatMap { history.runs[$0] ?? [] }.sorted { ($0.start.at, $0.key.pulse) < ($1.start.at, $1.key.pulse) }
        var living: [ObservedRun] = []
        return runs.compactMap { run in
            living.removeAll { $0.end.map { $0.at <= run.start.at } ?? true }
            living.append(run)
            guard living.count > capacity else { return nil }
            let others = living.dropLast().map { "\($0.key)" }.joined(separator: ", ")
            return Violation(
                .crowded, pulse: run.key.pulse, key: run.start.key, "\(run.words), in pool \(pool) of \(capacity), while \(others) lived")
        }
    }

    private func refusedPlaces(_ history: History) -> [Violation] {
        history.ledgers.children.filter { $0.event == .full }.map { entry in
            let pools = history.terms(entry.key)?.pools.joined(separator: ", ") ?? "?"
            return Violation(
                .crowded, pulse: entry.run.pulse, key: entry.key,
                "FULL: attempt \(entry.run.attempt) (pid \(entry.pid)) found all places of a pool (\(pools)) taken by living trees at \(entry.at)"
            )
        }
    }

    private func rushes(of pool: String, _ rate: PoolLimits.Rate, _ keys: [String], _ history: History) -> [Violation] {
        var starts: [Int: [(at: BootTime, run: RunKey, key: String)]] = [:]
        for key in keys {
            for pulse in (history.pulsesOfKey[key] ?? []).compactMap({ history.pulses[$0] }) {
                for attempt in pulse.attempts {
                    let run = RunKey(pulse: pulse.id, attempt: attempt.number)
                    guard let at = attempt.startedAt, let stretch = stretch(of: run, key, history) else { continue }
                    starts[stretch, default: []].append((at, run, key))
                }
            }
        }
        return starts.sorted { $0.key < $1.key }.flatMap { _, unsorted -> [Violation] in
            let starts = unsorted.sorted { ($0.at, $0.run.pulse) < ($1.at, $1.run.pulse) }
            return zip(starts, starts.dropFirst(rate.count)).compactMap { first, last in
                let span = last.at - first.at
                // Times on record are whole milliseconds, read by two clocks.
                guard span + .milliseconds(1) < rate.window else { return nil }
                let words =
                    "run \(last.run) of pool \(pool) began \(span) after run \(first.run), and at most \(rate.count) may in \(rate.window)"
                return Violation(.rushed, pulse: last.run.pulse, key: last.key, words)
            }
        }
    }

    /// Between which settings of the clock a run began; nil where that is not known, or where it was so close to one that its start may
    /// be of either side.
    private func stretch(of run: RunKey, _ key: String, _ history: History) -> Int? {
        let steps = history.ledgers.clock.steps.map(\.at)
        guard !steps.isEmpty else { return 0 }
        guard let start = history.run(run, of: key)?.start.at else { return nil }
        let (latest, earliest) = (steps.count { $0 <= start }, steps.count { $0 <= start - policy.claimLag })
        return latest == earliest ? latest : nil
    }
}
