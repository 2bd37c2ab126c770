package import Pulses
package import Recurrence

extension InMemoryStore: ScheduleKeeping {
    package func make(_ spec: ScheduleSpec, at now: Instant, _ pause: Pause?) async throws(StoreError) -> ScheduleMade {
        try access { state in
            if let taken = state.schedule(named: spec.name) { return .nameTaken(taken) }
            if let fault = state.fault(ofMaking: spec, at: now) { return .overLimit(fault) }
            let schedule = state.steps(at: now).made(state.nextScheduleID(), spec, pause)
            state.schedules[schedule.id] = schedule
            let notes = [ScheduleSteps.Note(.scheduleCreated, spec.name)] + pauseNotes(pause) + overNotes(schedule)
            state.record(notes, of: schedule.id, at: now)
            return .created(schedule)
        }
    }

    package func change(
        _ id: ScheduleID, to spec: ScheduleSpec, at now: Instant, ifStill revision: Int?, _ pause: Pause?
    ) async throws(StoreError) -> ScheduleChanged {
        try access { state in
            guard var schedule = state.schedules[id] else { return .unknown }
            if let revision, schedule.state.revision != revision { return .stale }
            if spec.name != schedule.spec.name, let taken = state.schedule(named: spec.name) { return .nameTaken(taken) }
            let steps = state.steps(at: now)
            let hasOpen = !state.openPulses(of: id).isEmpty
            let room = state.room(of: schedule, at: now)
            if let due = steps.beforeChange(schedule, open: state.underWay(id, at: now), buffered: state.buffered(id), room: room) {
                var judgement = state.judge.judge(due, at: now)
                if schedule.state.pause?.isInForce(at: now) == true { judgement.state.pause = schedule.state.pause }
                schedule = state.carryOut(judgement, schedule, at: now).judged.schedule
            }
            let changed = steps.changed(schedule, to: spec, hasOpen: hasOpen, pause)
            state.schedules[id] = changed
            let notes = [ScheduleSteps.Note(.scheduleChanged, spec.name)] + pauseNotes(pause) + overNotes(changed)
            state.record(notes, of: id, at: now)
            return .changed(changed)
        }
    }

    package func remove(_ id: ScheduleID, at now: Instant) async throws(StoreError) -> Schedule? {
        try access { state in
            guard let schedule = state.schedules[id] else { return nil }
            state.schedules[id] = nil
            for pulse in state.openPulses(of: id) where pulse.progress.status != .processing {
                state.cancelWaiting(pulse.id, reason: SchedulePolicies.removed, at: now)
            }
            state.record([ScheduleSteps.Note(.scheduleRemoved, schedule.spec.name)], of: id, at: now)
            return schedule
        }
    }

    package func replan(after: ScheduleID?, limit: Int, at now: Instant) async throws(StoreError) -> Replanned {
        try access { state in
            let later = state.schedules.values.filter { schedule in
                schedule.id.value > after?.value ?? 0
                    && (schedule.state.next.map { $0.at > now } ?? (schedule.state.over == ScheduleState.unreadable))
            }.sorted { $0.id < $1.id }.prefix(limit)
            var replanned = Replanned(last: later.count == limit ? later.last?.id : nil)
            for schedule in later {
                let after = state.steps(at: now).replanned(schedule)
                state.schedules[schedule.id] = after
                state.record(after.state.notes(since: schedule.state), of: schedule.id, at: now)
                replanned.note(schedule.state, after.state)
            }
            return replanned
        }
    }

    package func pause(_ id: ScheduleID, _ pause: Pause?, at now: Instant) async throws(StoreError) -> Schedule? {
        try access { state in
            guard let schedule = state.schedules[id] else { return nil }
            if schedule.awaitsApproval { return schedule }
            let hasOpen = !state.openPulses(of: id).isEmpty
            let steps = state.steps(at: now)
            let after = pause.map { steps.paused(schedule, $0, hasOpen: hasOpen) } ?? steps.resumed(schedule, hasOpen: hasOpen)
            state.schedules[id] = after
            let told = pause.map { [ScheduleSteps.Note(.schedulePaused, $0.words)] } ?? []
            state.record(told + after.state.notes(since: schedule.state), of: id, at: now)
            return after
        }
    }

    package func trigger(
        _ id: ScheduleID, by creator: String, door: Door, at now: Instant, _ idempotency: Idempotency?, _ terms: AskingTerms
    ) async throws(StoreError) -> Triggered {
        try access { state in
            if let idempotency, let isSame = state.isSame(idempotency, at: now) {
                guard isSame, let known = state.remembered(idempotency, at: now), let pulse = state.pulses[known.pulse] else {
                    return .fingerprintConflict
                }
                return .replayed(state.asMade(pulse))
            }
            guard let schedule = state.schedules[id] else { return .unknown }
            let specs = schedule.pulses(triggeredBy: creator, door: door, at: now)
            let demand = LimitDemand(made: specs.count, opening: specs.count)
            if terms.isLimited, let fault = state.fault(demand, of: specs[0].owner, at: now) { return .overLimit(fault) }
            var made = schedule.spec.steps.isEmpty ? [state.insert(specs[0])] : state.makeSteps(schedule.spec.orders(specs))
            if terms.awaitsApproval { made = made.map { state.awaitApproval($0) } }
            let pulse = made[0]
            if let idempotency {
                state.remembered.append(
                    InMemoryState.Remembered(idempotency: idempotency, pulse: pulse.id, wasCreated: true, at: now))
            }
            return .created(pulse)
        }
    }

    package func standStill(_ standstill: Standstill?, at now: Instant) async throws(StoreError) {
        try access { state in
            state.endStandstillInTime(at: now)
            let current = state.hasStandstillEnded ? nil : state.standstill
            if var standstill {
                if let current { standstill.since = min(current.since, standstill.since) }
                (state.standstill, state.hasStandstillEnded) = (standstill, false)
                state.record(.standstillBegan, at: now, detail: standstill.words)
            } else if var current {
                current.until = now
                (state.standstill, state.hasStandstillEnded) = (current, true)
                state.record(.standstillEnded, at: now)
            }
        }
    }

    package func started(_ boot: BootID, at now: Instant) async throws(StoreError) {
        try access { state in
            guard state.boot != boot else { return }
            state.boot = boot
            state.seenAt = nil
            let steps = state.steps(at: now)
            let waiting = state.schedules.values.filter { $0.spec.timing.firesAtStart && $0.state.over == nil }
            for schedule in waiting.sorted(by: { $0.id < $1.id }) {
                let (open, buffered) = (state.underWay(schedule.id, at: now), state.buffered(schedule.id))
                let due = steps.due(schedule, open: open, buffered: buffered, room: state.room(of: schedule, at: now))
                _ = state.carryOut(steps.atStart(due), schedule, at: now)
            }
        }
    }
}

/// With what a schedule begins that does not fire yet.
private func pauseNotes(_ pause: Pause?) -> [ScheduleSteps.Note] { pause.map { [ScheduleSteps.Note(.schedulePaused, $0.words)] } ?? [] }

/// That a schedule will never fire is told also where it begins like that.
private func overNotes(_ schedule: Schedule) -> [ScheduleSteps.Note] {
    schedule.state.over.map { [ScheduleSteps.Note(.scheduleOver, $0)] } ?? []
}
