import Pulses
import Recurrence

/// All that a store in memory knows.
struct InMemoryState: Sendable {
    struct Running {
        var attempt: Attempt
        var isCancelled = false
    }

    struct Remembered {
        var idempotency: Idempotency
        var pulse: PulseID
        var wasCreated: Bool
        var at: Instant
    }

    struct KeptRequest {
        var fingerprint: [UInt8]
        var at: Instant
        var owner: BootID
        /// Nil while it is carried out.
        var answer: KeptAnswer?
    }

    /// By whose they are, and their keys.
    struct RequestKey: Hashable {
        var scope: String
        var key: String

        init(_ request: Idempotency) { (scope, key) = (request.scope, request.key) }
    }

    let judge: any ScheduleJudging
    let leaseTime: @Sendable () -> Duration
    var leases = Leases()
    var failure: StoreError?

    private(set) var pulses: [PulseID: Pulse] = [:]
    /// Those that have not ended.
    private(set) var open: Set<PulseID> = []
    /// Those that are pending, in the order in which they are taken once their time has come.
    private(set) var pending: [PulseID: Place] = [:]
    private var openOf: [ScheduleID: Set<PulseID>] = [:]
    /// When those are of no use any more that say so.
    private var expiries: [PulseID: Instant] = [:]
    var running: [PulseID: Running] = [:]
    /// What pulses wait or waited for.
    var waits: [PulseID: [Dependency]] = [:]
    /// Of those that ever needed it.
    var approvals: [PulseID: Approval] = [:]
    /// When pulses of agents were asked for again.
    var revivals: [(owner: String, at: Instant)] = []
    var pools: [String: Pool] = [:]
    /// When runs began that needed a pool.
    var starts: [(pool: String, at: Instant)] = []
    var history: [PulseID: [Attempt]] = [:]
    var reports: [RunKey: RunReport] = [:]
    var remembered: [Remembered] = []
    var requests: [RequestKey: KeptRequest] = [:]
    /// Without the counts by status, which are counted when somebody asks.
    var tally = Tally()
    private var lastPulse: Int64 = 0

    var schedules = Shelf()
    /// By their first nominal times.
    var occurrences: [ScheduleID: [Instant: Occurrence]] = [:]
    var standstill: Standstill?
    /// The end of the latest standstill is on record.
    var hasStandstillEnded = true
    var boot: BootID?
    /// The latest sign of life of `boot`.
    var seenAt: Instant?
    /// In the order in which they were noticed.
    var crashes: [Crash] = []
    private var lastSchedule: Int64 = 0

    var events: [EventRecord] = []
    var tokens: [AccessToken] = []
    var agents: [String: Agent] = [:]

    init(judge: any ScheduleJudging, leaseTime: @escaping @Sendable () -> Duration) {
        self.judge = judge
        self.leaseTime = leaseTime
    }

    var openPulses: [Pulse] { open.compactMap { pulses[$0] } }

    /// Oldest first.
    func openPulses(of id: ScheduleID) -> [Pulse] { (openOf[id] ?? []).sorted().compactMap { pulses[$0] } }

    func steps(at now: Instant) -> ScheduleSteps { ScheduleSteps(judge: judge, standstill: standstill, now: now) }

    /// What a request with the same idempotency key was answered with.
    ///
    /// What did not make a pulse is another request.
    func remembered(_ wish: Idempotency, at now: Instant) -> Remembered? {
        remembered.last {
            $0.idempotency.scope == wish.scope && $0.idempotency.key == wish.key && now - $0.at < Idempotency.lifetime
        }
    }

    mutating func nextPulseID() -> PulseID {
        lastPulse += 1
        return PulseID(lastPulse)
    }

    mutating func nextScheduleID() -> ScheduleID {
        lastSchedule += 1
        return ScheduleID(lastSchedule)
    }

    mutating func put(_ pulse: Pulse) {
        pulses[pulse.id] = pulse
        let isOpen = pulse.progress.status.isOpen
        if isOpen { open.insert(pulse.id) } else { open.remove(pulse.id) }
        if let schedule = pulse.spec.schedule {
            if isOpen { openOf[schedule, default: []].insert(pulse.id) } else { openOf[schedule]?.remove(pulse.id) }
        }
        pending[pulse.id] =
            pulse.progress.status == .pending
            ? Place(priority: pulse.spec.priority, dueAt: pulse.progress.dueAt, id: pulse.id) : nil
    }

    mutating func forget(_ id: PulseID) {
        pulses[id] = nil
        history[id] = nil
        reports = reports.filter { $0.key.pulse != id }
        waits[id] = nil
        approvals[id] = nil
        remembered.removeAll { $0.pulse == id }
    }

    /// A new pulse that is due at its time.
    mutating func insert(_ spec: PulseSpec) -> Pulse {
        let pulse = Pulse.new(id: nextPulseID(), spec: spec)
        put(pulse)
        expiries[pulse.id] = spec.expiresAt
        record(.pulseCreated, at: spec.createdAt, pulse)
        return pulse
    }

    /// Gives a pulse that waits another spec.
    mutating func change(_ pulse: Pulse, to spec: PulseSpec, at now: Instant) -> Pulse {
        var pulse = pulse
        if spec.scheduledAt != pulse.spec.scheduledAt { pulse.progress.dueAt = spec.scheduledAt }
        if spec.expiresAt != pulse.spec.expiresAt { expiries[pulse.id] = spec.expiresAt }
        pulse.spec = spec
        put(pulse)
        record(.pulseChanged, at: now, pulse)
        return pulse
    }

    /// Puts on record as missed what waits and is of no use any more.
    mutating func expire(at now: Instant) {
        for (id, _) in expiries.filter({ $0.value <= now }).sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            if pulses[id]?.progress.status == .processing { continue }
            expiries[id] = nil
            guard var pulse = pulses[id], pulse.progress.status.isOpen else { continue }
            pulse.progress.status = .missed
            pulse.progress.reason = MissReason.expired.rawValue
            pulse.progress.finishedAt = now
            put(pulse)
            tally.missed[.expired, default: 0] += 1
            record(.pulseMissed, at: now, pulse, detail: MissReason.expired.rawValue)
            concluded(pulse, endedAt: now, now: now)
        }
    }

    func nextExpiry(after now: Instant) -> Instant? { expiries.values.filter { $0 > now }.min() }

    mutating func record(_ kind: EventKind, at: Instant, _ pulse: Pulse, attempt: Int? = nil, detail: String? = nil) {
        record(kind, at: at, pulse: pulse.id, schedule: pulse.spec.schedule, attempt: attempt, detail: detail)
    }

    mutating func record(_ notes: [ScheduleSteps.Note], of id: ScheduleID, at now: Instant) {
        for note in notes { record(note.kind, at: now, schedule: id, detail: note.detail) }
    }

    mutating func record(
        _ kind: EventKind, at: Instant, pulse: PulseID? = nil, schedule: ScheduleID? = nil, attempt: Int? = nil, detail: String? = nil
    ) {
        events.append(
            EventRecord(
                sequence: (events.last?.sequence ?? 0) + 1, at: at, kind: kind, pulse: pulse, schedule: schedule, attempt: attempt,
                detail: detail))
    }
}

/// The place of a pulse among those that wait.
struct Place: Comparable, Sendable {
    var priority: Priority
    var dueAt: Instant
    var id: PulseID

    static func < (one: Place, other: Place) -> Bool {
        (one.priority, one.dueAt, one.id) < (other.priority, other.dueAt, other.id)
    }
}

/// Schedules by id, and when each has to be looked at.
struct Shelf: Sendable {
    private var schedules: [ScheduleID: Schedule] = [:]
    private(set) var looks: [ScheduleID: Instant] = [:]

    var values: Dictionary<ScheduleID, Schedule>.Values { schedules.values }

    subscript(id: ScheduleID) -> Schedule? {
        get { schedules[id] }
        set {
            schedules[id] = newValue
            looks[id] = newValue?.state.next?.at
        }
    }
}
