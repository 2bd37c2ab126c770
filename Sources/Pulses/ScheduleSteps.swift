package import Recurrence

/// The steps of a schedule that need no store, so that no two stores can take them differently: pure functions of what is asked of it,
/// how far it has come, and the time.
package struct ScheduleSteps: Sendable {
    package var judge: any ScheduleJudging
    /// The latest that is on record, one that is over included.
    package var standstill: Standstill?
    package var now: Instant

    package init(judge: any ScheduleJudging, standstill: Standstill?, now: Instant) {
        self.judge = judge
        self.standstill = standstill
        self.now = now
    }

    /// Something that happened to a schedule.
    package struct Note: Hashable, Sendable {
        package var kind: EventKind
        package var detail: String?

        package init(_ kind: EventKind, _ detail: String? = nil) {
            self.kind = kind
            self.detail = detail
        }
    }

    // MARK: asked for

    /// A new schedule, planned.
    ///
    /// - Parameter pause: with which it begins.
    package func made(_ id: ScheduleID, _ spec: ScheduleSpec, _ pause: Pause? = nil) -> Schedule {
        let schedule = Schedule(id: id, spec: spec, state: ScheduleState(createdAt: now, cursor: firstCursor(spec)))
        let made = planned(schedule)
        return pause.map { paused(made, $0, hasOpen: false) } ?? made
    }

    /// With another spec; only the future is computed anew.
    ///
    /// - Parameter hasOpen: a pulse of its has not ended.
    package func changed(_ schedule: Schedule, to spec: ScheduleSpec, hasOpen: Bool, _ pause: Pause? = nil) -> Schedule {
        let isWaiting = waitsForRun(schedule, hasOpen: hasOpen) && spec.timing.isAfterCompletion
        // A cursor that was only put off to a start has nothing on record before it.
        let wasPutOff = schedule.spec.timing.start.map { $0 + .milliseconds(-1) == schedule.state.cursor } ?? false
        var changed = schedule
        changed.spec = spec
        changed.state.revision += 1
        changed.state.updatedAt = now
        changed.state.cursor = wasPutOff ? firstCursor(spec) : max(schedule.state.cursor, firstCursor(spec))
        changed.state.over = nil
        changed.state.next = nil
        if !isWaiting { changed = planned(changed) }
        return pause.map { paused(changed, $0, hasOpen: hasOpen) } ?? changed
    }

    /// Paused, or paused anew: what fell into the pause before has fallen into this one.
    package func paused(_ schedule: Schedule, _ pause: Pause, hasOpen: Bool) -> Schedule {
        var free = schedule
        free.state.pause = nil
        let lostNext = schedule.state.pause != nil && schedule.state.next == nil && schedule.state.over == nil
        if lostNext, !waitsForRun(schedule, hasOpen: hasOpen) { free = planned(free) }
        var paused = free
        paused.state.pause = pause
        if let earlier = schedule.state.pause { paused.state.pause?.since = min(earlier.since, pause.since) }
        if let until = pause.until { paused.state.next?.at = until } else { paused.state.next = nil }
        return paused
    }

    /// Let go on. Where something fell into the pause, the pause ends now but stays until it has been judged, which is due at once.
    package func resumed(_ schedule: Schedule, hasOpen: Bool) -> Schedule {
        guard let pause = schedule.state.pause else { return schedule }
        var free = schedule
        free.state.pause = nil
        guard !waitsForRun(schedule, hasOpen: hasOpen), schedule.state.over == nil else { return free }
        free = planned(free)
        guard let next = free.state.next, next.at <= now else { return free }
        free.state.pause = pause
        free.state.pause?.until = min(pause.until ?? now, now)
        free.state.next?.at = now
        return free
    }

    /// As the person agreed to it.
    package func approved(_ schedule: Schedule, hasOpen: Bool) -> Schedule { resumed(schedule, hasOpen: hasOpen) }

    /// As the person did not agree to it: it fires no more, until it is changed.
    package func denied(_ schedule: Schedule, why: String?) -> Schedule {
        var denied = schedule
        (denied.state.pause, denied.state.next, denied.state.over) = (nil, nil, Approval.denial(why))
        return denied
    }

    // MARK: due

    /// What the judge has to know of a schedule that is due.
    ///
    /// - Parameter room: how many pulses more its owner may have; nil: any number.
    package func due(_ schedule: Schedule, open: [PulseID], buffered: [PulseID], room: Int? = nil) -> DueSchedule {
        DueSchedule(schedule: schedule, open: open, buffered: buffered, standstill: touching(schedule), room: room)
    }

    /// What has come by the spec that is about to change: the nominal times up to now are the old spec's, those that wait for a window or
    /// for their jitter and those that fell into a pause included. Nil where there can be none.
    package func beforeChange(_ schedule: Schedule, open: [PulseID], buffered: [PulseID], room: Int? = nil) -> DueSchedule? {
        let hasOpen = !open.isEmpty || !buffered.isEmpty
        guard schedule.state.over == nil, !waitsForRun(schedule, hasOpen: hasOpen) else { return nil }
        var due = due(schedule, open: open, buffered: buffered, room: room)
        due.schedule.spec.timing.onBlocked = .skip
        due.schedule.spec.timing.jitter = .zero
        if let pause = schedule.state.pause, pause.isInForce(at: now) {
            // It goes on beyond the change, and what it kept back by then is skipped.
            if pause.kind != .approval { due.schedule.state.pause?.kind = .person }
            due.schedule.state.pause?.since = min(pause.since, schedule.state.cursor)
            due.schedule.state.pause?.until = pause.until ?? .distantFuture
        }
        // Whoever changes a schedule does not stop its runs.
        let overlap = schedule.spec.policies.overlap
        if overlap == .cancelOther || overlap == .terminateOther { due.schedule.spec.policies.overlap = .bufferOne }
        return due
    }

    /// The occurrence of a schedule that fires when the daemon starts.
    package func atStart(_ due: DueSchedule) -> Judgement {
        var schedule = due.schedule
        if let pause = schedule.state.pause, !pause.isInForce(at: now) { schedule.state.pause = nil }
        let isPaused = schedule.state.pause != nil
        let blocked: SkipReason? =
            isPaused
            ? schedule.state.pause?.skipReason
            : standstill?.isInForce(at: now) == true ? .pausedAll : judge.maintenance(at: now).isClosed ? .maintenance : nil
        var judgement = Judgement(state: schedule.state)
        func skip(_ reason: SkipReason) {
            judgement.records.append(Judgement.Record(first: now, last: now, count: 1, fate: .skipped(reason)))
        }
        func make(isBuffered: Bool) {
            judgement.makes.append(Judgement.Make(nominal: now, dueAt: now, isBuffered: isBuffered))
        }
        let policies = schedule.spec.policies
        if let blocked, isPaused || schedule.spec.timing.onBlocked == .skip {
            skip(blocked)
        } else if due.occurrencesLeft == 0 {
            skip(.agentLimit)
        } else if due.open.isEmpty || policies.overlap == .allowAll {
            make(isBuffered: false)
        } else {
            switch policies.overlap {
            case .allowAll, .skip: skip(.overlap)
            case .bufferOne: due.buffered.isEmpty ? make(isBuffered: true) : skip(.bufferFull)
            case .bufferAll: due.buffered.count < policies.bufferLimit ? make(isBuffered: true) : skip(.bufferFull)
            case .cancelOther, .terminateOther:
                let isAtOnce = policies.overlap == .terminateOther
                judgement.stops = (due.buffered + due.open).map { Judgement.Stop(pulse: $0, isAtOnce: isAtOnce) }
                make(isBuffered: true)
            }
        }
        schedule.state.cursor = max(schedule.state.cursor, now)
        schedule.state.fires += judgement.makes.count
        judgement.state = planned(schedule).state
        return judgement
    }

    // MARK: counted anew

    /// With what is upcoming counted anew from what is on record. What is due already is left to the judge.
    package func replanned(_ schedule: Schedule) -> Schedule {
        let isUpcoming = schedule.state.next.map { $0.at > now } ?? (schedule.state.over == ScheduleState.unreadable)
        return isUpcoming ? planned(schedule) : schedule
    }

    // MARK: ended

    /// After the end for good of one of its pulses (DESIGN.md: N failures in a row pause it, told once; a success tells recovery once).
    ///
    /// Somebody who resumes it while it still fails gets one run to see: the next failure pauses it again.
    ///
    /// - Parameters:
    ///   - hasOpen: another pulse of its has not ended.
    ///   - pauseReason: why this failure alone pauses it, whatever its policy.
    package func ended(
        _ schedule: Schedule, _ status: PulseStatus, endedAt: Instant, hasOpen: Bool, pauseReason: String? = nil
    ) -> (state: ScheduleState, notes: [Note]) {
        var after = schedule
        var notes: [Note] = []
        switch status {
        case .completed:
            if after.state.isInIncident { notes.append(Note(.scheduleRecovered)) }
            (after.state.failures, after.state.isInIncident) = (0, false)
        case .failed:
            after.state.failures += 1
            let (failures, limit) = (after.state.failures, schedule.spec.policies.pauseAfterFailures)
            let isDue = pauseReason != nil || limit > 0 && failures >= limit
            guard isDue, after.state.pause == nil, after.state.over == nil else { break }
            let why = pauseReason ?? "\(failures) \(failures == 1 ? "run" : "runs") failed in a row"
            after.state.pause = Pause(kind: .failures, by: "upbeat", why: why, since: now)
            after.state.next = nil
            notes.append(after.state.isInIncident ? Note(.schedulePaused, "upbeat: \(why)") : Note(.scheduleFailing, why))
            after.state.isInIncident = true
        case .blocked, .pending, .processing, .cancelled, .missed: break
        }
        if schedule.spec.timing.isAfterCompletion, !hasOpen, schedule.state.next == nil, schedule.state.over == nil {
            after.state.cursor = max(after.state.cursor, endedAt)
            after = planned(after)
        }
        return (after.state, notes + after.state.notes(since: schedule.state))
    }

    // MARK: parts

    private func planned(_ schedule: Schedule) -> Schedule {
        var planned = schedule
        planned.state = judge.plan(schedule, standstill: touching(schedule), at: now)
        return planned
    }

    /// One that touches the time since the schedule's cursor.
    private func touching(_ schedule: Schedule) -> Standstill? {
        guard let standstill else { return nil }
        return standstill.isInForce(at: schedule.state.cursor) ? standstill : nil
    }

    private func firstCursor(_ spec: ScheduleSpec) -> Instant {
        spec.timing.start.map { max(now, $0 + .milliseconds(-1)) } ?? now
    }

    /// Its next time is counted from the end of a run that is still under way.
    private func waitsForRun(_ schedule: Schedule, hasOpen: Bool) -> Bool {
        schedule.spec.timing.isAfterCompletion && hasOpen && schedule.state.next == nil
    }
}

extension Pause {
    package func isInForce(at now: Instant) -> Bool { until.map { now < $0 } ?? true }

    /// Why an occurrence was left out that fell into it.
    var skipReason: SkipReason { kind == .approval ? .approval : .paused }

    /// Who paused it, and why.
    package var words: String { why.map { "\(by): \($0)" } ?? by }
}

extension Standstill {
    /// It is not over at that time.
    package func isInForce(at now: Instant) -> Bool { until.map { now < $0 } ?? true }

    package var words: String { why.map { "\(by): \($0)" } ?? by }
}

extension Schedule {
    /// Nothing of it fires before the person has agreed to it.
    package var awaitsApproval: Bool { state.pause?.kind == .approval && state.pause?.until == nil }
}
