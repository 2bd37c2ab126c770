internal import GRDB
package import Pulses
package import Recurrence

extension SQLiteStore {
    package func begin(_ request: Idempotency, by owner: BootID, at now: Instant) async throws(StoreError) -> RequestBegun {
        try await writer.submit { session throws(Failure) in
            let known = try session.statement(.requestAnswer).bind(1, request.scope).bind(2, request.key).first { RequestRow($0) }
            let standing = known.flatMap { $0.standing(of: request, by: owner, at: now) }
            if let standing, standing != .takenOver { return standing }
            try session.statement(.forgetRequests).bind(1, (now - Idempotency.lifetime).milliseconds).run()
            try session.statement(.beginRequest).bind(1, request.scope).bind(2, request.key).bind(3, request.fingerprint)
                .bind(4, now.milliseconds).bind(5, owner.text).run()
            return standing ?? .new
        }
    }

    package func finish(_ request: Idempotency, by owner: BootID, with answer: KeptAnswer) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            let statement = try session.statement(.finishRequest).bind(1, request.scope).bind(2, request.key).bind(3, owner.text)
                .bind(4, answer.status).bind(5, answer.location)
            if let body = answer.body { statement.bind(6, body) } else { statement.bind(6, nil as String?) }
            _ = try statement.run()
        }
    }

    package func abandon(_ request: Idempotency, by owner: BootID) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            _ = try session.statement(.abandonRequest).bind(1, request.scope).bind(2, request.key).bind(3, owner.text).run()
        }
    }
}

/// A row of `StoreStatement.requestAnswer`.
private struct RequestRow {
    var fingerprint: [UInt8]
    var pulse: Int64
    var at: Instant
    var owner: String?
    var status: Int64?
    var location: String?
    var body: [UInt8]?

    init(_ row: borrowing HotRow) {
        fingerprint = row.bytes(0)
        pulse = row.integer(1)
        at = Instant(milliseconds: row.integer(2))
        owner = row.optionalText(3)
        status = row.optionalInteger(4)
        location = row.optionalText(5)
        body = row.optionalBytes(6)
    }

    /// How a request stands; nil where its key is forgotten.
    func standing(of request: Idempotency, by asking: BootID, at now: Instant) -> RequestBegun? {
        guard now - at < Idempotency.lifetime else { return nil }
        guard fingerprint == request.fingerprint, pulse == 0 else { return .conflict }
        if let status { return .answered(KeptAnswer(status: Int(status), location: location, body: body)) }
        return owner == asking.text && now - at < Idempotency.patience ? .inProgress : .takenOver
    }
}

extension SQLiteStore {
    package func made(by request: Idempotency, at now: Instant) async throws(StoreError) -> Made? {
        let known = try await read { db -> (RequestRow, PulseRow?, wasCreated: Bool)? in
            let keys: StatementArguments = [request.scope, request.key]
            guard let row = try db.rows(StoreStatement.requestAnswer.text, keys, { RequestRow($0) }).first else { return nil }
            let pulse = try db.rows(StoreStatement.selectPulse.text, [row.pulse]) { PulseRow($0) }.first
            let created = try db.rows(StoreStatement.rememberedRequest.text, keys) { $0.integer(2) == 1 }.first
            return (row, pulse, created ?? false)
        }
        guard let (row, pulse, wasCreated) = known, now - row.at < Idempotency.lifetime else { return nil }
        guard row.fingerprint == request.fingerprint, let pulse else { return .fingerprintConflict }
        return .replayed(try pulse.asMade(), wasCreated: wasCreated)
    }
}
