internal import GRDB
package import Pulses
package import Recurrence

extension SQLiteStore: AccessRecords {
    package func tokens() async throws(StoreError) -> [AccessToken] {
        try await read { db in
            try db.rows(
                """
                SELECT name, hash, created_at, scope, agent, expires_at, revoked_at, last_used_at FROM token ORDER BY created_at, name, hash
                """
            ) { AccessToken($0) }
        }
    }

    package func add(_ token: AccessToken) async throws(StoreError) -> Bool {
        try await writer.submit { session throws(Failure) in
            try session.statement(.insertToken).bind(1, token.hash).bind(2, token.name).bind(3, token.createdAt.milliseconds)
                .bind(4, token.scope.rawValue).bind(5, token.agent).bind(6, token.expiresAt?.milliseconds)
                .bind(7, token.revokedAt?.milliseconds).bind(8, token.lastUsedAt?.milliseconds).run() > 0
        }
    }

    package func revokeToken(named name: String, at now: Instant) async throws(StoreError) -> AccessToken? {
        try await writer.submit { session throws(Failure) in
            try session.statement(.revokeToken).bind(1, name).bind(2, now.milliseconds).first { AccessToken($0) }
        }
    }

    package func noteUse(ofToken hash: [UInt8], at: Instant) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            _ = try session.statement(.noteTokenUse).bind(1, hash).bind(2, at.milliseconds).run()
        }
    }
}

extension AccessToken {
    fileprivate init(_ row: borrowing HotRow) {
        // What cannot be read gives the least.
        self.init(
            name: row.text(0), hash: row.bytes(1), createdAt: Instant(milliseconds: row.integer(2)),
            scope: Agent.Scope(rawValue: row.text(3)) ?? .read, agent: row.optionalText(4),
            expiresAt: row.optionalInteger(5).map { Instant(milliseconds: $0) },
            revokedAt: row.optionalInteger(6).map { Instant(milliseconds: $0) },
            lastUsedAt: row.optionalInteger(7).map { Instant(milliseconds: $0) })
    }
}
