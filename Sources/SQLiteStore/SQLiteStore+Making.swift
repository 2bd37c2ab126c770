package import Pulses
package import Recurrence
import StrictJSON

extension SQLiteStore: PulseMaking {
    package func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] {
        let texts = orders.map(\.spec.stored)
        let answers = try await writer.submit { session throws(Failure) in
            if let refused = try Self.refused(orders, session) { return refused }
            if let refused = try Self.overLimit(orders, session) { return refused }
            var answers: [Answer] = []
            answers.reserveCapacity(orders.count)
            for (order, text) in zip(orders, texts) { answers.append(try Self.make(order, text: text, session)) }
            return answers
        }
        var made: [Made] = []
        made.reserveCapacity(orders.count)
        for (answer, order) in zip(answers, orders) { made.append(try answer.made(order)) }
        return made
    }

    enum Answer: Sendable {
        case created(PulseID, isWaiting: Bool)
        case replaced(PulseID, isWaiting: Bool, old: [PulseID])
        case overLimit(LimitFault)
        case kept(PulseRow)
        case keyTaken(PulseRow)
        case replayed(PulseRow, wasCreated: Bool)
        case fingerprintConflict
        case refused(DependencyFault)
        case notTried

        func made(_ order: PulseOrder) throws(StoreError) -> Made {
            let (spec, awaitsApproval) = (order.spec, order.awaitsApproval)
            switch self {
            case .created(let id, let isWaiting):
                return .created(Pulse.new(id: id, spec: spec, isWaiting: isWaiting, awaitsApproval: awaitsApproval))
            case .replaced(let id, let isWaiting, let old):
                return .replaced(Pulse.new(id: id, spec: spec, isWaiting: isWaiting, awaitsApproval: awaitsApproval), old: old)
            case .overLimit(let fault): return .overLimit(fault)
            case .fingerprintConflict: return .fingerprintConflict
            case .kept(let row): return .kept(try row.pulse())
            case .keyTaken(let row): return .keyTaken(try row.pulse())
            case .replayed(let row, let wasCreated): return .replayed(try row.asMade(), wasCreated: wasCreated)
            case .refused(let fault): return .refused(fault)
            case .notTried: return .notTried
            }
        }
    }

    /// The answers where one of the orders cannot be: none is carried out then.
    private static func refused(_ orders: [PulseOrder], _ session: Session) throws(Failure) -> [Answer]? {
        // One by itself is looked at as it is made.
        for (index, order) in orders.enumerated() where orders.count > 1 || !order.after.isEmpty {
            // What was answered before is answered so again, whatever has become of it since.
            if let wish = order.idempotency, let known = try remembered(wish, now: order.spec.createdAt.milliseconds, session) {
                if case .fingerprintConflict = known { return orders.indices.map { $0 == index ? known : .notTried } }
                continue
            }
            if orders.count > 1, order.onKey == .refuse, let key = order.spec.key, let open = try session.openPulses(withKey: key).first,
                let row = try PulseRow.find(open, session)
            {
                return orders.indices.map { $0 == index ? .keyTaken(row) : .notTried }
            }
            let inTheWay =
                order.onKey == .replace ? try order.spec.key.map { key throws(Failure) in try session.openPulses(withKey: key) } : nil
            for dependency in order.after {
                var fault: DependencyFault?
                switch dependency.on {
                case .step(let place): fault = .unknown(PulseID(Int64(place)))
                case .pulse(let id) where inTheWay?.contains(id) == true && dependency.condition == .success: fault = .ended(id, .cancelled)
                case .pulse(let id):
                    if case .failure(let refusal) = try session.wait(for: id, dependency.condition) { fault = refusal.fault }
                }
                guard let fault else { continue }
                return orders.indices.map { $0 == index ? .refused(fault) : .notTried }
            }
        }
        return nil
    }

    /// The answers where they are too many for one whose they are: none is carried out then.
    static func overLimit(_ orders: [PulseOrder], _ session: Session) throws(Failure) -> [Answer]? {
        var demands: [String: (first: Int, demand: LimitDemand)] = [:]
        for (index, order) in orders.enumerated() {
            guard let owner = order.spec.owner, let limits = try session.limits(of: owner), limits.countPulses,
                let opening = try opening(order, of: owner, session)
            else { continue }
            var known = demands[owner] ?? (index, LimitDemand())
            known.demand.made += 1
            known.demand.opening += opening
            demands[owner] = known
        }
        for (owner, wish) in demands.sorted(by: { $0.value.first < $1.value.first }) {
            guard let fault = try session.fault(wish.demand, of: owner, at: orders[wish.first].spec.createdAt) else { continue }
            return orders.indices.map { $0 == wish.first ? .overLimit(fault) : .notTried }
        }
        return nil
    }

    /// How many more of an owner's would be open with an order; nil where it makes nothing.
    private static func opening(_ order: PulseOrder, of owner: String, _ session: Session) throws(Failure) -> Int? {
        if let wish = order.idempotency, try knownRequest(wish, now: order.spec.createdAt.milliseconds, session) != nil { return nil }
        guard let key = order.spec.key else { return 1 }
        let open = try session.openPulses(withKey: key)
        if open.isEmpty { return 1 }
        guard order.onKey == .replace else { return nil }
        var opening = 1
        for id in open {
            guard let row = try PulseRow.find(id, session), row.columns.owner == owner, row.status != .processing else { continue }
            opening -= 1
        }
        return opening
    }

    static func make(_ order: PulseOrder, text: [UInt8], _ session: Session) throws(Failure) -> Answer {
        let spec = order.spec
        let now = spec.createdAt.milliseconds
        if let wish = order.idempotency, let known = try remembered(wish, now: now, session) { return known }
        var waits: [Session.Wait] = []
        for dependency in order.after {
            guard case .pulse(let id) = dependency.on, let status = try PulseRow.find(id, session)?.status else { continue }
            waits.append(Session.Wait(on: id.value, condition: dependency.condition, isMet: dependency.condition.isMet(by: status)))
        }
        var old: [PulseID] = []
        if let key = spec.key, let open = try session.openPulses(withKey: key).first, let row = try PulseRow.find(open, session) {
            switch order.onKey {
            case .keep:
                try remember(order, open, wasCreated: false, session)
                return .kept(row)
            case .refuse: return .keyTaken(row)
            case .replace: old = try makeRoom(for: key, &waits, at: spec.createdAt, session)
            }
        }
        let isWaiting = waits.contains { !$0.isMet }
        let blocked = order.awaitsApproval ? Approval.reason : isWaiting ? Dependency.reason : nil
        let id = try insert(spec, text: text, waits: waits.count, blocked: blocked, session)
        try session.insert(waits, of: id.value)
        // One of them may have been called off by an order that came before in the same batch.
        for wait in waits where !wait.isMet {
            guard let status = try PulseRow.find(PulseID(wait.on), session)?.status, !status.isOpen else { continue }
            try session.settleDependents(of: wait.on, status, at: spec.createdAt)
        }
        try remember(order, id, wasCreated: true, session)
        return old.isEmpty ? .created(id, isWaiting: isWaiting) : .replaced(id, isWaiting: isWaiting, old: old)
    }

    /// Cancels the open pulses with a key, so that a new one can take their place; it waits for the end of one that runs.
    private static func makeRoom(
        for key: String, _ waits: inout [Session.Wait], at now: Instant, _ session: Session
    ) throws(Failure) -> [PulseID] {
        let open = try session.openPulses(withKey: key)
        for id in open {
            guard let row = try PulseRow.find(id, session) else { continue }
            if row.status == .processing {
                try session.statement(.askToCancel).bind(1, id.value).run()
                try session.record(
                    .pulseCancelAsked, at: now.milliseconds, pulse: id.value, schedule: row.columns.schedule, attempt: Int(row.attempt),
                    detail: SchedulePolicies.replaced)
                waits.append(Session.Wait(on: id.value, condition: .end, isMet: false))
            } else if try session.cancelWaiting(row, reason: SchedulePolicies.replaced, at: now) {
                try session.concluded(id.value, .cancelled, of: row.columns.schedule, pipeline: row.pipeline, endedAt: now, now: now)
            }
        }
        return open
    }

    private static func remember(_ order: PulseOrder, _ id: PulseID, wasCreated: Bool, _ session: Session) throws(Failure) {
        guard let wish = order.idempotency else { return }
        try remember(wish, id, wasCreated: wasCreated, at: order.spec.createdAt, session)
    }

    static func remember(_ wish: Idempotency, _ id: PulseID, wasCreated: Bool, at now: Instant, _ session: Session) throws(Failure) {
        try session.statement(.forgetRequests).bind(1, (now - Idempotency.lifetime).milliseconds).run()
        try session.statement(.rememberRequest).bind(1, wish.scope).bind(2, wish.key).bind(3, wish.fingerprint)
            .bind(4, id.value).bind(5, wasCreated ? 1 : 0).bind(6, now.milliseconds).run()
    }

    /// - Parameters:
    ///   - waits: how many pulses it waits or waited for.
    ///   - blocked: why it cannot run yet; nil where its time alone decides.
    static func insert(
        _ spec: PulseSpec, text: [UInt8], waits: Int = 0, blocked: String? = nil, pipeline: Int64? = nil, _ session: Session
    ) throws(Failure) -> PulseID {
        let due = spec.scheduledAt.milliseconds
        let lane = try session.lane(of: spec.pools, at: spec.createdAt)
        let status: PulseStatus = blocked == nil ? .pending : .blocked
        let id = try session.statement(.insertPulse).bind(1, spec.createdAt.milliseconds).bind(2, due)
            .bind(3, spec.priority.rawValue).bind(4, spec.key).bind(5, text: text).bind(6, spec.schedule?.value)
            .bind(7, spec.nominal?.milliseconds).bind(8, spec.owner).bind(9, lane).bind(10, waits).bind(11, status.rawValue)
            .bind(12, blocked).bind(13, pipeline)
            .bind(14, (blocked == Approval.reason ? Approval.awaited : .unneeded).rawValue).insert()
        guard let id else { throw Failure(code: 1, message: "the new pulse got no id") }
        if blocked == nil {
            try session.insertDue(id, lane: Int64(lane), priority: Int64(spec.priority.rawValue), due: due)
        } else {
            session.count(.status(.blocked))
        }
        if let expiry = spec.expiresAt { try session.statement(.insertExpiry).bind(1, expiry.milliseconds).bind(2, id).run() }
        try session.record(.pulseCreated, at: spec.createdAt.milliseconds, pulse: id, schedule: spec.schedule?.value)
        session.count(.open)
        session.specs.noteMade(id, spec, bytes: text.count)
        return PulseID(id)
    }

    private static func remembered(_ wish: Idempotency, now: Int64, _ session: Session) throws(Failure) -> Answer? {
        switch try knownRequest(wish, now: now, session) {
        case nil: nil
        case .conflict: .fingerprintConflict
        case .same(let row, let wasCreated): .replayed(row, wasCreated: wasCreated)
        }
    }

    /// What a request with the same idempotency key was answered with.
    enum KnownRequest {
        case same(PulseRow, wasCreated: Bool)
        case conflict
    }

    static func knownRequest(_ wish: Idempotency, now: Int64, _ session: Session) throws(Failure) -> KnownRequest? {
        let known = try session.statement(.rememberedRequest).bind(1, wish.scope).bind(2, wish.key).first { row in
            (fingerprint: row.bytes(0), pulse: PulseID(row.integer(1)), created: row.integer(2) == 1, at: row.integer(3))
        }
        guard let known, now - known.at < Idempotency.lifetime.milliseconds else { return nil }
        guard known.fingerprint == wish.fingerprint, let row = try PulseRow.find(known.pulse, session) else {
            return .conflict
        }
        return .same(row, wasCreated: known.created)
    }

    package func cancel(_ id: PulseID, at now: Instant) async throws(StoreError) -> CancelAnswer {
        let (row, did) = try await writer.submit { session throws(Failure) -> (PulseRow?, Bool) in
            guard let row = try PulseRow.find(id, session) else { return (nil, false) }
            let schedule = row.columns.schedule
            switch row.status {
            case .processing:
                try session.statement(.askToCancel).bind(1, id.value).run()
                try session.record(
                    .pulseCancelAsked, at: now.milliseconds, pulse: id.value, schedule: schedule, attempt: Int(row.attempt))
            case .pending, .blocked:
                guard try session.cancelWaiting(row, reason: "cancelled", at: now) else { break }
                try session.concluded(id.value, .cancelled, of: schedule, pipeline: row.pipeline, endedAt: now, now: now)
                return (try PulseRow.find(id, session), true)
            case .completed, .failed, .cancelled, .missed: break
            }
            return (row, false)
        }
        guard let pulse = try row?.pulse() else { return .unknown }
        if did { return .cancelled(pulse) }
        return pulse.progress.status == .processing ? .running(pulse) : .alreadyEnded(pulse)
    }

    package func revive(_ id: PulseID, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> ReviveAnswer {
        let (row, did, fault) = try await writer.submit { session throws(Failure) -> (PulseRow?, Bool, LimitFault?) in
            guard let row = try PulseRow.find(id, session) else { return (nil, false, nil) }
            guard row.status.after(.revive) != nil else { return (row, false, nil) }
            if terms.isLimited, let fault = try session.fault(LimitDemand(made: 1, opening: 1), of: row.columns.owner, at: now) {
                return (row, false, fault)
            }
            guard try session.revive(row, at: now, awaitsApproval: terms.awaitsApproval) else { return (row, false, nil) }
            return (try PulseRow.find(id, session), true, nil)
        }
        if let fault { return .overLimit(fault) }
        guard let pulse = try row?.pulse() else { return .unknown }
        return did ? .revived(pulse) : .refused(pulse)
    }
}
