internal import GRDBSQLite
import Synchronization

/// A statement prepared once with SQLite's C API on GRDB's own connection: GRDB's statements cost twice as much (DESIGN.md, numbers).
///
/// It belongs to the writer's thread. Every use ends in `reset`, which `run` and `rows` do themselves.
final class HotStatement {
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private let counter: StatementCounter

    init(_ sql: String, on connection: OpaquePointer, counter: StatementCounter) throws(Failure) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw Failure(code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
        }
        self.handle = handle
        self.connection = connection
        self.counter = counter
    }

    deinit { sqlite3_finalize(handle) }

    // MARK: binding, by position from 1

    @discardableResult
    func bind(_ position: Int32, _ value: Int64) -> HotStatement {
        sqlite3_bind_int64(handle, position, value)
        return self
    }

    @discardableResult
    func bind(_ position: Int32, _ value: Int) -> HotStatement { bind(position, Int64(value)) }

    @discardableResult
    func bind(_ position: Int32, _ value: Int64?) -> HotStatement {
        guard let value else {
            sqlite3_bind_null(handle, position)
            return self
        }
        return bind(position, value)
    }

    @discardableResult
    func bind(_ position: Int32, _ text: String?) -> HotStatement {
        guard var text else {
            sqlite3_bind_null(handle, position)
            return self
        }
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(handle, position, characters.baseAddress, Int32(characters.count), Self.transient)
            }
        }
        return self
    }

    @discardableResult
    func bind(_ position: Int32, _ bytes: [UInt8]) -> HotStatement {
        _ = bytes.withUnsafeBytes { sqlite3_bind_blob(handle, position, $0.baseAddress, Int32($0.count), Self.transient) }
        return self
    }

    /// Text that is UTF-8 already.
    @discardableResult
    func bind(_ position: Int32, text: [UInt8]) -> HotStatement {
        _ = text.withUnsafeBytes { bytes in
            sqlite3_bind_text(
                handle, position, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), Self.transient)
        }
        return self
    }

    /// Tells SQLite to copy what is bound.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    // MARK: running

    /// Runs a statement that gives no rows; returns how many rows it changed.
    @discardableResult
    func run() throws(Failure) -> Int {
        counter.count()
        let code = sqlite3_step(handle)
        defer { sqlite3_reset(handle) }
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure() }
        return Int(sqlite3_changes(connection))
    }

    /// Runs an insert of at most one row; returns its id, nil where none was inserted.
    ///
    /// `RETURNING` would tell it too, but makes SQLite open a table in memory for each run: half as much again.
    func insert() throws(Failure) -> Int64? {
        try run() > 0 ? sqlite3_last_insert_rowid(connection) : nil
    }

    /// Runs a query and hands each row to `body`.
    func rows(_ body: (borrowing HotRow) -> Void) throws(Failure) {
        counter.count()
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: body(HotRow(handle: handle))
            case SQLITE_DONE: return
            default: throw failure()
            }
        }
    }

    /// Runs a query of at most one row.
    func first<R>(_ body: (borrowing HotRow) -> R) throws(Failure) -> R? {
        var found: R?
        try rows { row in
            if found == nil { found = body(row) }
        }
        return found
    }

    private func failure() -> Failure {
        Failure(code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
    }
}

/// The row a statement stands on; columns count from 0.
struct HotRow: ~Copyable {
    let handle: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }

    /// The bytes of a text; empty where it is null.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func optionalBytes(_ column: Int32) -> [UInt8]? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : bytes(column)
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func optionalText(_ column: Int32) -> String? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
    }
}

/// How many statements the writer has run; a test holds the number per pulse against it.
final class StatementCounter: Sendable {
    private let total = Atomic<Int>(0)

    func count() { total.wrappingAdd(1, ordering: .relaxed) }

    var value: Int { total.load(ordering: .relaxed) }
}
