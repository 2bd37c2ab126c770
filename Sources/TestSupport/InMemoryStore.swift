package import Pulses
package import Recurrence
import Synchronization

/// A store that keeps everything in memory and forgets it: the model that the real stores are held against.
package final class InMemoryStore: PulseMaking, PulseClaiming, PulseReading, AccessRecords {
    private struct Running {
        var attempt: Attempt
        var isCancelled = false
    }

    private struct Remembered {
        var idempotency: Idempotency
        var pulse: PulseID
        var wasCreated: Bool
        var at: Instant
    }

    private struct State {
        var pulses: [PulseID: Pulse] = [:]
        var running: [PulseID: Running] = [:]
        var history: [PulseID: [Attempt]] = [:]
        var remembered: [Remembered] = []
        var tokens: [AccessToken] = []
        var lastID: Int64 = 0
        var tally = Tally()
        var events: [EventRecord] = []
        var failure: StoreError?

        mutating func record(_ kind: EventKind, at: Instant, _ pulse: PulseID, attempt: Int? = nil, detail: String? = nil) {
            events.append(
                EventRecord(
                    sequence: Int64(events.count + 1), at: at, kind: kind, pulse: pulse, attempt: attempt, detail: detail))
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// From now on every call fails with this error; nil heals it.
    package func fail(with error: StoreError?) { state.withLock { $0.failure = error } }

    private func access<R>(_ body: (inout State) -> R) throws(StoreError) -> R {
        let result: Result<R, StoreError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            return .success(body(&state))
        }
        return try result.get()
    }

    // MARK: making

    package func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] {
        try access { state in orders.map { Self.make($0, &state) } }
    }

    package func cancel(_ id: PulseID, at now: Instant) async throws(StoreError) -> CancelAnswer {
        try access { state in
            guard var pulse = state.pulses[id] else { return .unknown }
            guard let next = pulse.progress.status.after(.cancel) else { return .alreadyEnded(pulse) }
            if pulse.progress.status == .processing {
                state.running[id]?.isCancelled = true
                state.record(.pulseCancelAsked, at: now, id, attempt: pulse.progress.attempt)
                return .running(pulse)
            }
            pulse.progress.status = next
            pulse.progress.reason = "cancelled"
            pulse.progress.finishedAt = now
            state.pulses[id] = pulse
            state.record(.pulseCancelled, at: now, id, detail: "cancelled")
            return .cancelled(pulse)
        }
    }

    package func revive(_ id: PulseID, at now: Instant) async throws(StoreError) -> ReviveAnswer {
        try access { state in
            guard var pulse = state.pulses[id] else { return .unknown }
            guard let next = pulse.progress.status.after(.revive) else { return .refused(pulse) }
            if let key = pulse.spec.key,
                state.pulses.values.contains(where: { $0.spec.key == key && $0.progress.status.isOpen })
            {
                return .refused(pulse)
            }
            pulse.progress.status = next
            pulse.progress.reason = nil
            pulse.progress.finishedAt = nil
            pulse.progress.dueAt = now
            pulse.progress.spent = 0
            pulse.progress.lost = 0
            state.pulses[id] = pulse
            state.record(.pulseRevived, at: now, id)
            return .revived(pulse)
        }
    }

    // MARK: claiming

    package func turn(_ turn: Turn) async throws(StoreError) -> TurnResult {
        try access { state in
            var applied: [RunKey: PulseStatus] = [:]
            for ended in turn.ends {
                if let status = Self.apply(ended, to: &state) { applied[ended.key] = status }
            }
            var claims: [Claim] = []
            if turn.limit > 0 {
                let due = state.pulses.values.filter { $0.progress.status == .pending && $0.progress.dueAt <= turn.now }
                for pulse in due.sorted(by: Self.goesFirst).prefix(turn.limit) {
                    claims.append(Self.claim(pulse, turn, &state))
                }
            }
            let nextDue = state.pulses.values.filter { $0.progress.status == .pending }.map(\.progress.dueAt).min()
            return TurnResult(claims: claims, applied: applied, nextDue: nextDue)
        }
    }

    package func note(_ process: ProcessRecord, of key: RunKey) async throws(StoreError) {
        try access { state in
            guard state.running[key.pulse]?.attempt.key == key else { return }
            state.running[key.pulse]?.attempt.process = process
        }
    }

    package func orphans(notOf boot: BootID) async throws(StoreError) -> [Orphan] {
        try access { state in
            state.running.values.filter { $0.attempt.owner != boot }.compactMap { running in
                guard let pulse = state.pulses[running.attempt.key.pulse] else { return nil }
                let claim = Claim(
                    key: running.attempt.key, spec: pulse.spec, dueAt: running.attempt.dueAt,
                    startedAt: running.attempt.startedAt, spent: pulse.progress.spent, lost: pulse.progress.lost)
                return Orphan(
                    claim: claim, owner: running.attempt.owner, process: running.attempt.process,
                    isCancelled: running.isCancelled)
            }.sorted { $0.claim.key.pulse < $1.claim.key.pulse }
        }
    }

    // MARK: reading

    package func pulse(_ id: PulseID) async throws(StoreError) -> Pulse? { try access { $0.pulses[id] } }

    package func attempts(of id: PulseID) async throws(StoreError) -> [Attempt] {
        try access { state in
            (state.history[id] ?? []) + (state.running[id].map { [$0.attempt] } ?? [])
        }
    }

    package func pulses(_ query: PulseQuery) async throws(StoreError) -> [Pulse] {
        try access { state in
            let all = state.pulses.values
            switch query.selection {
            case .upcoming:
                let pending = all.filter { $0.progress.status == .pending }
                return Array(
                    pending.sorted { a, b in
                        (a.progress.dueAt, a.spec.priority, a.id) < (b.progress.dueAt, b.spec.priority, b.id)
                    }.prefix(query.limit))
            case .newest(let statuses):
                let matching = all.filter { pulse in
                    (statuses.isEmpty || statuses.contains(pulse.progress.status))
                        && query.before.map { pulse.id < $0 } ?? true
                }
                return Array(matching.sorted { $0.id > $1.id }.prefix(query.limit))
            }
        }
    }

    package func tally() async throws(StoreError) -> Tally {
        try access { state in
            var tally = state.tally
            tally.byStatus = Dictionary(grouping: state.pulses.values, by: \.progress.status).mapValues { Int64($0.count) }
            return tally
        }
    }

    package func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [EventRecord] {
        try access { state in Array(state.events.filter { $0.sequence > sequence }.prefix(limit)) }
    }

    // MARK: access

    package func tokens() async throws(StoreError) -> [AccessToken] { try access { $0.tokens } }

    package func add(_ token: AccessToken) async throws(StoreError) {
        try access { state in
            if !state.tokens.contains(where: { $0.hash == token.hash }) { state.tokens.append(token) }
        }
    }

    // MARK: steps

    private static func make(_ order: PulseOrder, _ state: inout State) -> Made {
        let spec = order.spec
        if let wish = order.idempotency,
            let known = state.remembered.last(where: {
                $0.idempotency.scope == wish.scope && $0.idempotency.key == wish.key
                    && spec.createdAt - $0.at < Idempotency.lifetime
            })
        {
            guard known.idempotency.fingerprint == wish.fingerprint else { return .fingerprintConflict }
            guard let pulse = state.pulses[known.pulse] else { return .fingerprintConflict }
            return .replayed(Pulse.new(id: pulse.id, spec: pulse.spec), wasCreated: known.wasCreated)
        }
        let made: Made
        if let key = spec.key,
            let open = state.pulses.values.first(where: { $0.spec.key == key && $0.progress.status.isOpen })
        {
            made = .kept(open)
        } else {
            state.lastID += 1
            let pulse = Pulse.new(id: PulseID(state.lastID), spec: spec)
            state.pulses[pulse.id] = pulse
            state.record(.pulseCreated, at: spec.createdAt, pulse.id)
            made = .created(pulse)
        }
        if let wish = order.idempotency {
            switch made {
            case .created(let pulse):
                state.remembered.append(
                    Remembered(idempotency: wish, pulse: pulse.id, wasCreated: true, at: spec.createdAt))
            case .kept(let pulse):
                state.remembered.append(
                    Remembered(idempotency: wish, pulse: pulse.id, wasCreated: false, at: spec.createdAt))
            case .replayed, .fingerprintConflict:
                break
            }
        }
        return made
    }

    private static func goesFirst(_ a: Pulse, _ b: Pulse) -> Bool {
        (a.spec.priority, a.progress.dueAt, a.id) < (b.spec.priority, b.progress.dueAt, b.id)
    }

    private static func claim(_ pulse: Pulse, _ turn: Turn, _ state: inout State) -> Claim {
        var pulse = pulse
        pulse.progress.status = .processing
        pulse.progress.attempt += 1
        let key = RunKey(pulse: pulse.id, attempt: pulse.progress.attempt)
        state.pulses[pulse.id] = pulse
        state.record(.pulseStarted, at: turn.now, pulse.id, attempt: key.attempt)
        state.running[pulse.id] = Running(
            attempt: Attempt(key: key, owner: turn.owner, dueAt: pulse.progress.dueAt, startedAt: turn.now))
        return Claim(
            key: key, spec: pulse.spec, dueAt: pulse.progress.dueAt, startedAt: turn.now, spent: pulse.progress.spent,
            lost: pulse.progress.lost)
    }

    private static func apply(_ ended: EndedRun, to state: inout State) -> PulseStatus? {
        guard let running = state.running[ended.key.pulse], running.attempt.key == ended.key,
            var pulse = state.pulses[ended.key.pulse]
        else { return nil }
        state.running[ended.key.pulse] = nil
        var attempt = running.attempt
        attempt.end = ended.end
        state.history[pulse.id, default: []].append(attempt)
        if ended.end.stopped != .shutdown {
            state.tally.byOutcome[ended.end.outcome, default: 0] += 1
            state.tally.totalDuration += attempt.duration ?? .zero
        }
        pulse.progress.spent = ended.verdict.spent
        pulse.progress.lost = ended.verdict.lost
        switch ended.verdict.disposition {
        case .again where running.isCancelled:
            pulse.progress.status = .cancelled
            pulse.progress.reason = "cancelled"
            pulse.progress.finishedAt = ended.end.endedAt
        case .again(let due):
            pulse.progress.status = .pending
            pulse.progress.reason = nil
            pulse.progress.dueAt = due
        case .finish(let status, let reason):
            pulse.progress.status = status
            pulse.progress.reason = reason
            pulse.progress.finishedAt = ended.end.endedAt
        }
        state.pulses[pulse.id] = pulse
        let isOpen = pulse.progress.status.isOpen
        let reason = ended.end.stopped == .shutdown ? "given back" : ended.end.outcome.name
        state.record(
            EventKind(entering: pulse.progress.status), at: ended.end.endedAt, pulse.id, attempt: ended.key.attempt,
            detail: isOpen ? reason : pulse.progress.reason)
        return pulse.progress.status
    }
}
