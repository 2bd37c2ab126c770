package import Pulses
package import Recurrence

extension InMemoryStore: PulseReading {
    package func pulse(_ id: PulseID) async throws(StoreError) -> Pulse? { try access { $0.pulses[id] } }

    package func attempts(of id: PulseID) async throws(StoreError) -> [Attempt] { try access { $0.attempts(of: id) } }

    package func pulses(_ query: PulseQuery) async throws(StoreError) -> [Pulse] {
        try access { state in
            switch query.selection {
            case .upcoming: return Array(state.upcoming.prefix(query.limit))
            case .late(let moment, let pools):
                return Array(
                    state.upcoming.filter { $0.progress.dueAt < moment && pools.isDisjoint(with: $0.spec.pools) }.prefix(query.limit))
            case .pipeline(let first):
                return Array(state.pulses.values.filter { $0.pipeline == first }.sorted { $0.id < $1.id }.prefix(query.limit))
            case .awaitingApproval:
                return Array(state.openPulses.filter(state.awaitsApproval).sorted { $0.id < $1.id }.prefix(query.limit))
            case .open(let schedule):
                return Array(state.openPulses(of: schedule).prefix(query.limit))
            case .newest(let statuses):
                let matching = state.pulses.values.filter { pulse in
                    (statuses.isEmpty || statuses.contains(pulse.progress.status))
                        && query.before.map { pulse.id < $0 } ?? true
                }
                return Array(matching.sorted { $0.id > $1.id }.prefix(query.limit))
            }
        }
    }

    package func eventSignal() -> AsyncStream<Void> { bell.signal() }

    package func tally() async throws(StoreError) -> Tally {
        try access { state in
            var tally = state.tally
            tally.byStatus = Dictionary(grouping: state.pulses.values, by: \.progress.status).mapValues { Int64($0.count) }
            return tally
        }
    }

    package func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [EventRecord] {
        try access { state in
            // Their numbers follow each other without a gap.
            let skipped = sequence - (state.events.first?.sequence ?? 0) + 1
            return Array(state.events.dropFirst(Int(max(skipped, 0))).prefix(limit))
        }
    }

    package func latestEvents(
        of kinds: Set<EventKind>, since: Instant, lookingBack: Int
    ) async throws(StoreError) -> [EventRecord] {
        try access { state in state.events.suffix(lookingBack).filter { kinds.contains($0.kind) && $0.at >= since }.reversed() }
    }
}

/// The reading half of `ScheduleKeeping`.
extension InMemoryStore {
    package func schedule(_ id: ScheduleID) async throws(StoreError) -> Schedule? { try access { $0.schedules[id] } }

    package func schedule(named name: String) async throws(StoreError) -> Schedule? { try access { $0.schedule(named: name) } }

    package func schedules(after name: String?, limit: Int) async throws(StoreError) -> [Schedule] {
        try access { state in
            let later = state.schedules.values.filter { (name ?? "").utf8.lexicographicallyPrecedes($0.spec.name.utf8) }
            return Array(later.sorted { $0.spec.name.utf8.lexicographicallyPrecedes($1.spec.name.utf8) }.prefix(limit))
        }
    }

    package func declaredSchedules() async throws(StoreError) -> [Schedule] {
        try access { state in
            let declared = state.schedules.values.filter { $0.spec.origin != .made }
            return declared.sorted { $0.spec.name.utf8.lexicographicallyPrecedes($1.spec.name.utf8) }
        }
    }

    package func schedulesByNext(until: Instant?, limit: Int) async throws(StoreError) -> [Schedule] {
        try access { state in state.schedules(dueBy: until ?? .distantFuture, limit: limit) }
    }

    package func selfPausedSchedules(limit: Int) async throws(StoreError) -> [Schedule] {
        try access { state in
            let paused = state.schedules.values.filter { $0.state.over == nil && $0.state.pause?.kind == .failures }
            return Array(paused.sorted { $0.id > $1.id }.prefix(limit))
        }
    }

    package func occurrences(of id: ScheduleID, before: Instant?, limit: Int) async throws(StoreError) -> [Occurrence] {
        try access { $0.occurrences(of: id, before: before, limit: limit) }
    }

    package func outcomes(of id: ScheduleID, before: Instant?, limit: Int) async throws(StoreError) -> [OccurrenceOutcome] {
        try access { state in
            state.occurrences(of: id, before: before, limit: limit).map { OccurrenceOutcome(occurrence: $0, run: state.run(of: $0)) }
        }
    }

    package func standstill() async throws(StoreError) -> Standstill? {
        try access { $0.hasStandstillEnded ? nil : $0.standstill }
    }
}

extension InMemoryState {
    func schedule(named name: String) -> Schedule? { schedules.values.first { $0.spec.name == name } }

    /// Those that have to be looked at by then, the first first.
    func schedules(dueBy limit: Instant, limit count: Int) -> [Schedule] {
        let due = schedules.looks.filter { $0.value <= limit }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        return due.prefix(count).compactMap { schedules[$0.key] }
    }

    /// What is pending, soonest first.
    fileprivate var upcoming: [Pulse] {
        openPulses.filter { $0.progress.status == .pending }
            .sorted { a, b in (a.progress.dueAt, a.spec.priority, a.id) < (b.progress.dueAt, b.spec.priority, b.id) }
    }

    fileprivate func attempts(of id: PulseID) -> [Attempt] {
        ((history[id] ?? []) + (running[id].map { [$0.attempt] } ?? [])).map { attempt in
            var attempt = attempt
            attempt.report = reports[attempt.key]
            return attempt
        }
    }

    fileprivate func occurrences(of id: ScheduleID, before: Instant?, limit: Int) -> [Occurrence] {
        let earlier = (occurrences[id] ?? [:]).values.filter { occurrence in before.map { occurrence.first < $0 } ?? true }
        return Array(earlier.sorted { $0.first > $1.first }.prefix(limit))
    }

    fileprivate func run(of occurrence: Occurrence) -> OccurrenceOutcome.Run? {
        guard case .fired(let id) = occurrence.fate, let pulse = pulses[id] else { return nil }
        let attempts = attempts(of: id)
        let last = attempts.last { $0.end != nil }
        return OccurrenceOutcome.Run(
            status: pulse.progress.status, reason: pulse.progress.reason, attempts: pulse.progress.attempt,
            startedAt: attempts.first?.startedAt, lateness: attempts.first?.lateness, outcome: last?.end?.outcome,
            duration: last?.duration, finishedAt: pulse.progress.finishedAt)
    }
}
