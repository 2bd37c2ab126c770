package import Pulses
package import Recurrence

extension SQLiteStore: ScheduleKeeping {
    package func make(_ spec: ScheduleSpec, at now: Instant, _ pause: Pause?) async throws(StoreError) -> ScheduleMade {
        try await writer.submit { session throws(Failure) in
            if let taken = try session.schedule(named: spec.name) { return .nameTaken(taken) }
            if let fault = try session.fault(ofMaking: spec) { return .overLimit(fault) }
            let steps = try session.steps(at: now)
            let schedule = try session.insert(spec, steps, pause)
            let notes = [ScheduleSteps.Note(.scheduleCreated, spec.name)] + pauseNotes(pause) + overNotes(schedule.state)
            try session.record(notes, of: schedule.id, at: now)
            return .created(schedule)
        }
    }

    package func change(
        _ id: ScheduleID, to spec: ScheduleSpec, at now: Instant, ifStill revision: Int?, _ pause: Pause?
    ) async throws(StoreError) -> ScheduleChanged {
        try await writer.submit { session throws(Failure) in
            guard let row = try session.progress(id) else { return .unknown }
            if let revision, row.state.revision != revision { return .stale }
            let known = try session.known(row)
            var schedule = row.schedule(known.spec)
            if spec.name != known.spec.spec.name, let taken = try session.schedule(named: spec.name) { return .nameTaken(taken) }
            let steps = try session.steps(at: now)
            let open = row.hasOpen ? try session.openPulses(of: id) : []
            let room = try session.room(of: schedule, at: now)
            if let due = steps.beforeChange(schedule, open: open.underWay(at: now), buffered: open.buffered, room: room) {
                var judgement = session.judge.judge(due, at: now)
                if schedule.state.pause?.isInForce(at: now) == true { judgement.state.pause = schedule.state.pause }
                schedule = try session.carryOut(judgement, schedule, open, text: known.pulse, at: now).judged.schedule
            }
            let changed = steps.changed(schedule, to: spec, hasOpen: row.hasOpen, pause)
            try session.statement(.updateSchedule).bind(1, id.value).bind(2, spec.name).bind(3, now.milliseconds)
                .bind(4, spec.timing.firesAtStart ? 1 : 0).bind(5, spec.template.owner).bind(6, spec.origin.file)
                .bind(7, text: spec.stored).run()
            try session.save(changed.state, of: id)
            try session.statement(.savePriority).bind(1, id.value).bind(2, spec.template.priority.rawValue).run()
            let notes = [ScheduleSteps.Note(.scheduleChanged, spec.name)] + pauseNotes(pause) + overNotes(changed.state)
            try session.record(notes, of: id, at: now)
            return .changed(changed)
        }
    }

    package func remove(_ id: ScheduleID, at now: Instant) async throws(StoreError) -> Schedule? {
        try await writer.submit { session throws(Failure) in
            guard let schedule = try session.schedule(id) else { return nil }
            for pulse in try session.openPulses(of: id) where pulse.status != .processing {
                try session.cancel(pulse, of: id, reason: SchedulePolicies.removed, at: now)
            }
            try session.statement(.deleteProgress).bind(1, id.value).run()
            try session.statement(.deleteSchedule).bind(1, id.value).run()
            try session.record([ScheduleSteps.Note(.scheduleRemoved, schedule.spec.name)], of: id, at: now)
            return schedule
        }
    }

    package func pause(_ id: ScheduleID, _ pause: Pause?, at now: Instant) async throws(StoreError) -> Schedule? {
        try await writer.submit { session throws(Failure) in
            guard let row = try session.progress(id) else { return nil }
            let schedule = row.schedule(try session.known(row).spec)
            // Only the person's word ends that.
            if schedule.awaitsApproval { return schedule }
            let steps = try session.steps(at: now)
            let after =
                if let pause {
                    steps.paused(schedule, pause, hasOpen: row.hasOpen)
                } else {
                    steps.resumed(schedule, hasOpen: row.hasOpen)
                }
            if after.state != schedule.state { try session.save(after.state, of: id) }
            let told = pause.map { [ScheduleSteps.Note(.schedulePaused, $0.words)] } ?? []
            try session.record(told + after.state.notes(since: schedule.state), of: id, at: now)
            return after
        }
    }

    package func trigger(
        _ id: ScheduleID, by creator: String, door: Door, at now: Instant, _ idempotency: Idempotency?, _ terms: AskingTerms
    ) async throws(StoreError) -> Triggered {
        let outcome = try await writer.submit { session throws(Failure) -> TriggerOutcome in
            if let idempotency, let known = try Self.knownRequest(idempotency, now: now.milliseconds, session) {
                if case .same(let row, _) = known { return .replayed(row) } else { return .conflict }
            }
            guard let row = try session.progress(id) else { return .unknown }
            let known = try session.known(row).spec
            guard known.isReadable else { return .failed(.malformed("the spec of schedule \(id); change or remove it")) }
            let specs = row.schedule(known).pulses(triggeredBy: creator, door: door, at: now)
            let demand = LimitDemand(made: specs.count, opening: specs.count)
            if terms.isLimited, let fault = try session.fault(demand, of: specs[0].owner, at: now) { return .overLimit(fault) }
            let awaitsApproval = terms.awaitsApproval
            var pulse: Pulse
            if known.spec.steps.isEmpty {
                let blocked = awaitsApproval ? Approval.reason : nil
                let id = try Self.insert(specs[0], text: specs[0].stored, blocked: blocked, session)
                pulse = Pulse.new(id: id, spec: specs[0], awaitsApproval: awaitsApproval)
            } else {
                let first = try session.make(specs, known.spec.steps, awaitsApproval: awaitsApproval)[0]
                let isWaiting = !known.spec.steps[0].after.isEmpty
                pulse = Pulse.new(id: first, spec: specs[0], isWaiting: isWaiting, pipeline: first, awaitsApproval: awaitsApproval)
            }
            if let idempotency { try Self.remember(idempotency, pulse.id, wasCreated: true, at: now, session) }
            return .created(pulse)
        }
        switch outcome {
        case .created(let pulse): return .created(pulse)
        case .replayed(let row): return .replayed(try row.asMade())
        case .conflict: return .fingerprintConflict
        case .overLimit(let fault): return .overLimit(fault)
        case .unknown: return .unknown
        case .failed(let error): throw error
        }
    }

    package func standStill(_ standstill: Standstill?, at now: Instant) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in try session.standStill(standstill, at: now) }
    }

    package func started(_ boot: BootID, at now: Instant) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            guard try session.statement(.selectBoot).first({ $0.text(0) }) != boot.text else { return }
            try session.statement(.saveBoot).bind(1, boot.text).bind(2, now.milliseconds).run()
            var ids: [ScheduleID] = []
            try session.statement(.schedulesAtStart).rows { ids.append(ScheduleID($0.integer(0))) }
            let steps = try session.steps(at: now)
            for id in ids {
                guard let row = try session.progress(id), row.state.over == nil else { continue }
                let known = try session.known(row)
                let schedule = row.schedule(known.spec)
                let open = row.hasOpen ? try session.openPulses(of: id) : []
                let room = try session.room(of: schedule, at: now)
                let due = steps.due(schedule, open: open.underWay(at: now), buffered: open.buffered, room: room)
                _ = try session.carryOut(steps.atStart(due), schedule, open, text: known.pulse, at: now)
            }
        }
    }
}

private enum TriggerOutcome: Sendable {
    case created(Pulse)
    case replayed(PulseRow)
    case conflict
    case overLimit(LimitFault)
    case unknown
    case failed(StoreError)
}

extension SQLiteStore {
    package func approve(_ id: ScheduleID, at now: Instant) async throws(StoreError) -> ScheduleApprovalAnswer {
        try await decide(id, at: now) { schedule, hasOpen, steps in steps.approved(schedule, hasOpen: hasOpen) }
    }

    package func deny(_ id: ScheduleID, why: String?, at now: Instant) async throws(StoreError) -> ScheduleApprovalAnswer {
        try await decide(id, at: now) { schedule, _, steps in steps.denied(schedule, why: why) }
    }

    private func decide(
        _ id: ScheduleID, at now: Instant, _ body: @escaping @Sendable (Schedule, Bool, ScheduleSteps) -> Schedule
    ) async throws(StoreError) -> ScheduleApprovalAnswer {
        try await writer.submit { session throws(Failure) in
            guard let row = try session.progress(id) else { return .unknown }
            let schedule = row.schedule(try session.known(row).spec)
            guard schedule.awaitsApproval else { return .refused(schedule) }
            let after = body(schedule, row.hasOpen, try session.steps(at: now))
            try session.save(after.state, of: id)
            try session.record(after.state.decisionNotes(since: schedule.state), of: id, at: now)
            return .done(after)
        }
    }
}

/// With what a schedule begins that does not fire yet.
private func pauseNotes(_ pause: Pause?) -> [ScheduleSteps.Note] { pause.map { [ScheduleSteps.Note(.schedulePaused, $0.words)] } ?? [] }

/// That a schedule will never fire is told also where it begins like that.
private func overNotes(_ state: ScheduleState) -> [ScheduleSteps.Note] {
    state.over.map { [ScheduleSteps.Note(.scheduleOver, $0)] } ?? []
}

extension Session {
    fileprivate func schedule(_ id: ScheduleID) throws(Failure) -> Schedule? {
        guard let row = try progress(id) else { return nil }
        return row.schedule(try known(row).spec)
    }

    fileprivate func schedule(named name: String) throws(Failure) -> Schedule? {
        guard let id = try statement(.scheduleNamed).bind(1, name).first({ ScheduleID($0.integer(0)) }) else { return nil }
        return try schedule(id)
    }
}
