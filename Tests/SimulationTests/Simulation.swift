import Pulses
import Recurrence
import TestSupport

@testable import Engine

/// Engines, a store, children and people in a world without time of its own: what happens next is taken from a timeline, what happens by
/// chance from a generator whose seed tells all it will give. Nothing here waits, and nothing runs beside anything else, so a seed gives
/// the same history every time.
///
/// The engines are real (`EngineCore`), so is the judge, and the store is the model that the real stores are held against. The simulation
/// takes the place of `Engine`, of the performers, of both clocks, and of all that goes wrong.
struct Simulation {
    let plan: Plan
    let sabotage: Sabotage?
    let store: InMemoryStore
    var random: SeededGenerator

    /// Milliseconds since the history began.
    var now: Int64 = 0 {
        didSet { leaseClock.advance(by: .milliseconds(now - oldValue)) }
    }
    /// The store's.
    private let leaseClock: ManualClock
    /// What the wall clock shows beyond that.
    var offset: Int64 = StoreContract.start.milliseconds
    var timeline = Timeline<Happening>()

    var lives: [BootID: Life] = [:]
    /// The engine that people talk to; nil while none is up.
    var worker: BootID? {
        didSet {
            if oldValue != nil, worker == nil { downSince = now }
            if oldValue == nil, worker != nil { downTime += now - downSince }
        }
    }
    /// Since when no engine has been there to talk to.
    private(set) var downSince: Int64 = 0
    /// All time before that without one.
    private var downTime: Int64 = 0
    var boots = 0
    var children: [RunKey: Child] = [:]
    var disk = Disk()
    var nextBlow: Blow?

    var people = People()
    var record = FinalRecord()
    /// Pulses that have not ended.
    var openCount = 0
    /// What has ended since it was last looked up.
    var unarchived: Set<PulseID> = []
    var lastSequence: Int64 = 0
    var lastSeen: [ScheduleID: Schedule] = [:]
    var occurrences: [ScheduleID: [Instant: Occurrence]] = [:]
    var seenOccurrences: [ScheduleID: Set<Instant>] = [:]

    var facts: [Fact] = []
    /// What was done, by name.
    var counts: [String: Int] = [:]
    /// What does not fit into a chronicle, and must not happen.
    var flaws: [String] = []
    /// How often an engine woke, did nothing, and wanted to wake again at once.
    var spins = 0
    var steps = 0
    var isCalm = false

    enum Happening {
        case wake(BootID, generation: Int)
        case deliver(BootID, [EngineCore.Event])
        case findOrphans(BootID)
        case commit(BootID, Turn, asked: Instant)
        case childBegins(RunKey)
        case childEnds(RunKey, generation: Int)
        case leftoversCleared(BootID, Set<RunKey>)
        case begin
        case person
        case followUp(FollowUp)
        case fault
        case healDisk
        case rival(BootID)
        case thaw(BootID)
        case strike(BootID)
        case housekeeping
        case calm
        case quiet
    }

    /// An engine and what it is told while it cannot hear.
    struct Life {
        var core: EngineCore
        var generation = 0
        var isFrozen = false
        var isDraining = false
        var mail: [EngineCore.Event] = []
        var heldTurns: [(Turn, asked: Instant)] = []
        /// It sees no processes of engines that live.
        var isElsewhere = false
        var startedAt: Int64
    }

    /// How the store does.
    struct Disk {
        enum Mood: Hashable {
            case well, full, busy, slow
        }

        var mood = Mood.well
        /// A slow turn is on its way; only its answer makes the disk well again.
        var slowTurns = 0
        var healsWhenAnswered = false
    }

    /// Something that is done to the engine when it does its next thing.
    enum Blow: Hashable {
        /// It dies when a child has told it of its end, before that is on record.
        case atEnd
        /// It dies when its next turn is on record, before it hears of it.
        case afterCommit
        /// The store fails for good, before or after it has written.
        case breaks(isWritten: Bool)
    }

    init(plan: Plan, judge: any ScheduleJudging, sabotage: Sabotage? = nil) {
        let leaseClock = ManualClock(now: StoreContract.start)
        self.plan = plan
        self.leaseClock = leaseClock
        store = InMemoryStore(judge: sabotage?.spoil(judge) ?? judge, leaseTime: leaseClock.monotonic)
        self.sabotage = sabotage
        random = SeededGenerator(seed: plan.seed &* 0x9e37_79b9_7f4a_7c15 &+ 1)
    }

    var wall: Instant { Instant(milliseconds: offset + now) }
    var moment: EngineCore.Moment { EngineCore.Moment(wall: wall, monotonic: .milliseconds(now)) }

    mutating func note(_ event: Fact.Event) { facts.append(Fact(at: .milliseconds(now), wall: wall, event: event)) }
    mutating func tally(_ name: String) { counts[name, default: 0] += 1 }
    mutating func put(_ happening: Happening, in delay: Int64) { timeline.put(happening, at: now + max(delay, 0)) }
    mutating func draw(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }

    /// Mostly short, sometimes long: uniform in its logarithm.
    mutating func drawSkewed(_ range: ClosedRange<Int64>) -> Int64 {
        var (low, high) = (range.lowerBound, range.upperBound)
        while high > low * 2, random.chance(60) { high = max(high / 4, low + 1) }
        low = max(low, high / 4)
        return Int64.random(in: min(low, high)...high, using: &random)
    }

    // MARK: the way of a history

    /// Lives through the plan's days, and on until all that was under way has ended.
    mutating func run() async -> Chronicle {
        put(.begin, in: 0)
        for _ in 0..<plan.schedules { put(.followUp(.makeSchedule), in: draw(1000...3_600_000)) }
        put(.person, in: 60_000)
        put(.fault, in: 600_000)
        put(.housekeeping, in: 3_600_000)
        var hasCalmed = false
        while let (at, happening) = timeline.take() {
            now = max(now, at)
            if !hasCalmed, lived >= plan.length {
                hasCalmed = true
                put(.calm, in: 0)
            }
            steps += 1
            await happen(happening)
            if isQuiet, await isOver() { break }
            if steps == Self.mostSteps {
                flaws.append("it goes on and on")
                break
            }
        }
        await archive()
        record.occurrences = occurrences.mapValues { $0.values.sorted { $0.first < $1.first } }
        return Chronicle(setting: plan.setting, facts: facts, record: record)
    }

    /// Time with an engine.
    private var lived: Int64 { (worker == nil ? downSince : now) - downTime }

    /// Several times what the busiest history takes.
    private static let mostSteps = 500_000

    var isQuiet: Bool { quietSince != nil }
    var quietSince: Int64?

    private mutating func happen(_ happening: Happening) async {
        switch happening {
        case .wake(let boot, let generation):
            guard lives[boot]?.generation == generation, lives[boot]?.isFrozen == false else { return }
            if sabotage == .sleepsOn, random.chance(20) { return }
            step(boot, [], isWake: true)
        case .deliver(let boot, let events): hear(boot, events)
        case .findOrphans(let boot): await findOrphans(boot)
        case .commit(let boot, let turn, let asked): await commit(boot, turn, asked: asked)
        case .childBegins(let key): childBegins(key)
        case .childEnds(let key, let generation): childEnds(key, generation)
        case .leftoversCleared(let boot, let keys): leftoversCleared(boot, keys)
        case .begin:
            // As the files say, each time that a daemon starts.
            await declarePools()
            guard worker == nil else { return }
            // With a lock that says that nobody else lives, or as on another machine, which has to wait for the leases.
            if lives.isEmpty, random.chance(80) { store.voidLeases() }
            beginEngine()
        case .person: await actAsPerson()
        case .followUp(let followUp): await follow(followUp)
        case .fault: await strike()
        case .healDisk: healDisk()
        case .rival(let boot): beginRival(of: boot)
        case .thaw(let boot): await thaw(boot)
        case .strike(let boot): crash(boot)
        case .housekeeping: await keepHouse()
        case .calm: await calm()
        case .quiet: await quiet()
        }
    }
}
