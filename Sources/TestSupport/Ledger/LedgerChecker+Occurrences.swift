import Pulses
import Recurrence

extension LedgerChecker {
    /// What became of the times of schedules.
    ///
    /// - lost: a nominal time that had come and is not on record; one that fired and has no pulse, or a pulse that no record tells of.
    /// - double: a nominal time that is on record twice, or that has two pulses.
    /// - early: judged before the daemon's clock had shown it; `early` says what of the starts.
    /// - overlap: two runs of a schedule at once that allows none.
    /// - phantom: on record, and none of its times.
    func occurrences(_ history: History) -> [Violation] {
        history.dump.schedules.flatMap { schedule in
            record(of: schedule) + fires(of: schedule, history) + pulses(of: schedule, history) + overlaps(of: schedule, history)
        } + crowds(history)
    }

    private func record(of schedule: DumpedSchedule) -> [Violation] {
        let rows = schedule.occurrences.map { SeenSchedule.Row(first: $0.first, last: $0.last, count: $0.count, fate: $0.fate) }
        let coverage = Coverage(times: schedule.times, from: schedule.madeAt, through: schedule.cursor, rows: rows)
        var found = coverage.flaws().map { kind, words in
            Violation(Violation.Kind(rawValue: kind.rawValue) ?? .lost, pulse: nil, key: schedule.name, words)
        }
        for occurrence in schedule.occurrences where occurrence.last > occurrence.at {
            let words = "\(occurrence.last) was judged at \(occurrence.at)"
            found.append(Violation(.early, pulse: nil, key: schedule.name, words))
        }
        let overdue = schedule.times.count(after: schedule.cursor, through: schedule.heldAt - policy.judging)
        if overdue > 0 {
            let words = "\(overdue) of its times after \(schedule.cursor) had come by \(schedule.heldAt) and were not judged"
            found.append(Violation(.lost, pulse: nil, key: schedule.name, words))
        }
        return found
    }

    /// Each that fired has its pulse.
    private func fires(of schedule: DumpedSchedule, _ history: History) -> [Violation] {
        schedule.occurrences.compactMap { occurrence in
            guard case .fired(let id) = occurrence.fate else { return nil }
            let words = "\(occurrence.first) is on record as fired"
            guard let pulse = history.pulses[id] else {
                return Violation(.lost, pulse: id, key: schedule.name, "\(words), and its pulse is not in the final dump")
            }
            if let its = pulse.occurrence, its.schedule == schedule.name, its.nominal == occurrence.first { return nil }
            let other = pulse.occurrence.map { "\($0.nominal) of \($0.schedule)" } ?? "no occurrence"
            return Violation(.lost, pulse: id, key: schedule.name, "\(words), and its pulse stands for \(other)")
        }
    }

    /// Each pulse is one of those that fired, and the only one of its time.
    private func pulses(of schedule: DumpedSchedule, _ history: History) -> [Violation] {
        let fired = Set(
            schedule.occurrences.compactMap { if case .fired(let id) = $0.fate { id } else { nil } })
        var pulseOfTime: [Instant: PulseID] = [:]
        var found: [Violation] = []
        for pulse in history.dump.pulses {
            guard let occurrence = pulse.occurrence, occurrence.schedule == schedule.name else { continue }
            if let earlier = pulseOfTime.updateValue(pulse.id, forKey: occurrence.nominal) {
                let words = "pulse \(earlier) stands for \(occurrence.nominal) too"
                found.append(Violation(.double, pulse: pulse.id, key: schedule.name, words))
            } else if !fired.contains(pulse.id) {
                let words = "it stands for \(occurrence.nominal), and that is not on record as fired by it"
                found.append(Violation(.lost, pulse: pulse.id, key: schedule.name, words))
            }
        }
        return found
    }

    /// By what the children wrote; a run that wrote no END is told of by the lock that it held.
    private func overlaps(of schedule: DumpedSchedule, _ history: History) -> [Violation] {
        guard !schedule.mayOverlap else { return [] }
        let keys = history.dump.pulses.filter { $0.occurrence?.schedule == schedule.name }.compactMap(\.key)
        let runs = keys.flatMap { history.runs[$0] ?? [] }.sorted { ($0.start.at, $0.key.pulse) < ($1.start.at, $1.key.pulse) }
        var latest: ObservedRun?
        var found: [Violation] = []
        for run in runs {
            if let latest, let end = latest.end, end.at > run.start.at, latest.key.pulse != run.key.pulse {
                found.append(Violation(.overlap, pulse: run.key.pulse, key: schedule.name, "\(run.words), while \(latest.words)"))
            }
            if let end = run.end, latest?.end.map({ end.at > $0.at }) ?? true { latest = run }
        }
        return found
    }

    private func crowds(_ history: History) -> [Violation] {
        history.ledgers.children.filter { $0.event == .crowd }.map { entry in
            Violation(
                .overlap, pulse: entry.run.pulse, key: entry.key,
                "CROWD: attempt \(entry.run.attempt) (pid \(entry.pid)) found another run of its schedule alive at \(entry.at)")
        }
    }
}
