package import Recurrence

// What follows from a judgement, the same for each store.

extension Schedule {
    /// The pulse that stands for an occurrence. What makes up for something missed gives way to what people ask for.
    package func pulse(_ make: Judgement.Make, at now: Instant) -> PulseSpec {
        var spec = bare(spec.template, dueAt: make.dueAt, at: now)
        spec.door = .schedule
        spec.nominal = make.nominal
        if make.isCatchUp { spec.priority = max(spec.priority, .low) }
        return spec
    }

    /// The pulses of its steps that stand together for an occurrence, in their order; none where it has no steps.
    package func steps(_ make: Judgement.Make, at now: Instant) -> [PulseSpec] {
        spec.steps.map { step in
            var pulse = bare(step.template, dueAt: make.dueAt, at: now)
            pulse.door = .schedule
            pulse.nominal = make.nominal
            if make.isCatchUp { pulse.priority = max(pulse.priority, .low) }
            return pulse
        }
    }

    /// The pulses that somebody asks for beside its times: one, or those of its steps.
    package func pulses(triggeredBy creator: String, door: Door, at now: Instant) -> [PulseSpec] {
        let templates = spec.steps.isEmpty ? [spec.template] : spec.steps.map(\.template)
        return templates.map { template in
            var pulse = bare(template, dueAt: now, at: now)
            pulse.door = door
            pulse.createdBy = creator
            return pulse
        }
    }

    /// A key would keep the next one from being made.
    private func bare(_ template: PulseSpec, dueAt: Instant, at now: Instant) -> PulseSpec {
        var pulse = template
        (pulse.scheduledAt, pulse.createdAt, pulse.key, pulse.schedule, pulse.nominal) = (dueAt, now, nil, id, nil)
        return pulse
    }
}

extension Judgement {
    /// Each pulse that has to make room, once.
    package var distinctStops: [Stop] {
        var seen: Set<PulseID> = []
        return stops.filter { seen.insert($0.pulse).inserted }
    }
}

extension SchedulePolicies {
    /// Why a pulse is blocked that waits for another one of its schedule.
    package static let buffered = "buffered"
    /// Why a pulse was cancelled whose place another one of its schedule took.
    package static let replaced = "replaced"
    /// Why a pulse was cancelled whose schedule went.
    package static let removed = "schedule removed"
}

extension ScheduleTiming {
    /// It has no times but the starts of the daemon.
    package var firesAtStart: Bool { rule.lowercased().split(whereSeparator: \.isWhitespace) == ["@reboot"] }
}

extension ScheduleState {
    /// What is told of the person's word.
    package func decisionNotes(since old: ScheduleState) -> [ScheduleSteps.Note] {
        // Where something fell into the waiting, the end of it is told when that has been judged.
        notes(since: over == nil ? old : ScheduleState(createdAt: old.createdAt, cursor: old.cursor))
    }

    /// What is told of a step from one state to the next, beside what was asked for.
    package func notes(since old: ScheduleState) -> [ScheduleSteps.Note] {
        var notes: [ScheduleSteps.Note] = []
        if old.pause != nil, pause == nil { notes.append(ScheduleSteps.Note(.scheduleResumed)) }
        if let over, old.over == nil { notes.append(ScheduleSteps.Note(.scheduleOver, over)) }
        return notes
    }
}

extension [Judgement.Record] {
    /// One note for all that was skipped and one for all that was missed: `34560000 missed: coalesced`, or
    /// `12 missed: 10 coalesced, 2 too_old`.
    package var notes: [ScheduleSteps.Note] {
        var skipped: [(reason: String, count: Int)] = []
        var missed: [(reason: String, count: Int)] = []
        for record in self {
            switch record.fate {
            case .skipped(let reason): skipped.add(record.count, reason.rawValue)
            case .missed(let reason): missed.add(record.count, reason.rawValue)
            }
        }
        var notes: [ScheduleSteps.Note] = []
        if !skipped.isEmpty { notes.append(ScheduleSteps.Note(.scheduleSkipped, skipped.words("skipped"))) }
        if !missed.isEmpty { notes.append(ScheduleSteps.Note(.scheduleMissed, missed.words("missed"))) }
        return notes
    }
}

extension [(reason: String, count: Int)] {
    fileprivate mutating func add(_ count: Int, _ reason: String) {
        if let index = firstIndex(where: { $0.reason == reason }) {
            self[index].count += count
        } else {
            append((reason, count))
        }
    }

    fileprivate func words(_ fate: String) -> String {
        let total = reduce(0) { $0 + $1.count }
        return "\(total) \(fate): " + (count == 1 ? self[0].reason : map { "\($0.count) \($0.reason)" }.joined(separator: ", "))
    }
}
