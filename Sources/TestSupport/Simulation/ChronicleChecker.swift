import Pulses
import Recurrence

/// Judges a chronicle: whether every promise was kept in it. Pure; it knows no engine and no judge, works out by itself when a schedule's
/// times are (`NominalTimes`), and trusts the children's own word above what the store has on record.
package struct ChronicleChecker: Sendable {
    package init() {}

    /// All that is wrong, in the order in which it showed; empty for a history in which every promise was kept.
    package func breaches(in chronicle: Chronicle) -> [Breach] {
        var sweep = Sweep(chronicle.setting)
        for fact in chronicle.facts { sweep.take(fact) }
        sweep.finish(chronicle.record)
        return sweep.breaches
    }
}

/// One pass over the facts, with all that is known at that moment.
struct Sweep {
    let setting: Chronicle.Setting
    var breaches: [Breach] = []
    var at: Duration = .zero
    var wall: Instant = .distantPast

    var lives: [BootID: SeenLife] = [:]
    var isStoreWell = true
    var storeWellSince: Duration = .zero
    /// Since when one engine and no more has been able to work, undisturbed; nil while none can.
    var healthySince: Duration?
    /// The last standstill, until somebody lets everything go on.
    var standstill: Standstill?
    /// When the standstill ended by itself, or was ended.
    var stillUntil: Duration = .zero
    /// Since when the engine that works has had a slot that no run has on record.
    var slotFreeSince: Duration?

    var pulses: [PulseID: SeenPulse] = [:]
    /// Those that are pending.
    var pending: Set<PulseID> = []
    /// Those with a child that lives.
    var living: Set<PulseID> = []
    /// What lives on is no fault of those that went on without it.
    var unendable: Set<RunKey> = []
    /// Children of engines that live whose runs others have taken.
    var taken: [RunKey: SeenTaken] = [:]
    var pools: [String: SeenPool] = [:]
    /// What pulses wait or waited for, and the other way round.
    var waits: [PulseID: [Dependency]] = [:]
    var dependents: [PulseID: Set<PulseID>] = [:]
    var schedules: [ScheduleID: SeenSchedule] = [:]
    /// When schedules have to be judged at the latest; those that wait for nothing, or for ever, have none.
    var looks: [ScheduleID: SeenLook] = [:]

    init(_ setting: Chronicle.Setting) { self.setting = setting }

    mutating func take(_ fact: Fact) {
        advance(to: fact)
        (at, wall) = (fact.at, fact.wall)
        switch fact.event {
        case .scheduleMade(let schedule): begin(schedule)
        case .scheduleChanged(let schedule): change(schedule)
        case .scheduleRemoved(let id): remove(id)
        case .schedulePaused(let id, let pause): self.pause(id, pause)
        case .standstill(let standstill): stand(standstill)
        case .stopWished(let id): wish(id)
        case .pools(let pools): declare(pools)
        case .waits(let id, let dependencies): wait(id, for: dependencies)
        case .revived(let id): revive(id)
        case .applied(let key, let end, let progress): apply(key, end, progress)
        case .judged(let judged): judge(judged)
        case .scheduleOver(let id, let why): retire(id, why)
        case .made(let pulse): make(pulse)
        case .turned(let boot, let asked):
            turn = (at, asked, boot)
            renew(boot)
            settlePools(at: asked)
            // The turn may know a later time than the clock shows now, where that was set back.
            if let until = standstill?.until, until <= asked { stand(nil) }
        case .progressed(let id, let progress): move(id, progress)
        case .claimed(let taken): claim(taken)
        case .started(let key, let boot): start(key, boot)
        case .ended(let key, let boot, let outcome): end(key, boot, outcome)
        case .gone(let key, let boot): end(key, boot, nil)
        case .unendable(let key): unendable.insert(key)
        case .up(let boot):
            lives[boot] = SeenLife()
            disturb()
        case .draining(let boot):
            lives[boot]?.isDraining = true
            disturb()
        case .down(let boot):
            lives[boot]?.isUp = false
            forgetTaken(from: boot)
            disturb()
        case .frozen(let boot):
            lives[boot]?.isFrozen = true
            excuseTaken(from: boot)
            disturb()
        case .thawed(let boot):
            lives[boot]?.isFrozen = false
            expectTaken(from: boot)
            disturb()
        case .storeTroubled:
            isStoreWell = false
            disturb()
        case .storeWell:
            isStoreWell = true
            storeWellSince = at
            disturb(for: setting.pauseAfterRefusal)
        case .slept(let duration):
            for key in taken.keys { taken[key]?.limit? += duration }
            disturb()
        case .clockSet:
            // It is noticed when the engine looks again.
            for id in pending { pulses[id]?.dueSince = nil }
            for id in looks.keys { looks[id]?.dueSince = nil }
            unnoticedUntil = at + setting.sleepBound
            measurePools()
            disturb()
        case .calm: break
        }
    }

    mutating func report(
        _ kind: Breach.Kind, pulse: PulseID? = nil, schedule: ScheduleID? = nil, at moment: Duration? = nil, _ evidence: String
    ) {
        let owner = schedule ?? pulse.flatMap { pulses[$0]?.spec.schedule }
        breaches.append(Breach(kind, pulse: pulse, schedule: owner, at: moment ?? at, evidence))
    }

    /// Something happened after which the engine needs some time before it can be held to be late.
    mutating func disturb(for pause: Duration = .zero) {
        let working = lives.values.filter { $0.isUp && !$0.isDraining && !$0.isFrozen }
        // Of what another owner writes, an engine hears with its next look.
        let others = lives.values.count { $0.isUp } > 1
        if others || hadRival { unnoticedUntil = at + setting.sleepBound }
        hadRival = others
        guard working.count == 1, isStoreWell, !others else {
            healthySince = nil
            return
        }
        healthySince = max(healthySince ?? .zero, at + pause, unnoticedUntil)
        measureSlots()
    }

    /// The turn that was committed last, and what the wall clock showed when it was handed in.
    var turn: (at: Duration, asked: Instant, owner: BootID)?

    /// The time by which the transaction that is being told of was decided.
    var decided: Instant { turn.flatMap { $0.at == at ? $0.asked : nil } ?? wall }

    /// By then the engine has looked, and noticed that the clock was set, or that another owner was there.
    var unnoticedUntil: Duration = .zero
    private var hadRival = false

    /// When the last child ended that an engine still had though its run was taken.
    var fencedUntil: Duration = .zero

    /// The one engine that works.
    var worker: BootID? { lives.first { $0.value.isUp && !$0.value.isDraining && !$0.value.isFrozen }?.key }

    mutating func measureSlots() {
        guard let worker, let life = lives[worker], life.onRecord < setting.slots else {
            slotFreeSince = nil
            return
        }
        slotFreeSince = slotFreeSince ?? at
    }
}

struct SeenLife {
    var isUp = true
    var isDraining = false
    var isFrozen = false
    /// Its children that live.
    var children: Set<RunKey> = []
    /// Its runs that have no end on record.
    var onRecord = 0
    /// When its lease was renewed last.
    var renewedAt: Duration?
}

/// A child whose run another engine took from its own.
struct SeenTaken {
    var boot: BootID
    /// When it has to be gone, once its engine was told.
    var limit: Duration?
}

/// A pulse, by what is on record and by what its children said.
struct SeenPulse {
    var spec: PulseSpec
    var status: PulseStatus
    var dueAt: Instant
    /// When it became pending.
    var availableAt: Duration
    /// Since when its time has come by the wall clock; nil while it has not, or nobody has looked.
    var dueSince: Duration?
    var attempts = 0
    var spent = 0
    var lostRow = 0
    /// The attempt that is on record as running.
    var owner: BootID?
    /// Its child that lives.
    var child: RunKey?
    /// What the child of each attempt said at last; a child that was killed said nothing.
    var words: [Int: AttemptOutcome] = [:]
    var begun: Set<Int> = []
    var wishedAt: Duration?
    var isWishHeard = false
    var isRevived = false
    /// It was found late, or left to run, already.
    var isReported = false
    /// The overlap policy of its schedule when it was made.
    var overlap: OverlapPolicy?

    var isOpen: Bool { status.isOpen }
}

/// By when a schedule has to be judged.
struct SeenLook {
    /// By the wall clock.
    var at: Instant
    /// Since when that is over; nil while it is not, or nobody has looked.
    var dueSince: Duration?
    var isReported = false
}

/// A schedule as people left it, and what is on record of its times.
struct SeenSchedule {
    var schedule: Schedule
    var times: NominalTimes?
    var eras: [Era]
    var pause: Pause?
    var isRemoved = false
    /// Its pulses that have not ended.
    var open: Set<PulseID> = []
    var nominals: Set<Instant> = []
    /// Of its pulses, in a row.
    var failures = 0
    /// It has to be paused for its failures in the transaction that is under way.
    var owesPause = false
    var fires = 0
    var id: ScheduleID { schedule.id }

    /// It counts from the end of its run, which has not come.
    var waitsForEnd: Bool { schedule.spec.timing.isAfterCompletion && !open.isEmpty }

    /// A time in which its spec was the same.
    struct Era {
        /// Nil where they count from the ends of runs.
        var times: NominalTimes?
        /// Nominal times after this belong to it.
        var from: Instant
        /// Up to here all are on record.
        var cursor: Instant
        var rows: [Row] = []
        /// It ran as often as it may; what comes after its last fire is none of its times any more.
        var isExhausted = false

        init(_ schedule: Schedule) {
            times = schedule.spec.timing.isAfterCompletion ? nil : NominalTimes(schedule.spec.timing)
            from = schedule.state.cursor
            cursor = schedule.state.cursor
        }
    }

    /// What is on record of a nominal time, or of some in a row.
    struct Row: Hashable {
        var first: Instant
        var last: Instant
        var count: Int
        var fate: Occurrence.Fate
    }
}
