import Foundation
internal import GRDB
package import Pulses
import Recurrence

extension SQLiteStore: AccessRecords {
    package func tokens() async throws(StoreError) -> [AccessToken] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT name, hash, created_at FROM token ORDER BY created_at, name").map { row in
                AccessToken(name: row[0], hash: Array(row[1] as Data), createdAt: Instant(milliseconds: row[2]))
            }
        }
    }

    package func add(_ token: AccessToken) async throws(StoreError) {
        try await writer.submit { session throws(Failure) in
            _ = try session.statement(.insertToken).bind(1, token.hash).bind(2, token.name)
                .bind(3, token.createdAt.milliseconds).run()
        }
    }
}
