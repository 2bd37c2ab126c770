import Pulses
import Recurrence

/// The schedules of a turn, in the writer's transaction.
extension Session {
    /// Judges the schedules that are due, the most important first and among equals the first to be looked at, as many as the turn allows.
    ///
    /// - Returns: what became of them, the runs that have to make room, and where those begin that are due and were not judged.
    func judge(_ turn: Turn) throws(Failure) -> (judged: [JudgedSchedule], stops: [Judgement.Stop], rest: UnjudgedRest?) {
        guard turn.judges > 0 else { return ([], [], nil) }
        var (rows, rest) = ([ProgressRow](), nil as UnjudgedRest?)
        for priority in Priority.allCases where rest == nil {
            let room = turn.judges - rows.count
            var due: [ProgressRow] = []
            try statement(.dueSchedules).bind(1, priority.rawValue).bind(2, turn.now.milliseconds).bind(3, room + 1)
                .rows { due.append(ProgressRow($0)) }
            rest = due.dropFirst(room).first?.state.next.map { UnjudgedRest(priority: priority, at: $0.at) }
            rows += due.prefix(room)
        }
        var judged: [JudgedSchedule] = []
        var stops: [Judgement.Stop] = []
        guard !rows.isEmpty else { return ([], [], rest) }
        let steps = try steps(at: turn.now)
        for row in rows {
            let known = try known(row)
            let open = row.hasOpen ? try openPulses(of: row.id) : []
            let schedule = row.schedule(known.spec)
            let room = try room(of: schedule, at: turn.now)
            let due = steps.due(schedule, open: open.underWay(at: turn.now), buffered: open.buffered, room: room)
            let outcome = try carryOut(judge.judge(due, at: turn.now), schedule, open, text: known.pulse, at: turn.now)
            judged.append(outcome.judged)
            stops += outcome.stops
        }
        return (judged, stops, rest)
    }

    /// Writes what was decided about a schedule. What is on record already is refused and changes nothing.
    ///
    /// - Parameters:
    ///   - schedule: as it stood before.
    ///   - open: its pulses that had not ended.
    ///   - text: of the pulses that its occurrences make.
    func carryOut(
        _ judgement: Judgement, _ schedule: Schedule, _ open: [OpenPulse], text: [UInt8], at now: Instant
    ) throws(Failure) -> (judged: JudgedSchedule, stops: [Judgement.Stop]) {
        let stops = try carryOut(judgement.distinctStops, schedule.id, open, at: now)
        var makes: [PulseID] = []
        for make in judgement.makes {
            if let id = try carryOut(make, schedule, text: text, at: now) { makes.append(PulseID(id)) }
        }
        if judgement.makes.contains(where: \.isBuffered) { try release(schedule.id, at: now) }
        var records: [Judgement.Record] = []
        for record in judgement.records where try carryOut(record, schedule.id, at: now) { records.append(record) }
        var after = schedule
        after.state = judgement.state
        after.state.fires -= judgement.makes.count - makes.count
        if after.state != schedule.state { try save(after.state, of: schedule.id) }
        try record(records.notes + after.state.notes(since: schedule.state), of: schedule.id, at: now)
        return (JudgedSchedule(schedule: after, records: records, makes: makes), stops)
    }

    /// - Returns: the runs under way that have to make room; what waited is cancelled.
    private func carryOut(
        _ stops: [Judgement.Stop], _ schedule: ScheduleID, _ open: [OpenPulse], at now: Instant
    ) throws(Failure) -> [Judgement.Stop] {
        var running: [Judgement.Stop] = []
        for stop in stops {
            guard let meant = open.first(where: { $0.id == stop.pulse.value }) else { continue }
            // What waits goes first, so that nothing of a pipeline begins while the rest of it is called off.
            let all = open.filter { $0.id == meant.id || $0.isTogether(with: meant) }
            for pulse in all where pulse.attempt == nil { try cancel(pulse, of: schedule, reason: SchedulePolicies.replaced, at: now) }
            for pulse in all {
                guard let attempt = pulse.attempt else { continue }
                running.append(Judgement.Stop(pulse: PulseID(pulse.id), isAtOnce: stop.isAtOnce))
                guard try statement(.askToCancel).bind(1, pulse.id).run() > 0 else { continue }
                try record(
                    .pulseCancelAsked, at: now.milliseconds, pulse: pulse.id, schedule: schedule.value, attempt: Int(attempt),
                    detail: SchedulePolicies.replaced)
            }
        }
        return running
    }

    /// - Returns: the new pulse; nil where its nominal time is on record already.
    private func carryOut(_ make: Judgement.Make, _ schedule: Schedule, text: [UInt8], at now: Instant) throws(Failure) -> Int64? {
        guard schedule.spec.steps.isEmpty else { return try carryOutSteps(make, schedule, at: now) }
        let spec = schedule.pulse(make, at: now)
        let lane = try lane(of: spec.pools, at: now)
        let id = try statement(.insertFired).bind(1, now.milliseconds).bind(2, make.dueAt.milliseconds).bind(3, spec.priority.rawValue)
            .bind(4, text: text).bind(5, schedule.id.value).bind(6, make.nominal.milliseconds).bind(7, spec.owner)
            .bind(8, (make.isBuffered ? PulseStatus.blocked : .pending).rawValue)
            .bind(9, make.isBuffered ? SchedulePolicies.buffered : nil).bind(10, lane).insert()
        guard let id else { return nil }
        try statement(.insertOccurrence).bind(1, schedule.id.value).bind(2, make.nominal.milliseconds)
            .bind(3, make.nominal.milliseconds).bind(4, 1).bind(5, OccurrenceRow.fired).bind(6, nil as String?).bind(7, id)
            .bind(8, now.milliseconds).run()
        if make.isBuffered {
            count(.status(.blocked))
        } else {
            try insertDue(id, lane: Int64(lane), priority: Int64(spec.priority.rawValue), due: make.dueAt.milliseconds)
        }
        if let expiry = spec.expiresAt { try statement(.insertExpiry).bind(1, expiry.milliseconds).bind(2, id).run() }
        try record(.pulseCreated, at: now.milliseconds, pulse: id, schedule: schedule.id.value)
        count(.open)
        count(.occurrences)
        specs.noteMade(id, spec, bytes: text.count)
        return id
    }

    /// - Returns: the first pulse; nil where the nominal time is on record already.
    private func carryOutSteps(_ make: Judgement.Make, _ schedule: Schedule, at now: Instant) throws(Failure) -> Int64? {
        let isNew =
            try statement(.insertOccurrence).bind(1, schedule.id.value).bind(2, make.nominal.milliseconds)
            .bind(3, make.nominal.milliseconds).bind(4, 1).bind(5, OccurrenceRow.fired).bind(6, nil as String?).bind(7, nil as Int64?)
            .bind(8, now.milliseconds).run() > 0
        guard isNew else { return nil }
        let made = try self.make(schedule.steps(make, at: now), schedule.spec.steps, isBuffered: make.isBuffered)
        guard let first = made.first else { return nil }
        try statement(.nameOccurrence).bind(1, schedule.id.value).bind(2, make.nominal.milliseconds).bind(3, first.value).run()
        count(.occurrences)
        return first.value
    }

    /// Makes the pulses of steps, the first ones of which are pending, or wait for what is open of their schedule.
    func make(
        _ specs: [PulseSpec], _ steps: [ScheduleStep], isBuffered: Bool = false, awaitsApproval: Bool = false
    ) throws(Failure) -> [PulseID] {
        let blocked = steps.map { step -> String? in
            if awaitsApproval { return Approval.reason }
            return step.after.isEmpty ? (isBuffered ? SchedulePolicies.buffered : nil) : Dependency.reason
        }
        let made = try insertSteps(specs, specs.map(\.stored), blocked, steps.map(\.after.count))
        for (id, step) in zip(made, steps) {
            try insert(step.after.map { Wait(on: made[$0.step].value, condition: $0.condition, isMet: false) }, of: id.value)
        }
        return made
    }

    /// - Returns: whether its first nominal time was not on record.
    private func carryOut(_ record: Judgement.Record, _ id: ScheduleID, at now: Instant) throws(Failure) -> Bool {
        let (fate, reason): (Int, String) =
            switch record.fate {
            case .skipped(let reason): (OccurrenceRow.skipped, reason.rawValue)
            case .missed(let reason): (OccurrenceRow.missed, reason.rawValue)
            }
        let added = try statement(.insertOccurrence).bind(1, id.value).bind(2, record.first.milliseconds)
            .bind(3, record.last.milliseconds).bind(4, record.count).bind(5, fate).bind(6, reason).bind(7, nil as Int64?)
            .bind(8, now.milliseconds).run()
        count(.occurrences, Int64(added))
        if added > 0, case .missed(let reason) = record.fate { count(.missed(reason), Int64(record.count)) }
        return added > 0
    }
}
