import Pulses
import Recurrence

/// The schedules of a turn.
extension InMemoryState {
    /// - Returns: where those begin that are due and were not judged.
    mutating func judge(_ turn: Turn, _ result: inout TurnResult) -> UnjudgedRest? {
        guard turn.judges > 0 else { return nil }
        let looks = schedules.looks.filter { $0.value <= turn.now }
        let due = looks.keys.compactMap { schedules[$0] }.sorted { Self.rank($0) < Self.rank($1) }
        let steps = steps(at: turn.now)
        for schedule in due.prefix(turn.judges) {
            let room = room(of: schedule, at: turn.now)
            let due = steps.due(
                schedule, open: underWay(schedule.id, at: turn.now), buffered: buffered(schedule.id), room: room)
            let outcome = carryOut(judge.judge(due, at: turn.now), schedule, at: turn.now)
            result.judged.append(outcome.judged)
            result.stops += outcome.stops
        }
        return due.dropFirst(turn.judges).first.map { UnjudgedRest(priority: $0.spec.template.priority, at: $0.state.next?.at ?? turn.now) }
    }

    private static func rank(_ schedule: Schedule) -> (Priority, Instant, ScheduleID) {
        (schedule.spec.template.priority, schedule.state.next?.at ?? .distantFuture, schedule.id)
    }

    mutating func carryOut(
        _ judgement: Judgement, _ schedule: Schedule, at now: Instant
    ) -> (judged: JudgedSchedule, stops: [Judgement.Stop]) {
        let stops = carryOut(judgement.distinctStops, schedule.id, at: now)
        let makes = judgement.makes.compactMap { carryOut($0, schedule, at: now) }
        if judgement.makes.contains(where: \.isBuffered) { release(schedule.id, at: now) }
        var records: [Judgement.Record] = []
        for record in judgement.records {
            let fate: Occurrence.Fate =
                switch record.fate {
                case .skipped(let reason): .skipped(reason)
                case .missed(let reason): .missed(reason)
                }
            let occurrence = Occurrence(
                schedule: schedule.id, first: record.first, last: record.last, count: record.count, fate: fate, at: now)
            guard add(occurrence) else { continue }
            records.append(record)
            if case .missed(let reason) = record.fate { tally.missed[reason, default: 0] += Int64(record.count) }
        }
        var after = schedule
        after.state = judgement.state
        after.state.fires -= judgement.makes.count - makes.count
        schedules[schedule.id] = after
        record(records.notes + after.state.notes(since: schedule.state), of: schedule.id, at: now)
        return (JudgedSchedule(schedule: after, records: records, makes: makes), stops)
    }

    private mutating func carryOut(_ stops: [Judgement.Stop], _ id: ScheduleID, at now: Instant) -> [Judgement.Stop] {
        var runningStops: [Judgement.Stop] = []
        for stop in stops {
            guard open.contains(stop.pulse), let meant = pulses[stop.pulse], meant.spec.schedule == id else { continue }
            let all = openPulses(of: id).filter { $0.id == meant.id || $0.pipeline != nil && $0.pipeline == meant.pipeline }
            for pulse in all where pulse.progress.status != .processing {
                cancelWaiting(pulse.id, reason: SchedulePolicies.replaced, at: now)
            }
            for pulse in all where pulse.progress.status == .processing {
                runningStops.append(Judgement.Stop(pulse: pulse.id, isAtOnce: stop.isAtOnce))
                guard running[pulse.id]?.isCancelled == false else { continue }
                running[pulse.id]?.isCancelled = true
                record(.pulseCancelAsked, at: now, pulse, attempt: pulse.progress.attempt, detail: SchedulePolicies.replaced)
            }
        }
        return runningStops
    }

    private mutating func carryOut(_ make: Judgement.Make, _ schedule: Schedule, at now: Instant) -> PulseID? {
        guard occurrences[schedule.id]?[make.nominal] == nil else { return nil }
        guard schedule.spec.steps.isEmpty else {
            let made = makeSteps(schedule.spec.orders(schedule.steps(make, at: now)), isBuffered: make.isBuffered)
            _ = add(
                Occurrence(
                    schedule: schedule.id, first: make.nominal, last: make.nominal, count: 1, fate: .fired(made[0].id), at: now))
            return made[0].id
        }
        var pulse = insert(schedule.pulse(make, at: now))
        if make.isBuffered {
            pulse.progress.status = .blocked
            pulse.progress.reason = SchedulePolicies.buffered
            put(pulse)
        }
        _ = add(
            Occurrence(
                schedule: schedule.id, first: make.nominal, last: make.nominal, count: 1, fate: .fired(pulse.id), at: now))
        return pulse.id
    }

    /// - Returns: whether its first nominal time was not on record.
    private mutating func add(_ occurrence: Occurrence) -> Bool {
        guard occurrences[occurrence.schedule]?[occurrence.first] == nil else { return false }
        occurrences[occurrence.schedule, default: [:]][occurrence.first] = occurrence
        return true
    }

    // MARK: what follows from the end of a pulse

    mutating func ended(
        _ status: PulseStatus, of id: ScheduleID, endedAt: Instant, now: Instant, pauseReason: String? = nil
    ) {
        guard let schedule = schedules[id] else { return }
        let hasOpen = !openPulses(of: id).isEmpty
        release(id, at: now)
        let after = steps(at: now).ended(schedule, status, endedAt: endedAt, hasOpen: hasOpen, pauseReason: pauseReason)
        schedules[id]?.state = after.state
        record(after.notes, of: id, at: now)
    }

    private mutating func release(_ id: ScheduleID, at now: Instant) {
        let open = openPulses(of: id)
        guard open.allSatisfy({ $0.progress.status == .blocked }), let first = open.first(where: \.isBuffered) else { return }
        for var next in open where next.isBuffered && (next.id == first.id || next.pipeline != nil && next.pipeline == first.pipeline) {
            (next.progress.status, next.progress.reason, next.progress.dueAt) = (.pending, nil, now)
            put(next)
            record(.pulseReleased, at: now, next)
        }
    }

    // MARK: reading

    func underWay(_ id: ScheduleID, at now: Instant) -> [PulseID] {
        representatives(of: id) { pulse in
            let progress = pulse.progress
            // An occurrence was due when it was made: it waits at most for its place among what is caught up.
            let hasCome = pulse.spec.nominal != nil || progress.attempt > 0 || progress.dueAt <= now
            return progress.status == .processing || progress.status == .pending && hasCome
        }
    }

    func buffered(_ id: ScheduleID) -> [PulseID] { representatives(of: id, where: \.isBuffered) }

    /// Its open pulses that are meant: one of each pipeline, and all that are in none.
    private func representatives(of id: ScheduleID, where isMeant: (Pulse) -> Bool) -> [PulseID] {
        var seen: Set<PulseID> = []
        return openPulses(of: id).filter { isMeant($0) && seen.insert($0.pipeline ?? $0.id).inserted }.map(\.id)
    }

    // MARK: standstill

    mutating func endStandstillInTime(at now: Instant) {
        guard !hasStandstillEnded, let standstill, !standstill.isInForce(at: now) else { return }
        hasStandstillEnded = true
        record(.standstillEnded, at: now)
    }

    mutating func closure(at now: Instant) -> (isClosed: Bool, until: Instant?) {
        endStandstillInTime(at: now)
        if !hasStandstillEnded { return (true, standstill?.until) }
        let maintenance = judge.maintenance(at: now)
        return maintenance.isClosed ? (true, maintenance.until) : (false, nil)
    }
}

extension Pulse {
    fileprivate var isBuffered: Bool { progress.status == .blocked && progress.reason == SchedulePolicies.buffered }
}

extension ScheduleSpec {
    /// The pulses of its steps, with what each waits for.
    func orders(_ specs: [PulseSpec]) -> [(spec: PulseSpec, after: [DependencyOrder])] {
        zip(specs, steps).map { spec, step in
            (spec, step.after.map { DependencyOrder(on: .step($0.step), condition: $0.condition) })
        }
    }
}
