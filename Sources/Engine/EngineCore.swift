import Pulses
import Recurrence

/// What happens next? A value that takes events and gives effects. It knows no clock, no store and no child: `Engine` does what it says.
///
/// Its rule: at most one turn at the store is under way. A turn carries all ends that have come in and claims up to the free slots;
/// while one is under way, everything else gathers for the next.
struct EngineCore {
    struct Settings: Hashable, Sendable {
        /// How many runs at once.
        var slots: Int
        /// The longest sleep: after it the engine looks again, whatever it believes.
        var sleepBound: Duration
        /// How long a stopping daemon takes at most, killing included.
        var drainLimit: Duration
        /// Between TERM and KILL.
        var grace: Duration
        /// How long to wait after a turn that the store refused.
        var pauseAfterRefusal: Duration = .seconds(1)
    }

    /// Both clocks at one moment.
    struct Moment: Hashable, Sendable {
        var wall: Instant
        var monotonic: Duration
    }

    enum Event: Hashable, Sendable {
        case begin
        /// What a dead daemon left: its attempts on record, and those of its runs that still have processes.
        case found([Orphan], alive: Set<RunKey>)
        /// The processes of `asked` have been ended, as far as it could be confirmed.
        case cleared(asked: Set<RunKey>, gone: Set<RunKey>)
        case turned(TurnResult)
        case refused(StoreError)
        case ended(RunKey, AttemptEnd)
        /// A pulse was made that is due then.
        case due(Instant)
        case stop(PulseID)
        case drain
        case hurry
    }

    enum Effect: Hashable, Sendable {
        case findOrphans
        case endLeftovers(Set<RunKey>, grace: Duration)
        case turn(Turn)
        case start(Claim)
        case ask(RunKey, StopReason, grace: Duration)
        /// The pulse runs no more, and its end is stored.
        case settled(PulseID)
        case note(Note)
        case finish
        case fail(StoreError)
    }

    /// What is worth a line in the log.
    enum Note: Hashable, Sendable {
        case started(Claim)
        case ended(RunKey, AttemptEnd, Disposition)
        case recovered(RunKey, Disposition)
        case stale(RunKey)
        case storeRefused(StoreError)
        case draining(running: Int)
        case stopping(running: Int)
    }

    private let settings: Settings
    private let boot: BootID
    private var luck: SplitMix64

    private var active: [PulseID: Claim] = [:]
    private var asked: Set<PulseID> = []
    /// Attempts of a dead daemon that are not settled yet.
    private var orphans: [RunKey: Orphan] = [:]
    private var ends: [EndedRun] = []
    private var underWay: Turn?
    /// Stops that came in while a turn was under way, for pulses that it may be claiming.
    private var stopsToHold: Set<PulseID> = []
    private var nextDue: Instant?
    /// The earliest pulse that was made while a turn was under way.
    private var dueMeanwhile: Instant?
    private var lookAt: Duration?
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
        for event in events where !isOver { absorb(event, moment, &effects) }
        if !isOver { decide(moment, &effects) }
        return effects
    }

    /// How long there is nothing to do if nothing happens; nil while only an event can bring more.
    func idleTime(at moment: Moment) -> Duration? {
        guard isReady, !isOver else { return nil }
        var times: [Duration] = []
        if underWay == nil {
            if let pausedUntil {
                times.append(pausedUntil - moment.monotonic)
            } else if drainDeadline == nil {
                if let lookAt { times.append(lookAt - moment.monotonic) }
                if let nextDue, active.count < settings.slots { times.append(nextDue - moment.wall) }
            }
        }
        if let drainDeadline, !hasAskedAll { times.append(drainDeadline - settings.grace - moment.monotonic) }
        return times.min().map { max($0, .zero) }
    }

    // MARK: events

    private mutating func absorb(_ event: Event, _ moment: Moment, _ effects: inout [Effect]) {
        switch event {
        case .begin:
            effects.append(.findOrphans)
        case .found(let found, let alive):
            recover(found, alive, moment, &effects)
        case .cleared(let asked, let gone):
            for key in asked { conclude(key, isConfirmed: gone.contains(key), moment) }
        case .turned(let result):
            absorb(result, moment, &effects)
        case .refused(let error):
            refuse(error, moment, &effects)
        case .ended(let key, let end):
            finish(key, end, moment, &effects)
        case .due(let instant):
            if underWay == nil {
                nextDue = min(nextDue ?? instant, instant)
            } else {
                dueMeanwhile = min(dueMeanwhile ?? instant, instant)
            }
        case .stop(let id):
            stop(id, &effects)
        case .drain where drainDeadline == nil:
            drainDeadline = moment.monotonic + settings.drainLimit
            effects.append(.note(.draining(running: active.count)))
        case .drain, .hurry:
            if drainDeadline == nil { drainDeadline = moment.monotonic }
            askAll(grace: .zero, &effects)
        }
    }

    private mutating func recover(
        _ found: [Orphan], _ alive: Set<RunKey>, _ moment: Moment, _ effects: inout [Effect]
    ) {
        isReady = true
        lookAt = moment.monotonic
        for orphan in found { orphans[orphan.claim.key] = orphan }
        for key in orphans.keys.sorted(by: { $0.pulse < $1.pulse }) where !alive.contains(key) {
            conclude(key, isConfirmed: true, moment)
        }
        if !alive.isEmpty { effects.append(.endLeftovers(alive, grace: settings.grace)) }
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
        let verdict = Verdict.after(end, of: orphan.claim, now: moment.wall, luck: luck.unit())
        ends.append(EndedRun(key: key, end: end, verdict: verdict))
    }

    private mutating func absorb(_ result: TurnResult, _ moment: Moment, _ effects: inout [Effect]) {
        for ended in underWay?.ends ?? [] {
            if orphans.removeValue(forKey: ended.key) != nil {
                effects.append(.note(.recovered(ended.key, ended.verdict.disposition)))
            } else if result.applied[ended.key] == nil {
                effects.append(.note(.stale(ended.key)))
            }
            effects.append(.settled(ended.key.pulse))
        }
        underWay = nil
        pausedUntil = nil
        lookAt = moment.monotonic + settings.sleepBound
        // What was made while the turn was under way may have missed it; at worst this is one look too many.
        nextDue = [result.nextDue, dueMeanwhile].compactMap(\.self).min()
        dueMeanwhile = nil
        for claim in result.claims {
            active[claim.key.pulse] = claim
            effects.append(.note(.started(claim)))
            effects.append(.start(claim))
            if stopsToHold.remove(claim.key.pulse) != nil {
                asked.insert(claim.key.pulse)
                effects.append(.ask(claim.key, .cancelled, grace: settings.grace))
            } else if hasAskedAll {
                effects.append(.ask(claim.key, .shutdown, grace: .zero))
            }
        }
        for id in stopsToHold where active[id] == nil { effects.append(.settled(id)) }
        stopsToHold = []
    }

    private mutating func refuse(_ error: StoreError, _ moment: Moment, _ effects: inout [Effect]) {
        if error.isFatal {
            isOver = true
            effects.append(.fail(error))
            return
        }
        ends = (underWay?.ends ?? []) + ends
        underWay = nil
        for id in stopsToHold { effects.append(.settled(id)) }
        stopsToHold = []
        pausedUntil = moment.monotonic + settings.pauseAfterRefusal
        effects.append(.note(.storeRefused(error)))
        lookAt = pausedUntil
    }

    private mutating func finish(_ key: RunKey, _ end: AttemptEnd, _ moment: Moment, _ effects: inout [Effect]) {
        guard let claim = active[key.pulse], claim.key == key else { return }
        active[key.pulse] = nil
        asked.remove(key.pulse)
        let verdict = Verdict.after(end, of: claim, now: moment.wall, luck: luck.unit())
        ends.append(EndedRun(key: key, end: end, verdict: verdict))
        effects.append(.note(.ended(key, end, verdict.disposition)))
    }

    private mutating func stop(_ id: PulseID, _ effects: inout [Effect]) {
        if let claim = active[id] {
            if asked.insert(id).inserted { effects.append(.ask(claim.key, .cancelled, grace: settings.grace)) }
        } else if underWay?.ends.contains(where: { $0.key.pulse == id }) == true || ends.contains(where: { $0.key.pulse == id })
            || orphans.keys.contains(where: { $0.pulse == id })
        {
            // Its end is on its way to the store; that settles it.
        } else if underWay != nil {
            stopsToHold.insert(id)
        } else {
            effects.append(.settled(id))
        }
    }

    private mutating func askAll(grace: Duration, _ effects: inout [Effect]) {
        hasAskedAll = true
        effects.append(.note(.stopping(running: active.count)))
        for claim in active.values.sorted(by: { $0.key.pulse < $1.key.pulse }) {
            effects.append(.ask(claim.key, .shutdown, grace: grace))
        }
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
            ends = []
            pausedUntil = nil
            effects.append(.turn(turn))
        }
        // What could not be written by the end of the drain is found by the next daemon, as after a crash.
        let hasGivenUp = hasAskedAll && pausedUntil != nil
        if drainDeadline != nil, active.isEmpty, underWay == nil, ends.isEmpty || hasGivenUp {
            isOver = true
            effects.append(.finish)
        }
    }

    private func nextTurn(_ moment: Moment) -> Turn? {
        let free = drainDeadline == nil ? max(settings.slots - active.count, 0) : 0
        let isDue = nextDue.map { $0 <= moment.wall } ?? false
        let mustLook = lookAt.map { moment.monotonic >= $0 } ?? false
        guard !ends.isEmpty || free > 0 && (isDue || mustLook) else { return nil }
        return Turn(ends: ends, limit: free, owner: boot, now: moment.wall)
    }
}

/// A small generator whose seed tells all it will give (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Uniform in 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
