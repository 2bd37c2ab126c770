internal import GRDB
internal import GRDBSQLite
package import Pulses

/// Whether a database is whole.
package enum Integrity: Hashable, Sendable {
    case whole
    /// What SQLite found first.
    case damaged(String)
    /// Nothing was found in the time there was.
    case unfinished
}

extension SQLiteStore {
    /// SQLite's version, as `3.46.1`.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// SQLite's version as one number: 3046001.
    package static var libraryNumber: Int { Int(sqlite3_libversion_number()) }

    /// Checks the whole file (`PRAGMA quick_check`) on a reader's connection, for as long as the limit lets it.
    package func integrity(within limit: Duration) async throws(StoreError) -> Integrity {
        try await read { db in
            guard let connection = db.sqliteConnection else { throw StoreError.closed }
            let deadline = UnsafeMutablePointer<ContinuousClock.Instant>.allocate(capacity: 1)
            deadline.initialize(to: .now + limit)
            defer {
                sqlite3_progress_handler(connection, 0, nil, nil)
                deadline.deallocate()
            }
            sqlite3_progress_handler(
                connection, 10_000,
                { context in
                    guard let deadline = context?.assumingMemoryBound(to: ContinuousClock.Instant.self) else { return 0 }
                    return ContinuousClock.now < deadline.pointee ? 0 : 1
                }, deadline)
            do {
                return try DatabaseFile.quickCheck(db).map(Integrity.damaged) ?? .whole
            } catch {
                let failure = Failure(error)
                if failure.code & 0xff == SQLITE_INTERRUPT { return .unfinished }
                if [SQLITE_CORRUPT, SQLITE_NOTADB].contains(failure.code & 0xff) { return .damaged(failure.message) }
                throw error
            }
        }
    }
}
