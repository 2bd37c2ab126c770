import Recurrence

/// The decision about one backlog: misfires, what was blocked, then overlap.
struct Docket {
    private(set) var records: [Judgement.Record] = []
    private(set) var makes: [Judgement.Make] = []
    private(set) var stops: [Judgement.Stop] = []

    private let name: String
    private let policies: SchedulePolicies
    private let timing: ScheduleTiming
    private let calendar: ScheduleCalendar
    private let backlog: Backlog
    private let now: Instant
    /// A snooze puts off; it does not skip.
    private let defers: Bool
    private var runsLeft: Int
    private var roomLeft: Int
    private var open: [PulseID]
    private var buffered: [PulseID]

    init(_ due: DueSchedule, _ calendar: ScheduleCalendar, _ backlog: Backlog, now: Instant) {
        name = due.schedule.spec.name
        policies = due.schedule.spec.policies
        timing = due.schedule.spec.timing
        self.calendar = calendar
        self.backlog = backlog
        self.now = now
        defers = timing.onBlocked == .defer || due.schedule.state.pause?.kind == .snooze
        runsLeft = timing.maxRuns.map { $0 - due.schedule.state.fires } ?? .max
        roomLeft = due.occurrencesLeft ?? .max
        open = due.open
        buffered = due.buffered
    }

    /// A nominal time that is to run.
    private struct Candidate {
        var nominal: Instant
        var dueAt: Instant
        var isCatchUp = false
    }

    mutating func decide() {
        let deferred = sortBlocked()
        var missed = backlog.stretches.filter { $0.blocked == nil }
        var candidates: [Candidate] = []
        if let newest = missed.last?.last, isOnTime(newest, since: calendar.fireTime(newest)) {
            candidates.append(Candidate(nominal: newest, dueAt: calendar.fireTime(newest)))
            takeLast(from: &missed)
        }
        if let deferred {
            if isOnTime(deferred.last, since: deferred.opening) {
                candidates.append(Candidate(nominal: deferred.last, dueAt: deferred.opening))
            } else {
                missed.append(
                    Backlog.Stretch(first: deferred.last, last: deferred.last, count: 1, blocked: nil, opening: deferred.opening))
                missed.sort { $0.first < $1.first }
            }
        }
        candidates += judgeMissed(missed, isCovered: !candidates.isEmpty)
        for candidate in candidates.sorted(by: { $0.nominal < $1.nominal }) { admit(candidate) }
        records.sort { $0.first < $1.first }
    }

    // MARK: misfires

    private func isOnTime(_ nominal: Instant, since: Instant) -> Bool {
        now - since <= calendar.tolerance(of: nominal, policies)
    }

    /// Puts on record what was blocked; answers with the stretch for whose last time one run is to stand.
    private mutating func sortBlocked() -> Backlog.Stretch? {
        let blocked = backlog.stretches.filter { $0.blocked != nil }
        guard defers, let standing = blocked.last else {
            for reason in SkipReason.allCases { record(blocked.filter { $0.blocked == reason }, .skipped(reason)) }
            return nil
        }
        var rest = blocked
        takeLast(from: &rest)
        record(rest, .skipped(.coalesced))
        return standing
    }

    private mutating func judgeMissed(_ missed: [Backlog.Stretch], isCovered: Bool) -> [Candidate] {
        guard policies.misfire != .skip else {
            record(missed, .missed(.late))
            return []
        }
        let limit = now - policies.catchUpWindow
        var recent = missed.filter { $0.last >= limit }
        let old = missed.filter { $0.last < limit }
        switch policies.misfire {
        case .skip: return []
        case .runOnce:
            // One run stands for all, however old: they are one row.
            if recent.isEmpty && !isCovered {
                record(old, .missed(.tooOld))
                return []
            }
            let standing = isCovered ? nil : takeLast(from: &recent)
            record(old + recent, .missed(.coalesced))
            return standing.map { [catchUp($0, 0)] } ?? []
        case .runOnceEarliest:
            record(old, .missed(.tooOld))
            let standing = takeFirst(from: &recent)
            record(recent, .missed(.coalesced))
            return standing.map { [catchUp($0, 0)] } ?? []
        case .runAll:
            record(old, .missed(.tooOld))
            var kept: [Instant] = []
            while kept.count < policies.maxCatchUp, let nominal = takeLast(from: &recent) { kept.append(nominal) }
            record(recent, .missed(.overLimit))
            return kept.reversed().enumerated().map { catchUp($1, $0) }
        }
    }

    /// What was missed comes back a little apart, so that a start is not a stampede: schedules spread over a second, and the runs of
    /// one of them follow each other.
    private func catchUp(_ nominal: Instant, _ index: Int) -> Candidate {
        let spread = Jitter.offset(schedule: name, nominal: 0, following: nil, jitterMilliseconds: 1000)
        return Candidate(nominal: nominal, dueAt: now + .milliseconds(spread + Int64(index) * 250), isCatchUp: true)
    }

    // MARK: stretches

    @discardableResult
    private func takeLast(from stretches: inout [Backlog.Stretch]) -> Instant? {
        guard var stretch = stretches.popLast() else { return nil }
        let taken = stretch.last
        if stretch.count > 1, let before = calendar.times.last(atOrBefore: taken + .milliseconds(-1)) {
            stretch.last = before
            stretch.count -= 1
            stretches.append(stretch)
        }
        return taken
    }

    private func takeFirst(from stretches: inout [Backlog.Stretch]) -> Instant? {
        guard var stretch = stretches.first else { return nil }
        let taken = stretch.first
        if stretch.count > 1, let after = calendar.times.next(after: taken) {
            stretch.first = after
            stretch.count -= 1
            stretches[0] = stretch
        } else {
            stretches.removeFirst()
        }
        return taken
    }

    private mutating func record(_ stretches: [Backlog.Stretch], _ fate: Judgement.Record.Fate) {
        guard let first = stretches.first?.first, let last = stretches.last?.last else { return }
        records.append(Judgement.Record(first: first, last: last, count: stretches.reduce(0) { $0 + $1.count }, fate: fate))
    }

    // MARK: overlap

    private mutating func admit(_ candidate: Candidate) {
        guard runsLeft > 0 else { return skip(candidate, .maxRuns) }
        guard roomLeft > 0 else { return skip(candidate, .agentLimit) }
        let isBusy = !open.isEmpty || makes.contains { !$0.isBuffered }
        let waiting = buffered.count + makes.count { $0.isBuffered }
        guard isBusy, policies.overlap != .allowAll else { return make(candidate, isBuffered: false) }
        switch policies.overlap {
        case .allowAll, .skip: skip(candidate, .overlap)
        case .bufferOne: waiting == 0 ? make(candidate, isBuffered: true) : skip(candidate, .bufferFull)
        case .bufferAll: waiting < policies.bufferLimit ? make(candidate, isBuffered: true) : skip(candidate, .bufferFull)
        case .cancelOther, .terminateOther: replace(candidate, isAtOnce: policies.overlap == .terminateOther)
        }
    }

    /// The new one takes the place of all that is open; of those made just now, it takes the place before they exist.
    private mutating func replace(_ candidate: Candidate, isAtOnce: Bool) {
        for made in makes {
            runsLeft += 1
            roomLeft += 1
            records.append(Judgement.Record(first: made.nominal, last: made.nominal, count: 1, fate: .skipped(.overlap)))
        }
        makes = []
        for pulse in buffered + open { stops.append(Judgement.Stop(pulse: pulse, isAtOnce: isAtOnce)) }
        buffered = []
        let isBuffered = !open.isEmpty
        if stops.isEmpty { return make(candidate, isBuffered: false) }
        make(candidate, isBuffered: isBuffered)
    }

    private mutating func make(_ candidate: Candidate, isBuffered: Bool) {
        runsLeft -= 1
        roomLeft -= 1
        makes.append(
            Judgement.Make(
                nominal: candidate.nominal, dueAt: candidate.dueAt, isBuffered: isBuffered, isCatchUp: candidate.isCatchUp))
    }

    private mutating func skip(_ candidate: Candidate, _ reason: SkipReason) {
        let sinceMade = makes.last?.nominal ?? .distantPast
        if let last = records.last, last.fate == .skipped(reason), last.last < candidate.nominal, sinceMade < last.first {
            records[records.count - 1].last = candidate.nominal
            records[records.count - 1].count += 1
        } else {
            records.append(Judgement.Record(first: candidate.nominal, last: candidate.nominal, count: 1, fate: .skipped(reason)))
        }
    }
}
