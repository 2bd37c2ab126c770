import Pulses
import Recurrence

// overlap, double, forbidden, lost: what becomes of the times of schedules.

extension Sweep {
    // MARK: people

    mutating func begin(_ schedule: Schedule) {
        schedules[schedule.id] = SeenSchedule(
            schedule: schedule, times: NominalTimes(schedule.spec.timing), eras: [SeenSchedule.Era(schedule)], pause: schedule.state.pause)
        plan(schedule.id)
    }

    mutating func change(_ schedule: Schedule) {
        guard let old = schedules[schedule.id] else { return report(.phantom, schedule: schedule.id, "it was changed and never made") }
        let dropped =
            old.eras.last?.times?.count(after: old.eras.last?.cursor ?? .distantPast, through: min(schedule.state.cursor, wall)) ?? 0
        if dropped > 0, old.schedule.state.over == nil {
            report(.lost, schedule: schedule.id, "\(dropped) of its times had come when it was changed, and are not on record")
        }
        schedules[schedule.id]?.schedule = schedule
        schedules[schedule.id]?.times = NominalTimes(schedule.spec.timing)
        schedules[schedule.id]?.eras.append(SeenSchedule.Era(schedule))
        plan(schedule.id)
    }

    mutating func remove(_ id: ScheduleID) {
        schedules[id]?.isRemoved = true
        plan(id)
    }

    mutating func pause(_ id: ScheduleID, _ pause: Pause?) {
        schedules[id]?.pause = pause
        schedules[id]?.owesPause = false
        plan(id)
        // Resuming makes it due now, whatever fell into the pause; should the clock be set back, it is due then.
        if pause == nil, let look = looks[id]?.at { looks[id]?.at = max(look, wall) }
    }

    mutating func stand(_ standstill: Standstill?) {
        self.standstill = standstill
        if standstill == nil { stillUntil = at }
    }

    // MARK: judging

    mutating func judge(_ judged: JudgedSchedule) {
        let id = judged.schedule.id
        guard var seen = schedules[id], !seen.isRemoved else {
            return report(.phantom, schedule: id, "it was judged, and does not exist")
        }
        if !judged.makes.isEmpty, let pause = seen.pause, pause.since + setting.patience <= decided,
            pause.until.map({ $0 > decided }) ?? true
        {
            report(.forbidden, schedule: id, "it fired while it was paused")
        }
        if seen.owesPause {
            seen.owesPause = false
            report(.lost, schedule: id, "\(seen.failures) runs in a row failed, and it was not paused")
        }
        let last = seen.eras.count - 1
        if judged.schedule.state.cursor < seen.eras[last].cursor, seen.eras[last].times != nil {
            report(.double, schedule: id, "its cursor went back from \(seen.eras[last].cursor) to \(judged.schedule.state.cursor)")
        }
        for record in judged.records {
            let fate: Occurrence.Fate =
                switch record.fate {
                case .skipped(let reason): .skipped(reason)
                case .missed(let reason): .missed(reason)
                }
            seen.eras[last].rows.append(
                SeenSchedule.Row(first: record.first, last: record.last, count: record.count, fate: fate))
            if record.fate == .skipped(.overlap), judged.makes.isEmpty, seen.open.isEmpty {
                report(.lost, schedule: id, "\(record.first) was skipped for an overlap, and nothing of it was open")
            }
        }
        seen.eras[last].cursor = judged.schedule.state.cursor
        seen.eras[last].isExhausted = judged.schedule.state.over == "max_runs"
        seen.schedule = judged.schedule
        seen.pause = judged.schedule.state.pause
        schedules[id] = seen
        plan(id)
    }

    /// It is over; only an end, or a limit that is reached, is a reason.
    mutating func retire(_ id: ScheduleID, _ why: String) {
        guard let seen = schedules[id] else { return }
        let timing = seen.schedule.spec.timing
        if timing.end == nil, timing.maxRuns.map({ seen.fires < $0 }) ?? true {
            report(.lost, schedule: id, "it is over (\(why)), and has neither an end nor run as often as it may")
        }
        schedules[id]?.schedule.state.over = why
        plan(id)
    }

    mutating func make(_ pulse: Pulse) {
        guard pulses[pulse.id] == nil else { return report(.double, pulse: pulse.id, "it was made twice") }
        var seen = SeenPulse(spec: pulse.spec, status: pulse.progress.status, dueAt: pulse.progress.dueAt, availableAt: at)
        seen.overlap = pulse.spec.schedule.flatMap { schedules[$0]?.schedule.spec.policies.overlap }
        pulses[pulse.id] = seen
        if seen.status == .pending { pending.insert(pulse.id) }
        guard let id = pulse.spec.schedule else { return }
        guard schedules[id] != nil else { return report(.phantom, pulse: pulse.id, "it was made by a schedule that does not exist") }
        schedules[id]?.open.insert(pulse.id)
        if let nominal = pulse.spec.nominal { fire(pulse, nominal, id) }
    }

    private mutating func fire(_ pulse: Pulse, _ nominal: Instant, _ id: ScheduleID) {
        guard var seen = schedules[id] else { return }
        if !seen.nominals.insert(nominal).inserted { report(.double, pulse: pulse.id, "its schedule fired for \(nominal) before") }
        if nominal > decided { report(.early, pulse: pulse.id, "it was made for \(nominal), at \(decided)") }
        let last = seen.eras.count - 1
        seen.eras[last].rows.append(SeenSchedule.Row(first: nominal, last: nominal, count: 1, fate: .fired(pulse.id)))
        seen.fires += 1
        if let limit = seen.schedule.spec.timing.maxRuns, seen.fires > limit {
            report(.phantom, pulse: pulse.id, "it is fire \(seen.fires), and \(limit) were allowed")
        }
        schedules[id] = seen
        plan(id)
        if pulse.progress.status == .pending { findOpenOverlap(pulse.id, id) }
    }

    /// An occurrence may run from now on: nothing older of its schedule may be open.
    private mutating func findOpenOverlap(_ id: PulseID, _ schedule: ScheduleID) {
        guard let pulse = pulses[id], pulse.overlap != .allowAll, pulse.spec.nominal != nil else { return }
        for other in schedules[schedule]?.open ?? [] where other != id {
            guard let rival = pulses[other] else { continue }
            let waits = rival.status == .pending && (rival.dueAt <= decided || rival.attempts > 0)
            guard rival.status == .processing || waits else { continue }
            report(.overlap, pulse: id, "it can run while pulse \(other) of its schedule is open (\(pulse.overlap?.rawValue ?? "?"))")
        }
    }

    /// Something other than the end of a run happened to a pulse.
    mutating func move(_ id: PulseID, _ progress: PulseProgress) {
        guard let before = pulses[id]?.status else { return report(.phantom, pulse: id, "it changed and was never made") }
        if !before.isOpen, progress.status.isOpen, pulses[id]?.isRevived != true {
            report(.unjustifiedRerun, pulse: id, "it was \(before.name), and is \(progress.status.name)")
        }
        if progress.status == .missed {
            if pulses[id]?.spec.expiresAt.map({ $0 > decided }) ?? true {
                report(.early, pulse: id, "missed at \(decided), and of use for longer")
            }
        }
        if progress.status == .cancelled, progress.reason == Dependency.reason { checkCause(id) }
        settle(id, progress)
        guard progress.status == .pending, let schedule = pulses[id]?.spec.schedule else { return }
        if before == .blocked { findOpenOverlap(id, schedule) }
        schedules[schedule]?.open.insert(id)
    }

    /// A pulse of a schedule has ended for good.
    mutating func close(_ id: PulseID, _ progress: PulseProgress, of schedule: ScheduleID) {
        guard var seen = schedules[schedule] else { return }
        seen.open.remove(id)
        if progress.status == .completed { seen.failures = 0 }
        if progress.status == .failed {
            seen.failures += 1
            let limit = seen.schedule.spec.policies.pauseAfterFailures
            if limit > 0, seen.failures >= limit, seen.pause == nil, seen.schedule.state.over == nil, !seen.isRemoved {
                seen.owesPause = true
            }
        }
        let isFree = seen.schedule.spec.timing.isAfterCompletion && seen.open.isEmpty
        if isFree, let finished = progress.finishedAt {
            seen.eras[seen.eras.count - 1].cursor = max(seen.eras[seen.eras.count - 1].cursor, finished)
        }
        schedules[schedule] = seen
        if isFree { plan(schedule) }
    }

    /// When it has to be judged next.
    func nextLook(_ seen: SeenSchedule) -> Instant? {
        guard !seen.isRemoved, seen.schedule.state.over == nil, !seen.waitsForEnd, let times = seen.times, let era = seen.eras.last else {
            return nil
        }
        let timing = seen.schedule.spec.timing
        if timing.isAfterCompletion {
            // From the end of the run, cut up to a second.
            let look = max(wall, era.cursor) + .seconds(1) + .milliseconds(times.period) + timing.jitter
            return seen.pause.map { $0.until.map { max($0, look) } } ?? look
        }
        guard var look = timing.onBlocked == .defer ? times.next(after: era.cursor) : times.nextOpen(after: era.cursor) else { return nil }
        look = (times.opening(for: look) ?? look) + timing.jitter
        guard let pause = seen.pause else { return look }
        return pause.until.map { max($0, look) }
    }

    mutating func plan(_ id: ScheduleID) {
        guard let seen = schedules[id] else { return }
        looks[id] = nextLook(seen).map { SeenLook(at: $0) }
    }
}
