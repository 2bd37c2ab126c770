internal import GRDB
internal import GRDBSQLite
internal import Pulses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What SQLite said when a statement failed.
struct Failure: Error {
    /// The extended result code.
    var code: Int32
    var message: String

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as DatabaseError:
            self.init(code: error.extendedResultCode.rawValue, message: error.message ?? error.description)
        default: self.init(code: SQLITE_ERROR, message: String(describing: error))
        }
    }

    /// The error for callers. SQLite reports a full disk as `SQLITE_FULL` for pages, but as an I/O error where it grows the shared
    /// memory file; only a look at the file system tells those apart from a failing disk.
    func storeError(folder: String) -> StoreError {
        switch code & 0xff {
        case SQLITE_FULL: .full(folder)
        case SQLITE_IOERR where code == sharedMemoryGrowth && hasNoRoom(folder): .full(folder)
        case SQLITE_IOERR where code == outOfMemory: .busy
        // Another program holds the file for a moment, or this one is short of descriptors or memory: nothing is broken.
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_PROTOCOL: .busy
        default: .broken("\(message) (SQLite code \(code)) in \(folder)")
        }
    }

    private func hasNoRoom(_ folder: String) -> Bool {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return false }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize) < 1 << 20
    }
}

/// The code `SQLITE_IOERR_SHMSIZE`; the importer leaves out macros that are computed.
private let sharedMemoryGrowth: Int32 = SQLITE_IOERR | (19 << 8)

/// The code `SQLITE_IOERR_NOMEM`.
private let outOfMemory: Int32 = SQLITE_IOERR | (12 << 8)
