package import Recurrence

// The seam where schedules meet the stores. Every conformer passes the contract suite in TestSupport.

/// Keeps schedules and what became of their occurrences. What is returned is durable.
package protocol ScheduleKeeping: Sendable {
    /// Makes a schedule. Its state is planned in the same transaction.
    ///
    /// - Parameter pause: with which it begins.
    func make(_ spec: ScheduleSpec, at now: Instant, _ pause: Pause?) async throws(StoreError) -> ScheduleMade

    /// Replaces the spec: history stays, only the future is computed anew. Pausing is state and stays. What was due before is judged by
    /// the old spec in the same transaction; what fell into a pause that goes on is skipped.
    ///
    /// - Parameters:
    ///   - revision: nothing is changed where it has another one by now; nil: whichever it has.
    ///   - pause: that begins with the change.
    func change(
        _ id: ScheduleID, to spec: ScheduleSpec, at now: Instant, ifStill revision: Int?, _ pause: Pause?
    ) async throws(StoreError) -> ScheduleChanged

    /// Removes it. Its pulses and the record of its occurrences stay until they are pruned; its pulses that wait are cancelled.
    func remove(_ id: ScheduleID, at now: Instant) async throws(StoreError) -> Schedule?

    /// Pauses it (again: the new pause stands), or resumes it with nil: what fell into the pause is judged then. One that waits for approval
    /// goes on to do so.
    func pause(_ id: ScheduleID, _ pause: Pause?, at now: Instant) async throws(StoreError) -> Schedule?

    /// Makes a pulse of it now, beside its times, or answers with what is already there for the idempotency key.
    func trigger(
        _ id: ScheduleID, by creator: String, door: Door, at now: Instant, _ idempotency: Idempotency?, _ terms: AskingTerms
    ) async throws(StoreError) -> Triggered

    /// Lets a schedule fire that waits for approval. What fell into the waiting is judged then.
    func approve(_ id: ScheduleID, at now: Instant) async throws(StoreError) -> ScheduleApprovalAnswer
    /// Has a schedule fire no more that waits for approval (`over`).
    func deny(_ id: ScheduleID, why: String?, at now: Instant) async throws(StoreError) -> ScheduleApprovalAnswer
    /// Those that wait for approval, the ones made last first.
    func schedulesAwaitingApproval(limit: Int) async throws(StoreError) -> [Schedule]

    /// Stops everything, or lets it go on with nil.
    func standStill(_ standstill: Standstill?, at now: Instant) async throws(StoreError)
    /// The one in force; one that has come to its end stays so until a turn has seen that.
    func standstill() async throws(StoreError) -> Standstill?

    /// Fires what waits for a start of the daemon (`@reboot`), once for each boot.
    func started(_ boot: BootID, at now: Instant) async throws(StoreError)

    func schedule(_ id: ScheduleID) async throws(StoreError) -> Schedule?
    func schedule(named name: String) async throws(StoreError) -> Schedule?
    /// By name, after `name`.
    func schedules(after name: String?, limit: Int) async throws(StoreError) -> [Schedule]
    /// Those that files declare, by name: found without going through the others.
    func declaredSchedules() async throws(StoreError) -> [Schedule]
    /// Those with a next occurrence, soonest first.
    func schedulesByNext(until: Instant?, limit: Int) async throws(StoreError) -> [Schedule]
    /// Those that paused themselves after too many failures, the ones made last first.
    func selfPausedSchedules(limit: Int) async throws(StoreError) -> [Schedule]
    /// Newest first, before the nominal time.
    func occurrences(of id: ScheduleID, before: Instant?, limit: Int) async throws(StoreError) -> [Occurrence]
    /// The same, with what came of each.
    func outcomes(of id: ScheduleID, before: Instant?, limit: Int) async throws(StoreError) -> [OccurrenceOutcome]

    /// Counts anew what is upcoming of schedules, a batch by id: zone data may have changed since, or a zone be there again.
    ///
    /// - Parameter after: the last of the batch before; nil for the first.
    func replan(after: ScheduleID?, limit: Int, at now: Instant) async throws(StoreError) -> Replanned

    func scheduleCounts() async throws(StoreError) -> ScheduleCounts

    /// Removes what has ended and is older than the policy says, a small batch; the ended pulses whose outputs may go too.
    func prune(_ policy: PruningPolicy, at now: Instant, batch: Int) async throws(StoreError) -> Pruned
}

/// What a batch of schedules came to that were counted anew.
package struct Replanned: Hashable, Sendable {
    /// Those whose next occurrence is another one now.
    package var changed: Int
    /// The first time at which one of those has to be looked at.
    package var earliest: Instant?
    /// The last of the batch; nil where there is nothing after it.
    package var last: ScheduleID?

    package init(changed: Int = 0, earliest: Instant? = nil, last: ScheduleID? = nil) {
        self.changed = changed
        self.earliest = earliest
        self.last = last
    }

    package mutating func note(_ before: ScheduleState, _ after: ScheduleState) {
        guard before != after else { return }
        changed += 1
        if let at = after.next?.at { earliest = min(earliest ?? at, at) }
    }
}

/// How many schedules there are.
package struct ScheduleCounts: Hashable, Sendable {
    package var total: Int
    package var paused: Int
    /// Those that fire no more.
    package var over: Int

    package init(total: Int = 0, paused: Int = 0, over: Int = 0) {
        self.total = total
        self.paused = paused
        self.over = over
    }
}

package enum ScheduleMade: Hashable, Sendable {
    case created(Schedule)
    case overLimit(LimitFault)
    /// The name is taken by this one; nothing was made.
    case nameTaken(Schedule)
}

package enum ScheduleChanged: Hashable, Sendable {
    case changed(Schedule)
    case nameTaken(Schedule)
    /// It has another revision by now; nothing was changed.
    case stale
    case unknown
}

package enum Triggered: Hashable, Sendable {
    case created(Pulse)
    /// The same request was answered before, with this (as it was when made).
    case replayed(Pulse)
    /// The idempotency key belongs to another request.
    case fingerprintConflict
    case overLimit(LimitFault)
    /// There is no such schedule.
    case unknown
}

extension ScheduleKeeping {
    /// Replaces the spec, whichever revision it has.
    package func change(_ id: ScheduleID, to spec: ScheduleSpec, at now: Instant) async throws(StoreError) -> ScheduleChanged {
        try await change(id, to: spec, at: now, ifStill: nil)
    }

    package func change(
        _ id: ScheduleID, to spec: ScheduleSpec, at now: Instant, ifStill revision: Int?
    ) async throws(StoreError) -> ScheduleChanged {
        try await change(id, to: spec, at: now, ifStill: revision, nil)
    }

    package func make(_ spec: ScheduleSpec, at now: Instant) async throws(StoreError) -> ScheduleMade {
        try await make(spec, at: now, nil)
    }

    package func trigger(
        _ id: ScheduleID, by creator: String, door: Door, at now: Instant, _ idempotency: Idempotency?
    ) async throws(StoreError) -> Triggered {
        try await trigger(id, by: creator, door: door, at: now, idempotency, .free)
    }

    /// Makes a pulse of it now; nil where there is no such schedule.
    package func trigger(_ id: ScheduleID, by creator: String, door: Door, at now: Instant) async throws(StoreError) -> Pulse? {
        if case .created(let pulse) = try await trigger(id, by: creator, door: door, at: now, nil) { pulse } else { nil }
    }
}

/// How long what has ended is kept, and how much of it.
package struct PruningPolicy: Hashable, Sendable {
    package var age: Duration
    /// Of ended pulses, of occurrence rows, and of events each.
    package var pulses: Int
    package var occurrences: Int
    package var events: Int

    package init(age: Duration = .seconds(30 * 86_400), pulses: Int = 100_000, occurrences: Int = 500_000, events: Int = 500_000) {
        self.age = age
        self.pulses = pulses
        self.occurrences = occurrences
        self.events = events
    }
}

package struct Pruned: Hashable, Sendable {
    /// Their output files may be removed.
    package var pulses: [PulseID]
    package var occurrences: Int
    package var events: Int
    /// There is more to remove.
    package var isPartial: Bool

    package init(pulses: [PulseID] = [], occurrences: Int = 0, events: Int = 0, isPartial: Bool = false) {
        self.pulses = pulses
        self.occurrences = occurrences
        self.events = events
        self.isPartial = isPartial
    }
}
