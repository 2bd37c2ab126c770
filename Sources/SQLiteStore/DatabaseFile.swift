import Foundation
internal import GRDB
internal import GRDBSQLite
import Pulses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file itself: made once, recognised, checked, opened with the settings that durability needs.
///
/// Beside the file lies a marker (`upbeat.db.made`). It says that there has been a database, so that one that vanished is told from a
/// first start. A new database is made under another name and renamed, so that a crash leaves a whole file or none.
struct DatabaseFile {
    let path: String

    var folder: String { (path as NSString).deletingLastPathComponent }
    var marker: String { path + ".made" }

    /// Up to this size the whole file is checked before it is opened; a larger one is checked while the daemon already works.
    private static let quickCheckLimit = 32 << 20

    func open() throws(OpenError) -> DatabasePool {
        if exists(path) {
            try recognise()
            try inspect()
        } else if exists(marker) || exists(path + "-wal") {
            throw .vanished(path: path, marker: exists(marker) ? marker : path + "-wal")
        } else {
            try make()
        }
        let pool = try connect()
        try touchMarker()
        return pool
    }

    // MARK: making

    private func make() throws(OpenError) {
        let draft = path + ".new"
        for leftover in [draft, draft + "-wal", draft + "-shm", draft + "-journal"] { unlink(leftover) }
        try createPrivately(draft)
        do {
            let queue = try DatabaseQueue(path: draft)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
            try Schema.migrator.migrate(queue)
            // Last, so that the file needs no change of its kind once it has its name: a crash would leave a journal beside it.
            // All rows are fetched: the change is written at the statement's end, and what goes wrong then is told to nobody who left early.
            let mode = try queue.writeWithoutTransaction { db in try String.fetchAll(db, sql: "PRAGMA journal_mode = WAL") }
            guard mode == ["wal"] else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
            try queue.close()
        } catch {
            throw openError(Failure(error))
        }
        guard rename(draft, path) == 0, syncFolder() else { throw .unreadable(path: path, why: lastError()) }
    }

    private func createPrivately(_ file: String) throws(OpenError) {
        let descriptor = Self.openFile(file, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            switch errno {
            case ENOSPC, EDQUOT: throw .noRoom(path: path)
            case EROFS, EACCES: throw .readOnly(path: path)
            default: throw .unreadable(path: path, why: lastError())
            }
        }
        Self.closeFile(descriptor)
    }

    private func touchMarker() throws(OpenError) {
        guard !exists(marker) else { return }
        try createPrivately(marker)
        guard syncFolder() else { throw .unreadable(path: path, why: lastError()) }
    }

    private func syncFolder() -> Bool {
        let descriptor = Self.openFile(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return false }
        defer { Self.closeFile(descriptor) }
        return fsync(descriptor) == 0
    }

    // MARK: recognising

    /// Looks at the file's header with plain reads, so that a file that is not ours is not touched by SQLite at all.
    func recognise() throws(OpenError) {
        let descriptor = Self.openFile(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, why: errno == ELOOP ? "it is a link, and links are not followed here" : lastError())
        }
        defer { Self.closeFile(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = read(descriptor, &header, 100)
        guard count >= 0 else { throw .unreadable(path: path, why: lastError()) }
        guard count > 0 else { throw .empty(path: path) }
        guard count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else { throw .notADatabase(path: path) }
        // SQLite file format, section 1.3: the application id is at offset 68, big-endian.
        let id = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        guard id == Schema.applicationID else { throw .foreign(path: path) }
    }

    /// Opens the file read-only and looks at its version and, where it is small, at all of it.
    private func inspect() throws(OpenError) {
        var configuration = Configuration()
        // With a journal beside it a crash is not yet undone, and that needs writing.
        configuration.readonly = !exists(path + "-journal")
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            let (isNewer, isWhole, problem) = try queue.read { db in
                let isNewer = try Schema.migrator.hasBeenSuperseded(db)
                let wanted = Schema.tables(after: try Schema.migrator.appliedMigrations(db).count)
                let tables = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
                let problem = try size() <= Self.quickCheckLimit ? Self.quickCheck(db) : nil
                return (isNewer, tables.isSuperset(of: wanted), problem)
            }
            if isNewer { throw OpenError.newer(path: path) }
            if let problem { throw OpenError.damaged(path: path, what: problem) }
            if !isWhole { throw OpenError.damaged(path: path, what: "tables are missing") }
        } catch let error as OpenError {
            throw error
        } catch {
            throw openError(Failure(error))
        }
    }

    static func quickCheck(_ db: Database) throws -> String? {
        let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        guard answer == "ok" else { return answer?.replacingOccurrences(of: "\n", with: " ") ?? "no answer" }
        // The check takes an emptied sequence for a sound one; ids would be used again.
        for table in ["pulse", "schedule"] where try db.tableExists(table) {
            let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table]) ?? 0
            let highest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM \(table)") ?? 0
            if last < highest { return "the sequence of ids is behind" }
        }
        return nil
    }

    /// Checks a large file on a reader's connection; damage ends the daemon.
    func checkLater(_ pool: DatabasePool, _ writer: Writer) {
        guard (try? size()) ?? 0 > Self.quickCheckLimit else { return }
        pool.asyncRead { result in
            do {
                if let problem = try Self.quickCheck(result.get()) {
                    writer.breakDown(.broken(OpenError.damaged(path: path, what: problem).description))
                }
            } catch {
                let failure = Failure(error)
                if [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR].contains(failure.code & 0xff) {
                    writer.breakDown(failure.storeError(folder: folder))
                }
            }
        }
    }

    // MARK: connecting

    private func connect() throws(OpenError) -> DatabasePool {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        configuration.label = "upbeat"
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try backUpBeforeMigration(pool)
            try Schema.migrator.migrate(pool)
            let settings = try pool.writeWithoutTransaction { db in
                // GRDB turns this down to NORMAL when it sets up WAL, so it is set last and read back (DESIGN.md, numbers).
                try db.execute(
                    sql:
                        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY"
                )
                let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
                let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
                // Proves that the file can be written before anything is promised.
                try db.execute(sql: "BEGIN IMMEDIATE; PRAGMA application_id = \(Schema.applicationID); COMMIT")
                return "journal_mode=\(journal) synchronous=\(synchronous)"
            }
            guard settings == "journal_mode=wal synchronous=2" else { throw OpenError.notDurable(path: path, mode: settings) }
            return pool
        } catch let error as OpenError {
            throw error
        } catch {
            throw openError(Failure(error))
        }
    }

    /// A copy of the file as it was, before a newer layout is put on it.
    private func backUpBeforeMigration(_ pool: DatabasePool) throws {
        let applied = try pool.read { try Schema.migrator.appliedMigrations($0) }
        guard applied.count < Schema.migrator.migrations.count else { return }
        let copy = path + ".before-\(applied.count + 1)"
        unlink(copy)
        try createPrivately(copy)
        try pool.backup(to: DatabaseQueue(path: copy))
    }

    func openError(_ failure: Failure) -> OpenError {
        switch failure.code & 0xff {
        case SQLITE_FULL: .noRoom(path: path)
        case SQLITE_READONLY: .readOnly(path: path)
        case SQLITE_CORRUPT: .damaged(path: path, what: failure.message)
        case SQLITE_NOTADB: .notADatabase(path: path)
        default:
            if case .full = failure.storeError(folder: folder) {
                .noRoom(path: path)
            } else if access(folder, W_OK) != 0 {
                .readOnly(path: path)
            } else {
                .unreadable(path: path, why: failure.message)
            }
        }
    }

    // MARK: files

    func exists(_ file: String) -> Bool {
        var facts = stat()
        return lstat(file, &facts) == 0
    }

    private func size() throws -> Int {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw Failure(code: SQLITE_CANTOPEN, message: lastError()) }
        return Int(facts.st_size)
    }

    private func lastError() -> String { String(cString: strerror(errno)) }

    private static func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags, mode)
        #else
            Darwin.open(path, flags, mode)
        #endif
    }

    private static func closeFile(_ descriptor: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
