import Pulses
import Recurrence

/// Schedules in the writer's transaction.
extension Session {
    // MARK: reading

    func progress(_ id: ScheduleID) throws(Failure) -> ProgressRow? {
        try statement(.selectProgress).bind(1, id.value).first { ProgressRow($0) }
    }

    /// What is asked of a schedule, and the text of the pulses that its occurrences make.
    func known(_ row: ProgressRow) throws(Failure) -> (spec: KnownSpec, pulse: [UInt8]) {
        if let known = knownSpecs.find(row.id, row.state.revision) { return known }
        let specRow = try statement(.selectSpec).bind(1, row.id.value).first { SpecRow($0) }
        let known = KnownSpec(specRow)
        let make = Judgement.Make(nominal: known.createdAt, dueAt: known.createdAt)
        let pulse = row.schedule(known).pulse(make, at: known.createdAt).stored
        knownSpecs.keep(known, pulse: pulse, of: row.id, row.state.revision, bytes: specRow?.text.count ?? 0)
        return (known, pulse)
    }

    /// Its pulses that have not ended, oldest first.
    func openPulses(of id: ScheduleID) throws(Failure) -> [OpenPulse] {
        var open: [OpenPulse] = []
        try statement(.openPulses).bind(1, id.value).rows { open.append(OpenPulse($0)) }
        return open
    }

    /// The steps of schedules as things stand.
    func steps(at now: Instant) throws(Failure) -> ScheduleSteps {
        ScheduleSteps(judge: judge, standstill: try latestStandstill()?.standstill, now: now)
    }

    // MARK: writing

    func save(_ state: ScheduleState, of id: ScheduleID) throws(Failure) {
        try bind(state, of: id, to: statement(.saveProgress)).run()
    }

    /// Writes a schedule that is not there yet under the number that it gets.
    func insert(_ spec: ScheduleSpec, _ steps: ScheduleSteps, _ pause: Pause?) throws(Failure) -> Schedule {
        let id = try statement(.insertSchedule).bind(1, spec.name).bind(2, steps.now.milliseconds)
            .bind(3, spec.timing.firesAtStart ? 1 : 0).bind(4, spec.template.owner).bind(5, spec.origin.file)
            .bind(6, text: spec.stored).first { ScheduleID($0.integer(0)) }
        guard let id else { throw Failure(code: 1, message: "the new schedule got no id") }
        let schedule = steps.made(id, spec, pause)
        try bind(schedule.state, of: id, to: statement(.insertProgress)).bind(11, spec.template.priority.rawValue).run()
        return schedule
    }

    private func bind(_ state: ScheduleState, of id: ScheduleID, to statement: HotStatement) -> HotStatement {
        statement.bind(1, id.value).bind(2, state.revision).bind(3, state.cursor.milliseconds)
            .bind(4, state.next?.nominal.milliseconds).bind(5, state.next?.at.milliseconds)
            .bind(6, state.pause.map { String(decoding: $0.stored, as: UTF8.self) }).bind(7, state.over).bind(8, state.fires)
            .bind(9, state.failures).bind(10, state.isInIncident ? 1 : 0)
    }

    func record(_ notes: [ScheduleSteps.Note], of id: ScheduleID, at now: Instant) throws(Failure) {
        for note in notes { try record(note.kind, at: now.milliseconds, schedule: id.value, detail: note.detail) }
    }

    /// Cancels a pulse of a schedule that waits, and what waits for it.
    func cancel(_ pulse: OpenPulse, of id: ScheduleID, reason: String, at now: Instant) throws(Failure) {
        guard let row = try PulseRow.find(PulseID(pulse.id), self), row.status == .pending || row.status == .blocked,
            try cancelWaiting(row, reason: reason, at: now)
        else { return }
        try settleDependents(of: pulse.id, .cancelled, at: now)
    }

    // MARK: what follows from the end of a pulse

    /// One of the pulses of a schedule has ended for good, or all of those that were made together: the next one that waits for it comes,
    /// and the schedule counts.
    func ended(
        _ status: PulseStatus, of id: ScheduleID, endedAt: Instant, now: Instant, pauseReason: String? = nil
    ) throws(Failure) {
        guard let row = try progress(id) else { return }
        if row.hasOpen { try release(id, at: now) }
        let state = row.state
        let counts =
            switch status {
            case .completed: state.failures != 0 || state.isInIncident
            case .failed: true
            case .blocked, .pending, .processing, .cancelled, .missed: false
            }
        let mayWait = state.next == nil && state.over == nil && !row.hasOpen
        guard counts || mayWait else { return }
        let schedule = row.schedule(try known(row).spec)
        let after = try steps(at: now).ended(schedule, status, endedAt: endedAt, hasOpen: row.hasOpen, pauseReason: pauseReason)
        if after.state != schedule.state { try save(after.state, of: id) }
        try record(after.notes, of: id, at: now)
    }

    /// How all of a pipeline has ended, where a pulse of it ended so; nil where some of it is open. Without a pipeline, as the pulse did.
    func endOfAll(_ pipeline: Int64?, _ status: PulseStatus) throws(Failure) -> PulseStatus? {
        guard let pipeline else { return status }
        guard try statement(.openOfPipeline).bind(1, pipeline).first({ _ in true }) == nil else { return nil }
        var ends: Set<PulseStatus> = []
        try statement(.endsOfPipeline).bind(1, pipeline).rows { row in
            if let status = PulseStatus(rawValue: Int(row.integer(0))) { ends.insert(status) }
        }
        return PulseStatus.ofAll(ends)
    }

    /// Lets the oldest that is buffered run, with what belongs to it, where none is left that it would have to wait for.
    func release(_ id: ScheduleID, at now: Instant) throws(Failure) {
        let open = try openPulses(of: id)
        guard open.allSatisfy({ $0.status == .blocked }), let next = open.first(where: \.isBuffered) else { return }
        for pulse in open where pulse.isBuffered && (pulse.id == next.id || pulse.isTogether(with: next)) {
            try statement(.releasePulse).bind(1, pulse.id).bind(2, now.milliseconds).run()
            try insertDue(pulse.id, lane: pulse.lane, priority: pulse.priority, due: now.milliseconds)
            try record(.pulseReleased, at: now.milliseconds, pulse: pulse.id, schedule: id.value)
            count(.status(.blocked), -1)
        }
    }
}

/// A row of `ScheduleStatement.openPulses`.
struct OpenPulse: Sendable {
    var id: Int64
    var status: PulseStatus
    var dueAt: Int64
    var priority: Int64
    var isBuffered: Bool
    /// An attempt has begun.
    var wasTried: Bool
    /// The attempt under way.
    var attempt: Int64?
    /// It stands for an occurrence, which was due when it was made; one that a person asked for may be due later.
    var isOccurrence: Bool
    var lane: Int64
    /// The first of those that it was made with.
    var pipeline: Int64?

    init(_ row: borrowing HotRow) {
        id = row.integer(0)
        attempt = row.optionalInteger(6)
        status = attempt != nil ? .processing : PulseStatus(rawValue: Int(row.integer(1))) ?? .pending
        dueAt = row.integer(2)
        wasTried = row.integer(3) > 0
        priority = row.integer(4)
        isOccurrence = row.optionalInteger(7) != nil
        lane = row.integer(8)
        pipeline = row.optionalInteger(9)
        isBuffered = status == .blocked && row.optionalText(5) == SchedulePolicies.buffered
    }

    /// It counts as running, for overlap: its time has come, or it has been tried before, or waits for its place among what is caught up.
    func isUnderWay(at now: Instant) -> Bool {
        status == .processing || status == .pending && (isOccurrence || wasTried || dueAt <= now.milliseconds)
    }
}

extension OpenPulse {
    func isTogether(with other: OpenPulse) -> Bool { pipeline != nil && pipeline == other.pipeline }
}

extension [OpenPulse] {
    func underWay(at now: Instant) -> [PulseID] { representatives { $0.isUnderWay(at: now) } }

    var buffered: [PulseID] { representatives(\.isBuffered) }

    /// One pulse for each pipeline, and all those that are in none.
    private func representatives(_ isMeant: (OpenPulse) -> Bool) -> [PulseID] {
        var seen: Set<Int64> = []
        return filter { pulse in isMeant(pulse) && (pulse.pipeline.map { seen.insert($0).inserted } ?? true) }.map { PulseID($0.id) }
    }
}
