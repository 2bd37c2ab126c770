import Pulses
import Recurrence

/// What happens next? A value that takes events and gives effects. It knows no clock, no store and no child: `Engine` does what it says.
///
/// Its rule: at most one turn at the store is under way. A turn carries all ends that have come in, has the schedules judged that are
/// due, and claims up to the free slots; while one is under way, everything else gathers for the next. Schedules are judged whether or not
/// slots are free: what they make takes its place in the order, and what has to make room for it is asked to.
struct EngineCore {
    private var settings: Settings
    private let boot: BootID
    private var luck: SplitMix64

    private var active: [PulseID: Claim] = [:]
    /// The runs that were asked to stop, and the grace they were given.
    private var asked: [PulseID: Duration] = [:]
    /// Attempts of dead daemons that are not settled yet.
    private var orphans: [RunKey: Orphan] = [:]
    /// When to ask a turn for orphans next.
    private var seekAt: Duration = .zero
    private var isSeeking = false
    /// Runs here that others have taken; they were asked to stop, and what they say at last counts nowhere.
    private var fenced: Set<RunKey> = []
    /// When a drain that waits for its runs has to renew its lease.
    private var renewAt: Duration = .zero
    private var ends: [EndedRun] = []
    private var underWay: Turn?
    /// Stops that came in while a turn was under way, for pulses that it may be claiming, or ending and claiming again.
    private var stopsToHold: Set<PulseID> = []
    private var nextDue: Instant?
    /// When the earliest schedule has to be judged.
    private var nextLook: Instant?
    /// The earliest pulse or schedule that was made while a turn was under way.
    private var dueMeanwhile: Instant?
    private var lookAt: Duration?
    private var watch = ClockWatch()
    private var gathering = Gathering()
    /// The wall clock was set after the last turn was taken.
    private var mustLookAgain = false
    /// How far it was corrected since then, where that goes on record.
    private var correction: Duration?
    /// Since when more schedules have been due than a turn judges.
    private var behindSince: Duration?
    private var hasJudgedLast = false
    /// Somebody wants to hear of the end of the next turn.
    private var isLookedFor = false
    private var pausedUntil: Duration?
    private var isReady = false
    private var drainDeadline: Duration?
    private var hasAskedAll = false
    private var isOver = false

    init(settings: Settings, boot: BootID, seed: UInt64) {
        self.settings = settings
        self.boot = boot
        luck = SplitMix64(seed: seed)
    }

    var runningCount: Int { active.count }

    /// Takes what has happened and says what to do.
    mutating func step(_ events: [Event], at moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        if !isOver, let step = watch.step(to: moment) { clockStepped(step, &effects) }
        for event in events where !isOver { absorb(event, moment, &effects) }
        if !isOver { decide(moment, &effects) }
        return effects
    }

    /// How long there is nothing to do if nothing happens; nil while only an event can bring more.
    func idleTime(at moment: Moment) -> Duration? {
        guard isReady, !isOver else { return nil }
        var times: [Duration] = []
        if underWay == nil {
            if let patience = patience(moment) {
                times.append(patience)
                if let lookAt { times.append(lookAt - moment.monotonic) }
                if let nextLook { times.append(nextLook - moment.wall) }
            } else if let pausedUntil {
                if drainDeadline == nil || !ends.isEmpty || !active.isEmpty { times.append(pausedUntil - moment.monotonic) }
            } else if drainDeadline == nil {
                if let lookAt { times.append(lookAt - moment.monotonic) }
                if let nextLook { times.append(nextLook - moment.wall) }
                if let nextDue, active.count < settings.slots, fenced.isEmpty { times.append(nextDue - moment.wall) }
            } else if !active.isEmpty {
                times.append(renewAt - moment.monotonic)
            }
        }
        if let drainDeadline, !hasAskedAll { times.append(drainDeadline - settings.grace - moment.monotonic) }
        return times.min().map { max($0, .zero) }
    }

    // MARK: events

    private mutating func absorb(_ event: Event, _ moment: Moment, _ effects: inout [Effect]) {
        switch event {
        case .begin:
            isSeeking = true
            effects.append(.findOrphans)
        case .found(let found, let alive):
            recover(found, alive, moment, &effects)
        case .cleared(let asked, let gone):
            for key in asked.sorted(by: { $0.pulse < $1.pulse }) { conclude(key, isConfirmed: gone.contains(key), moment) }
        case .turned(let result):
            absorb(result, moment, &effects)
        case .refused(let error):
            refuse(error, moment, &effects)
        case .ended(let key, let end):
            finish(key, end, moment, &effects)
        case .due(let instant):
            if underWay == nil {
                nextDue = min(nextDue ?? instant, instant)
                nextLook = min(nextLook ?? instant, instant)
            } else {
                dueMeanwhile = min(dueMeanwhile ?? instant, instant)
            }
        case .stop(let id):
            stop(id, &effects)
        case .adopt(let settings):
            self.settings = settings
            lookAt = moment.monotonic
        case .look:
            isLookedFor = true
            mustLookAgain = true
            if drainDeadline != nil { tellOfProgress(&effects) }
        case .describe:
            effects.append(.note(.described(description)))
        case .drain where drainDeadline == nil:
            drainDeadline = moment.monotonic + settings.drainLimit
            tellOfProgress(&effects)
            effects.append(.note(.draining(running: active.count)))
        case .drain, .hurry:
            if drainDeadline == nil { drainDeadline = moment.monotonic }
            askAll(grace: .zero, &effects)
        }
    }

    private mutating func clockStepped(_ step: Duration, _ effects: inout [Effect]) {
        effects.append(.note(.clockStepped(by: step)))
        mustLookAgain = true
        if ClockWatch.isCorrection(step) { correction = (correction ?? .zero) + step }
    }

    private mutating func recover(
        _ found: [Orphan], _ alive: Set<RunKey>, _ moment: Moment, _ effects: inout [Effect]
    ) {
        let new = found.filter { orphans[$0.claim.key] == nil }
        var leftovers = alive
        if isReady {
            // What nobody knows of was ended at the start.
            leftovers.formIntersection(new.map(\.claim.key))
        } else {
            isReady = true
            lookAt = moment.monotonic
        }
        isSeeking = false
        seekAt = moment.monotonic + settings.sleepBound
        for orphan in new { orphans[orphan.claim.key] = orphan }
        for key in new.map(\.claim.key).sorted(by: { $0.pulse < $1.pulse }) where !leftovers.contains(key) {
            conclude(key, isConfirmed: true, moment)
        }
        if !leftovers.isEmpty { effects.append(.endLeftovers(leftovers, grace: settings.grace)) }
    }

    /// While this node did not take turns its lease ran out: what is not in `held` any more others have taken.
    private mutating func fence(_ held: Set<RunKey>, _ effects: inout [Effect]) {
        for key in active.values.map(\.key).filter({ !held.contains($0) }).sorted(by: { $0.pulse < $1.pulse }) {
            active[key.pulse] = nil
            asked[key.pulse] = nil
            gathering.ended(key.pulse)
            fenced.insert(key)
            effects.append(.note(.fenced(key)))
            effects.append(.ask(key, .shutdown, grace: settings.grace))
        }
    }

    /// The end of an attempt whose daemon died under it.
    private mutating func conclude(_ key: RunKey, isConfirmed: Bool, _ moment: Moment) {
        guard let orphan = orphans[key] else { return }
        let end: AttemptEnd
        if orphan.isCancelled && isConfirmed {
            end = AttemptEnd(
                outcome: .cancelled, stopped: .cancelled, error: "cancelled; the daemon ended before it could confirm it",
                endedAt: moment.wall)
        } else {
            end = AttemptEnd(
                outcome: .lost, isFatal: !isConfirmed,
                error: isConfirmed
                    ? "the daemon ended while this ran; its processes are gone"
                    : "the daemon ended while this ran, and its processes could not be ended", endedAt: moment.wall)
        }
        ends.append(EndedRun(end, of: orphan.claim, now: moment.wall, luck: luck.unit()))
    }

    private mutating func absorb(_ result: TurnResult, _ moment: Moment, _ effects: inout [Effect]) {
        let turn = underWay
        for ended in turn?.ends ?? [] {
            let wasOrphan = orphans.removeValue(forKey: ended.key) != nil
            if result.applied[ended.key] == nil {
                effects.append(.note(.stale(ended.key)))
            } else if wasOrphan {
                effects.append(.note(.recovered(ended.key, ended.verdict.disposition)))
            } else if let status = result.applied[ended.key], ended.end.outcome == .succeeded, status != .completed {
                effects.append(.note(.reportedFailed(ended.key, status)))
            }
            // Where the same turn took it again, the stop goes to the new attempt.
            let isHeld = stopsToHold.contains(ended.key.pulse) && result.claims.contains { $0.key.pulse == ended.key.pulse }
            if !isHeld {
                stopsToHold.remove(ended.key.pulse)
                effects.append(.settled(ended.key.pulse))
            }
        }
        underWay = nil
        pausedUntil = nil
        tellOfProgress(&effects)
        gathering.turnEnded(result.claims, at: moment.monotonic)
        lookAt = moment.monotonic + settings.sleepBound
        if let held = result.held { fence(held, &effects) }
        if result.hasOrphans, !isSeeking {
            isSeeking = true
            effects.append(.findOrphans)
        }
        if let turn { plan(result, of: turn, moment) }
        for judged in result.judged where !judged.records.isEmpty || !judged.makes.isEmpty || judged.schedule.state.over != nil {
            effects.append(.note(.judged(judged)))
        }
        for stop in result.stops { stopRun(of: stop.pulse, grace: stop.isAtOnce ? .zero : settings.grace, &effects) }
        for claim in result.claims {
            active[claim.key.pulse] = claim
            effects.append(.note(.started(claim)))
            effects.append(.start(claim))
            if stopsToHold.remove(claim.key.pulse) != nil {
                stopRun(of: claim.key.pulse, grace: settings.grace, &effects)
            } else if hasAskedAll {
                effects.append(.ask(claim.key, .shutdown, grace: .zero))
            }
        }
        for id in stopsToHold where active[id] == nil { effects.append(.settled(id)) }
        stopsToHold = []
    }

    /// When there is something to do next, by a turn's answer.
    private mutating func plan(_ result: TurnResult, of turn: Turn, _ moment: Moment) {
        let isBehind = result.nextLook.map { $0 <= turn.now } ?? false
        hasJudgedLast = turn.judges > 0
        if hasJudgedLast { behindSince = isBehind && !result.judged.isEmpty ? behindSince ?? moment.monotonic : nil }
        nextDue = result.nextDue
        nextLook = result.nextLook
        // What the store could not give it cannot give at once either: it is asked again, but not in a circle.
        if result.claims.isEmpty, result.judged.isEmpty, result.applied.isEmpty, result.held == nil {
            let later = turn.now + settings.pauseAfterRefusal
            if turn.limit > 0, let due = nextDue, due <= turn.now { nextDue = later }
            if turn.judges > 0, let look = nextLook, look <= turn.now { nextLook = later }
        }
        // What was made while the turn was under way may have missed it; at worst this is one look too many.
        if let dueMeanwhile {
            nextDue = min(nextDue ?? dueMeanwhile, dueMeanwhile)
            nextLook = min(nextLook ?? dueMeanwhile, dueMeanwhile)
        }
        dueMeanwhile = nil
    }

    private mutating func refuse(_ error: StoreError, _ moment: Moment, _ effects: inout [Effect]) {
        if error.isFatal {
            isOver = true
            effects.append(.fail(error))
            return
        }
        ends = (underWay?.ends ?? []) + ends
        if let missed = underWay?.clockStep { correction = (correction ?? .zero) + missed }
        underWay = nil
        for id in stopsToHold where !ends.contains(where: { $0.key.pulse == id }) { effects.append(.settled(id)) }
        stopsToHold = []
        pausedUntil = moment.monotonic + settings.pauseAfterRefusal
        tellOfProgress(&effects)
        effects.append(.note(.storeRefused(error)))
        lookAt = pausedUntil
        renewAt = moment.monotonic + settings.pauseAfterRefusal
    }

    private mutating func finish(_ key: RunKey, _ end: AttemptEnd, _ moment: Moment, _ effects: inout [Effect]) {
        guard fenced.remove(key) == nil else { return effects.append(.settled(key.pulse)) }
        guard let claim = active[key.pulse], claim.key == key else { return }
        active[key.pulse] = nil
        asked[key.pulse] = nil
        gathering.ended(key.pulse)
        let ended = EndedRun(end, of: claim, now: moment.wall, luck: luck.unit())
        ends.append(ended)
        effects.append(.note(.ended(key, end, ended.verdict.disposition)))
    }

    private mutating func stop(_ id: PulseID, _ effects: inout [Effect]) {
        stopRun(of: id, grace: settings.grace, &effects)
        if active[id] != nil {
            // Its end settles it.
        } else if ends.contains(where: { $0.key.pulse == id })
            || orphans.keys.contains(where: { key in key.pulse == id && underWay?.ends.contains { $0.key == key } != true })
        {
            // Its end is yet to be written; that settles it.
        } else if underWay != nil {
            stopsToHold.insert(id)
        } else {
            effects.append(.settled(id))
        }
    }

    /// Asks a run to stop; a second time only with less grace than the first.
    private mutating func stopRun(of id: PulseID, grace: Duration, _ effects: inout [Effect]) {
        // What a dead daemon left is being ended already; nothing is to follow it.
        for key in orphans.keys where key.pulse == id { orphans[key]?.isCancelled = true }
        guard let claim = active[id], asked[id].map({ grace < $0 }) ?? true else { return }
        asked[id] = grace
        effects.append(.ask(claim.key, .cancelled, grace: grace))
    }

    private mutating func askAll(grace: Duration, _ effects: inout [Effect]) {
        hasAskedAll = true
        effects.append(.note(.stopping(running: active.count)))
        for claim in active.values.sorted(by: { $0.key.pulse < $1.key.pulse }) {
            effects.append(.ask(claim.key, .shutdown, grace: grace))
        }
        for key in fenced.sorted(by: { $0.pulse < $1.pulse }) { effects.append(.ask(key, .shutdown, grace: grace)) }
    }

    private mutating func tellOfProgress(_ effects: inout [Effect]) {
        if isLookedFor { effects.append(.progressed) }
        isLookedFor = false
    }

    private var description: Description {
        Description(
            slots: settings.slots, running: active.values.map(\.key).sorted { $0.pulse < $1.pulse }, orphans: orphans.count,
            endsToWrite: ends.count + (underWay?.ends.count ?? 0), isTurnUnderWay: underWay != nil, nextDue: nextDue, nextLook: nextLook,
            isDraining: drainDeadline != nil)
    }

    // MARK: decisions

    private mutating func decide(_ moment: Moment, _ effects: inout [Effect]) {
        guard isReady else {
            if drainDeadline != nil {
                isOver = true
                effects.append(.finish)
            }
            return
        }
        if let drainDeadline, !hasAskedAll, moment.monotonic >= drainDeadline - settings.grace {
            askAll(grace: max(min(settings.grace, drainDeadline - moment.monotonic), .zero), &effects)
        }
        if underWay == nil, pausedUntil.map({ moment.monotonic >= $0 }) ?? true, let turn = nextTurn(moment) {
            underWay = turn
            if turn.seeksOrphans { seekAt = moment.monotonic + settings.sleepBound }
            renewAt = moment.monotonic + settings.lease * 2 / 3
            gathering.turnBegan(at: moment.monotonic)
            ends = []
            pausedUntil = nil
            mustLookAgain = false
            correction = nil
            effects.append(.turn(turn))
        }
        // What could not be written by the end of the drain is found by the next daemon, as after a crash.
        let hasGivenUp = hasAskedAll && pausedUntil != nil
        if drainDeadline != nil, active.isEmpty, fenced.isEmpty, underWay == nil, ends.isEmpty || hasGivenUp {
            isOver = true
            effects.append(.finish)
        }
    }

    private func nextTurn(_ moment: Moment) -> Turn? {
        let isDraining = drainDeadline != nil
        // Until its run here has ended, a pulse that others took and gave back must not begin here again.
        let free = fenced.isEmpty ? max(settings.slots - active.count, 0) : 0
        let isDue = free > 0 && (nextDue.map { $0 <= moment.wall } ?? false)
        let hasToJudge = nextLook.map { $0 <= moment.wall } ?? false
        let mustLook = mustLookAgain || (lookAt.map { moment.monotonic >= $0 } ?? false)
        let mustRenew = isDraining && !active.isEmpty && moment.monotonic >= renewAt
        guard !ends.isEmpty || mustRenew || !isDraining && (isDue || hasToJudge || mustLook) else { return nil }
        if !hasToJudge, !mustLook, patience(moment) != nil { return nil }
        var turn = Turn(
            ends: ends, limit: free, judges: settings.judges, clockStep: correction, owner: boot, now: moment.wall, lease: settings.lease,
            seeksOrphans: !isSeeking && moment.monotonic >= seekAt)
        if isDraining {
            (turn.limit, turn.judges, turn.seeksOrphans) = (0, 0, false)
        } else if let behindSince, free > 0, hasJudgedLast, moment.monotonic - behindSince >= settings.judgingAhead {
            // While more is due than a turn judges the store claims nothing that the rest could come before. That must not go on for ever.
            turn.judges = 0
        }
        return turn
    }

    /// How long to wait for more ends before a turn: only where all that is free for what is due has just become so.
    private func patience(_ moment: Moment) -> Duration? {
        guard !ends.isEmpty, drainDeadline == nil, pausedUntil == nil, let nextDue, nextDue <= moment.wall else { return nil }
        return gathering.patience(at: moment.monotonic)
    }
}
