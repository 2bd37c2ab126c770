package import Pulses
package import Recurrence
import StrictJSON

extension SQLiteStore: PulseMaking {
    package func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] {
        let texts = orders.map(\.spec.stored)
        let answers = try await writer.submit { session throws(Failure) in
            var answers: [Answer] = []
            answers.reserveCapacity(orders.count)
            for (order, text) in zip(orders, texts) { answers.append(try Self.make(order, text: text, session)) }
            return answers
        }
        var made: [Made] = []
        made.reserveCapacity(orders.count)
        for (answer, order) in zip(answers, orders) { made.append(try answer.made(order.spec)) }
        return made
    }

    private enum Answer: Sendable {
        case created(PulseID)
        case kept(PulseRow)
        case replayed(PulseRow, wasCreated: Bool)
        case fingerprintConflict

        func made(_ spec: PulseSpec) throws(StoreError) -> Made {
            switch self {
            case .created(let id): return .created(Pulse.new(id: id, spec: spec))
            case .fingerprintConflict: return .fingerprintConflict
            case .kept(let row): return .kept(try row.pulse())
            case .replayed(let row, let wasCreated):
                let pulse = try row.pulse()
                return .replayed(Pulse.new(id: pulse.id, spec: pulse.spec), wasCreated: wasCreated)
            }
        }
    }

    private static func make(_ order: PulseOrder, text: [UInt8], _ session: Session) throws(Failure) -> Answer {
        let spec = order.spec
        let now = spec.createdAt.milliseconds
        if let wish = order.idempotency, let known = try remembered(wish, now: now, session) { return known }
        var answer: Answer?
        if let key = spec.key {
            let open = try session.statement(.openPulseWithKey).bind(1, key).first { PulseID($0.integer(0)) }
            if let open, let row = try PulseRow.find(open, session) { answer = .kept(row) }
        }
        let id: PulseID
        if case .kept(let row) = answer {
            id = PulseID(row.id)
        } else {
            id = try insert(spec, text: text, session)
        }
        if let wish = order.idempotency {
            var wasCreated = true
            if case .kept = answer { wasCreated = false }
            try session.statement(.forgetRequests).bind(1, now - Idempotency.lifetime.milliseconds).run()
            try session.statement(.rememberRequest).bind(1, wish.scope).bind(2, wish.key).bind(3, wish.fingerprint)
                .bind(4, id.value).bind(5, wasCreated ? 1 : 0).bind(6, now).run()
        }
        return answer ?? .created(id)
    }

    static func insert(_ spec: PulseSpec, text: [UInt8], _ session: Session) throws(Failure) -> PulseID {
        let due = spec.scheduledAt.milliseconds
        let id = try session.statement(.insertPulse).bind(1, spec.createdAt.milliseconds).bind(2, due)
            .bind(3, spec.priority.rawValue).bind(4, spec.key).bind(5, text: text).bind(6, spec.schedule?.value)
            .bind(7, spec.nominal?.milliseconds).bind(8, spec.owner).insert()
        guard let id else { throw Failure(code: 1, message: "the new pulse got no id") }
        try session.statement(.insertDue).bind(1, spec.priority.rawValue).bind(2, due).bind(3, id).run()
        if let expiry = spec.expiresAt { try session.statement(.insertExpiry).bind(1, expiry.milliseconds).bind(2, id).run() }
        try session.record(.pulseCreated, at: spec.createdAt.milliseconds, pulse: id, schedule: spec.schedule?.value)
        session.count(.open)
        session.specs.noteMade(id, spec, bytes: text.count)
        return PulseID(id)
    }

    private static func remembered(_ wish: Idempotency, now: Int64, _ session: Session) throws(Failure) -> Answer? {
        let known = try session.statement(.rememberedRequest).bind(1, wish.scope).bind(2, wish.key).first { row in
            (fingerprint: row.bytes(0), pulse: PulseID(row.integer(1)), created: row.integer(2) == 1, at: row.integer(3))
        }
        guard let known, now - known.at < Idempotency.lifetime.milliseconds else { return nil }
        guard known.fingerprint == wish.fingerprint, let row = try PulseRow.find(known.pulse, session) else {
            return .fingerprintConflict
        }
        return .replayed(row, wasCreated: known.created)
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
                try session.statement(.deleteDue).bind(1, row.columns.priority).bind(2, row.dueAt).bind(3, id.value).run()
                try session.statement(.cancelPulse).bind(1, id.value).bind(2, now.milliseconds).bind(3, "cancelled").run()
                try session.record(.pulseCancelled, at: now.milliseconds, pulse: id.value, schedule: schedule, detail: "cancelled")
                session.count(.open, -1)
                if row.status == .blocked { session.count(.status(.blocked), -1) }
                session.count(.status(.cancelled))
                if let schedule { try session.ended(.cancelled, of: ScheduleID(schedule), endedAt: now, now: now) }
                return (try PulseRow.find(id, session), true)
            case .completed, .failed, .cancelled, .missed: break
            }
            return (row, false)
        }
        guard let pulse = try row?.pulse() else { return .unknown }
        if did { return .cancelled(pulse) }
        return pulse.progress.status == .processing ? .running(pulse) : .alreadyEnded(pulse)
    }

    package func revive(_ id: PulseID, at now: Instant) async throws(StoreError) -> ReviveAnswer {
        let (row, did) = try await writer.submit { session throws(Failure) -> (PulseRow?, Bool) in
            guard let row = try PulseRow.find(id, session) else { return (nil, false) }
            guard row.status.after(.revive) != nil else { return (row, false) }
            if let key = row.columns.key,
                try session.statement(.openPulseWithKey).bind(1, key).first({ $0.integer(0) }) != nil
            {
                return (row, false)
            }
            try session.statement(.revivePulse).bind(1, id.value).bind(2, now.milliseconds).run()
            try session.statement(.insertDue).bind(1, row.columns.priority).bind(2, now.milliseconds).bind(3, id.value).run()
            try session.record(.pulseRevived, at: now.milliseconds, pulse: id.value, schedule: row.columns.schedule)
            session.count(.open)
            session.count(.status(row.status), -1)
            return (try PulseRow.find(id, session), true)
        }
        guard let pulse = try row?.pulse() else { return .unknown }
        return did ? .revived(pulse) : .refused(pulse)
    }
}
