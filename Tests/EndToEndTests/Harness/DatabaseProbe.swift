import Foundation

/// The daemon's file, opened with the system's SQLite behind the daemon's back: to look, and, where a fault is planted, to change.
///
/// The library is loaded when it is needed; the daemon needs the same one, so that nothing is to be installed for this.
final class DatabaseProbe {
    private typealias Open =
        @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>, Int32, UnsafePointer<CChar>?) -> Int32
    private typealias Prepare =
        @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>, Int32, UnsafeMutablePointer<OpaquePointer?>, UnsafeMutablePointer<UnsafePointer<CChar>?>?
        ) -> Int32
    private typealias OnStatement = @convention(c) (OpaquePointer?) -> Int32
    private typealias Text = @convention(c) (OpaquePointer?, Int32) -> UnsafePointer<UInt8>?
    private typealias Message = @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?

    private struct Library: @unchecked Sendable {
        // A handle that is never closed, and addresses in it.
        let open: Open
        let close: OnStatement
        let prepare: Prepare
        let step: OnStatement
        let columns: OnStatement
        let finalize: OnStatement
        let text: Text
        let message: Message

        static let system: Library? = {
            let names = ["libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib"]
            guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else { return nil }
            func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
                dlsym(handle, name).map { unsafeBitCast($0, to: type) }
            }
            guard let open = symbol("sqlite3_open_v2", as: Open.self), let close = symbol("sqlite3_close", as: OnStatement.self),
                let prepare = symbol("sqlite3_prepare_v2", as: Prepare.self), let step = symbol("sqlite3_step", as: OnStatement.self),
                let columns = symbol("sqlite3_column_count", as: OnStatement.self),
                let finalize = symbol("sqlite3_finalize", as: OnStatement.self),
                let text = symbol("sqlite3_column_text", as: Text.self), let message = symbol("sqlite3_errmsg", as: Message.self)
            else { return nil }
            return Library(
                open: open, close: close, prepare: prepare, step: step, columns: columns, finalize: finalize, text: text,
                message: message)
        }()
    }

    private let library: Library
    private var database: OpaquePointer?

    /// - Parameter writable: to plant faults; else nothing is changed, not even by a checkpoint.
    init(_ path: String, writable: Bool = false) throws {
        guard let library = Library.system else { throw HarnessError("libsqlite3 is not installed") }
        self.library = library
        guard library.open(path, &database, writable ? 2 : 1, nil) == 0 else { throw failure("opening \(path)") }
        _ = try rows("PRAGMA busy_timeout = 2000")
    }

    deinit { close() }

    func close() {
        _ = library.close(database)
        database = nil
    }

    /// Runs one statement; every value as text, NULL as nil.
    @discardableResult
    func rows(_ sql: String) throws -> [[String?]] {
        var statement: OpaquePointer?
        guard library.prepare(database, sql, -1, &statement, nil) == 0 else { throw failure(sql) }
        defer { _ = library.finalize(statement) }
        var rows: [[String?]] = []
        while true {
            switch library.step(statement) {
            case 100: rows.append((0..<library.columns(statement)).map { library.text(statement, $0).map { String(cString: $0) } })
            case 101: return rows
            default: throw failure(sql)
            }
        }
    }

    /// The first value of the first row.
    func value(_ sql: String) throws -> String? { try rows(sql).first?.first ?? nil }

    private func failure(_ what: String) -> HarnessError {
        HarnessError("SQLite: \(what): \(library.message(database).map { String(cString: $0) } ?? "?")")
    }
}
