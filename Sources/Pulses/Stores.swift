package import Recurrence

// The seams where the engine and the doors meet the stores. Every conformer passes the contract suite in TestSupport.

/// Makes pulses, calls them off and asks for them again. What is returned is durable: it survives kill -9 and loss of power.
package protocol PulseMaking: Sendable {
    /// Stores new pulses in one transaction, within the limits of those whose they are, or answers with what is already there for a key or
    /// an idempotency key. One answer for each order, in their order; where it throws, or one of them is refused, none was made. No two
    /// orders of a call have the same key.
    func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made]

    /// Stores pulses that depend on each other in one transaction, or answers with what is already there for the idempotency key. Their
    /// dependencies name each other by their place. They have no keys.
    func makePipeline(_ orders: [PulseOrder], _ idempotency: Idempotency?) async throws(StoreError) -> PipelineMade

    /// Calls a pulse off. What waits is cancelled at once; for what runs the wish is made durable, and the engine does the rest.
    func cancel(_ id: PulseID, at now: Instant) async throws(StoreError) -> CancelAnswer

    /// Makes a pulse that ended badly pending again, due at `now`, with a new set of attempts.
    func revive(_ id: PulseID, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> ReviveAnswer

    /// Makes a pulse that is pending due at another time. When it was asked to run stays on record.
    func postpone(_ id: PulseID, until: Instant, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> PostponeAnswer

    /// Gives a pulse that waits another spec: action, time, priority, pools, expiry and what else is asked of it. Its key, owner and
    /// origin stay. With another time it is due then; otherwise when it was.
    ///
    /// - Parameter pulse: as it was read; where it is another one by now nothing is changed.
    func change(_ pulse: Pulse, to spec: PulseSpec, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> PulseChanged

    /// Lets a pulse go on that waits for approval, with all that were made with it; one that waits for others too goes on waiting for them.
    func approve(_ id: PulseID, at now: Instant) async throws(StoreError) -> ApprovalAnswer

    /// Cancels a pulse that waits for approval, with all that were made with it and wait for it too.
    func deny(_ id: PulseID, why: String?, at now: Instant) async throws(StoreError) -> ApprovalAnswer

    /// Keeps what a run reports of itself, in the place of what it reported before, and makes the pulse that is to look again: both in one
    /// transaction, or none. Only the latest attempt of a pulse can be reported. While it is under way its end will heed the report; once
    /// it has ended the report is kept as late, and changes nothing about the end.
    func report(_ order: ReportOrder) async throws(StoreError) -> Reported
}

extension PulseMaking {
    package func revive(_ id: PulseID, at now: Instant) async throws(StoreError) -> ReviveAnswer { try await revive(id, at: now, .free) }

    package func postpone(_ id: PulseID, until: Instant, at now: Instant) async throws(StoreError) -> PostponeAnswer {
        try await postpone(id, until: until, at: now, .free)
    }

    package func change(_ pulse: Pulse, to spec: PulseSpec, at now: Instant) async throws(StoreError) -> PulseChanged {
        try await change(pulse, to: spec, at: now, .free)
    }

    /// Makes one pulse.
    package func make(_ order: PulseOrder) async throws(StoreError) -> Made {
        guard let made = try await make([order]).first else { throw .malformed("the store gave no answer to an order") }
        return made
    }
}

/// A pulse to be made.
package struct PulseOrder: Hashable, Sendable {
    package var spec: PulseSpec
    package var idempotency: Idempotency?
    /// What it waits for; a pulse that completed is waited for by nobody.
    package var after: [DependencyOrder]
    /// What becomes of it while a pulse with its key is open.
    package var onKey: KeyPolicy
    /// The person has to agree before it runs.
    package var awaitsApproval: Bool

    package init(
        spec: PulseSpec, idempotency: Idempotency? = nil, after: [DependencyOrder] = [], onKey: KeyPolicy = .keep,
        awaitsApproval: Bool = false
    ) {
        self.spec = spec
        self.idempotency = idempotency
        self.after = after
        self.onKey = onKey
        self.awaitsApproval = awaitsApproval
    }
}

/// The caller's promise that requests with this key are the same request (`Idempotency-Key`).
package struct Idempotency: Hashable, Sendable {
    /// Whose keys they are: two callers never share one.
    package var scope: String
    package var key: String
    /// A digest of the request; another one under the same key is refused.
    package var fingerprint: [UInt8]

    /// How long a key is remembered.
    package static let lifetime: Duration = .seconds(24 * 3600)
    /// How long a request may take before it counts as given up by whoever began it: longer than any does.
    package static let patience: Duration = .seconds(600)

    package init(scope: String, key: String, fingerprint: [UInt8]) {
        self.scope = scope
        self.key = key
        self.fingerprint = fingerprint
    }
}

package enum Made: Hashable, Sendable {
    /// A new pulse.
    case created(Pulse)
    /// A new pulse in place of those with its key that were open: they are cancelled, or were asked to be (those that run).
    case replaced(Pulse, old: [PulseID])
    /// A pulse with the same key is open; nothing was made.
    case kept(Pulse)
    /// A pulse with the same key is open, and that was not to be (`KeyPolicy.refuse`).
    case keyTaken(Pulse)
    /// What it was to wait for is not there, or ended in another way. Of the orders that came with it none was carried out.
    case refused(DependencyFault)
    /// A limit of its owner's is in the way. Of the orders that came with it none was carried out.
    case overLimit(LimitFault)
    /// Another of the orders that came with it was refused.
    case notTried
    /// The same request was answered before, with this pulse (as it was when made, where it was made by that request).
    case replayed(Pulse, wasCreated: Bool)
    /// The idempotency key belongs to another request.
    case fingerprintConflict
}

package enum PipelineMade: Hashable, Sendable {
    /// In the order of the steps.
    case created([Pulse])
    /// The same request was answered before, with these (as they were when made).
    case replayed([Pulse])
    /// The idempotency key belongs to another request.
    case fingerprintConflict
    case refused(step: Int, DependencyFault)
    case overLimit(LimitFault)
}

package enum CancelAnswer: Hashable, Sendable {
    case cancelled(Pulse)
    /// It runs; the wish is durable.
    case running(Pulse)
    /// It has ended already, with this status.
    case alreadyEnded(Pulse)
    case unknown
}

package enum ReviveAnswer: Hashable, Sendable {
    case revived(Pulse)
    case overLimit(LimitFault)
    /// Only what failed, was cancelled or was missed can be asked for again, unless what it depends on has failed.
    case refused(Pulse)
    case unknown
}

package enum PostponeAnswer: Hashable, Sendable {
    case postponed(Pulse)
    /// Only what is pending can be put off.
    case refused(Pulse)
    case unknown
}

package enum PulseChanged: Hashable, Sendable {
    case changed(Pulse)
    /// It is not as it was read any more; nothing was changed.
    case stale(Pulse)
    case unknown
}

/// Hands out what is due and takes back how it ended.
package protocol PulseClaiming: Sendable {
    /// Writes the given ends, judges schedules that are due and claims what is due, in one transaction and in this order: what a
    /// schedule makes can be claimed by the same turn. Where more schedules are due than it may judge (`judges` above 0), it judges the
    /// most important, and claims nothing that the pulses of the others could come before.
    ///
    /// It renews the owner's lease, which is measured by the store's own clock. The end of another owner's run is dropped as stale while
    /// that owner's lease lasts. An owner whose lease had run out claims nothing, and is told what it still holds.
    func turn(_ turn: Turn) async throws(StoreError) -> TurnResult

    /// Notes the child of a running attempt. A stale key changes nothing.
    func note(_ process: ProcessRecord, of key: RunKey) async throws(StoreError)

    /// The attempts that are recorded as running under owners other than `boot` that have no lease, or one that has run out.
    func orphans(notOf boot: BootID) async throws(StoreError) -> [Orphan]
}

package struct Turn: Hashable, Sendable {
    package var ends: [EndedRun]
    /// How many pulses to claim at most; 0 claims none.
    package var limit: Int
    /// How many schedules that are due to judge at most; 0 judges none.
    package var judges: Int
    /// How far the wall clock was corrected since the turn before; it goes on record as an event (`clock.stepped`).
    package var clockStep: Duration?
    package var owner: BootID
    package var now: Instant
    /// How long the owner counts as alive from this turn on, by the store's clock.
    package var lease: Duration
    /// Whether it wants to know of orphans.
    package var seeksOrphans: Bool

    package init(
        ends: [EndedRun], limit: Int, judges: Int = 0, clockStep: Duration? = nil, owner: BootID, now: Instant,
        lease: Duration = .seconds(90), seeksOrphans: Bool = false
    ) {
        self.ends = ends
        self.limit = limit
        self.judges = judges
        self.clockStep = clockStep
        self.owner = owner
        self.now = now
        self.lease = lease
        self.seeksOrphans = seeksOrphans
    }
}

/// An attempt that ended and what follows from it.
package struct EndedRun: Hashable, Sendable {
    package var key: RunKey
    package var end: AttemptEnd
    package var verdict: Verdict
    /// What follows instead where the run reported that it failed, though it ended well. The store, which knows, decides between the two
    /// in the transaction that writes the end (``heeding(_:)``).
    package var verdictIfReportedFailed: Verdict?

    package init(key: RunKey, end: AttemptEnd, verdict: Verdict, verdictIfReportedFailed: Verdict? = nil) {
        self.key = key
        self.end = end
        self.verdict = verdict
        self.verdictIfReportedFailed = verdictIfReportedFailed
    }
}

package struct TurnResult: Hashable, Sendable {
    /// In the order in which they should start: priority, due time, id.
    package var claims: [Claim]
    /// The ends that changed a row; the others were stale and were dropped.
    package var applied: [RunKey: PulseStatus]
    /// When the earliest pulse that is still pending is due; nil if there is none, or while nothing may start.
    package var nextDue: Instant?
    /// When the earliest schedule has to be looked at, or a standstill ends.
    package var nextLook: Instant?
    /// What became of the schedules that were due.
    package var judged: [JudgedSchedule]
    /// Runs under way that have to make room.
    package var stops: [Judgement.Stop]
    /// The runs that are still the owner's, where its lease had run out before this turn: what it runs beside them was taken from it.
    package var held: Set<RunKey>?
    /// There are orphans; told to those that seek them.
    package var hasOrphans: Bool

    package init(
        claims: [Claim], applied: [RunKey: PulseStatus], nextDue: Instant?, nextLook: Instant? = nil,
        judged: [JudgedSchedule] = [], stops: [Judgement.Stop] = [], held: Set<RunKey>? = nil, hasOrphans: Bool = false
    ) {
        self.claims = claims
        self.applied = applied
        self.nextDue = nextDue
        self.nextLook = nextLook
        self.judged = judged
        self.stops = stops
        self.held = held
        self.hasOrphans = hasOrphans
    }
}

/// What a turn did about one schedule.
package struct JudgedSchedule: Hashable, Sendable {
    package var schedule: Schedule
    package var records: [Judgement.Record]
    package var makes: [PulseID]

    package init(schedule: Schedule, records: [Judgement.Record], makes: [PulseID]) {
        self.schedule = schedule
        self.records = records
        self.makes = makes
    }
}

/// A pulse that a daemon has taken, with all it needs to run it and to judge its end.
package struct Claim: Hashable, Sendable {
    package var key: RunKey
    package var spec: PulseSpec
    package var dueAt: Instant
    package var startedAt: Instant
    package var spent: Int
    package var lost: Int
    /// What the pulses wrote that it waited for and that completed, in the order in which it named them.
    package var inputs: [RunInput]

    package init(
        key: RunKey, spec: PulseSpec, dueAt: Instant, startedAt: Instant, spent: Int, lost: Int, inputs: [RunInput] = []
    ) {
        self.key = key
        self.spec = spec
        self.dueAt = dueAt
        self.startedAt = startedAt
        self.spent = spent
        self.lost = lost
        self.inputs = inputs
    }
}

/// A claim whose owner is gone.
package struct Orphan: Hashable, Sendable {
    package var claim: Claim
    package var owner: BootID
    package var process: ProcessRecord?
    /// Somebody asked to cancel it while it ran.
    package var isCancelled: Bool

    package init(claim: Claim, owner: BootID, process: ProcessRecord?, isCancelled: Bool) {
        self.claim = claim
        self.owner = owner
        self.process = process
        self.isCancelled = isCancelled
    }
}

/// Answers questions; changes nothing.
package protocol PulseReading: Sendable {
    func pulse(_ id: PulseID) async throws(StoreError) -> Pulse?

    /// All attempts of a pulse in their order, the running one included.
    func attempts(of id: PulseID) async throws(StoreError) -> [Attempt]

    func pulses(_ query: PulseQuery) async throws(StoreError) -> [Pulse]

    /// What a request with this idempotency key made or was answered with before; nil where nothing is known of it.
    func made(by request: Idempotency, at now: Instant) async throws(StoreError) -> Made?

    /// Those of the latest `lookingBack` pulses with smaller numbers than `before` that match, newest first. The cost is bounded by
    /// `lookingBack`, however much is kept and however rare they are.
    func pulses(
        matching filter: PulseFilter, before: PulseID?, limit: Int, lookingBack: Int
    ) async throws(StoreError) -> PulsePage

    /// What each of these waits or waited for, in the order in which it named them; nothing for those that wait for none.
    func dependencies(of ids: [PulseID]) async throws(StoreError) -> [PulseID: [Dependency]]

    func tally() async throws(StoreError) -> Tally

    /// What happened after the event with that number, oldest first; 0 begins with the oldest that is kept.
    func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [EventRecord]

    /// Yields whenever there may be new events, once for many; what happens from the call on is not overlooked. For one reader; it ends with
    /// its task, or with the store. Costs nothing while nothing happens.
    func eventSignal() -> AsyncStream<Void>

    /// Those of the latest `lookingBack` events that are of these kinds and happened at `since` or later, newest first. The cost is
    /// bounded by `lookingBack`, however much is kept.
    func latestEvents(of kinds: Set<EventKind>, since: Instant, lookingBack: Int) async throws(StoreError) -> [EventRecord]
}

package struct PulseQuery: Hashable, Sendable {
    /// Which pulses; in which order follows from it.
    package enum Selection: Hashable, Sendable {
        /// Pending ones, soonest first; among equals the more important first, then the older.
        case upcoming
        /// Any status, newest first.
        case newest(Set<PulseStatus>)
        /// Those of a schedule that have not ended, oldest first.
        case open(of: ScheduleID)
        /// Those that were made together, in their order; the pipeline is named by its first pulse.
        case pipeline(PulseID)
        /// Pending ones that were due before that time and need none of these pools, in the order of `upcoming`.
        case late(before: Instant, avoiding: Set<String>)
        /// Those that wait for approval, oldest first.
        case awaitingApproval
    }

    package var selection: Selection
    package var limit: Int
    /// Goes on after this pulse (`newest`): only smaller ids.
    package var before: PulseID?

    package init(_ selection: Selection, limit: Int, before: PulseID? = nil) {
        self.selection = selection
        self.limit = limit
        self.before = before
    }
}

/// What pulses have in common: all that is said.
package struct PulseFilter: Hashable, Sendable {
    /// None means all.
    package var statuses: Set<PulseStatus> = []
    package var tag: String?
    package var schedule: ScheduleID?
    package var owner: String?
    package var priority: Priority?
    package var creator: String?
    /// Due then or later.
    package var from: Instant?
    /// Due before then.
    package var to: Instant?

    package init() {}
}

/// Pulses, and where to go on.
package struct PulsePage: Hashable, Sendable {
    package var pulses: [Pulse]
    /// Those with smaller numbers have not been looked at; nil: all have.
    package var next: PulseID?

    package init(pulses: [Pulse], next: PulseID?) {
        self.pulses = pulses
        self.next = next
    }
}

/// Counts, kept exactly in the same transactions as what they count.
package struct Tally: Hashable, Sendable {
    package var byStatus: [PulseStatus: Int64]
    /// Attempts that ended, by outcome.
    package var byOutcome: [AttemptOutcome: Int64]
    /// The time all ended attempts took together.
    package var totalDuration: Duration
    /// Occurrences and pulses that were missed, by reason; what has been pruned counts on.
    package var missed: [MissReason: Int64]

    package init(
        byStatus: [PulseStatus: Int64] = [:], byOutcome: [AttemptOutcome: Int64] = [:], totalDuration: Duration = .zero,
        missed: [MissReason: Int64] = [:]
    ) {
        self.byStatus = byStatus
        self.byOutcome = byOutcome
        self.totalDuration = totalDuration
        self.missed = missed
    }
}
