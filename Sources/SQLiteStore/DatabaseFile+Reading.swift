import Foundation
internal import GRDB
internal import GRDBSQLite

extension DatabaseFile {
    /// Opens the file for reading alone: no lock of ours, no migration, no change of any file.
    ///
    /// SQLite reads a file in WAL mode by its index in shared memory, which it would make or mark (sqlite.org/wal.html, section 5). So:
    /// - where the index is there, it is opened for reading (`readonly_shm`, the name of a test parameter of SQLite's that all versions
    ///   since 3.22 know). Beside a process that writes, living or stopped, its locks are respected; after a crash SQLite reads the log
    ///   through an index of its own in memory;
    /// - where the log is empty or gone, as after an orderly end, all is in the file, which is opened as unchanging (`immutable`); that works
    ///   on a folder that is read-only as well. SQLite would make the log, or give an empty one the mode of the file;
    /// - a log without its index cannot be read without making one, and is refused.
    func openForReading() throws(OpenError) -> DatabaseQueue {
        guard exists(path) else {
            if exists(marker) { throw .vanished(path: path, marker: marker) }
            throw .absent(path: path)
        }
        try recognise()
        let target = try readingTarget()
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        configuration.label = "upbeat.reading"
        do {
            let queue = try DatabaseQueue(path: target, configuration: configuration)
            let (isNewer, isOlder) = try queue.read { db in
                let applied = try Schema.migrator.appliedMigrations(db)
                return (try Schema.migrator.hasBeenSuperseded(db), applied.count < Schema.migrator.migrations.count)
            }
            if isNewer { throw OpenError.newer(path: path) }
            if isOlder { throw OpenError.older(path: path) }
            return queue
        } catch let error as OpenError {
            throw error
        } catch {
            throw openError(Failure(error))
        }
    }

    /// The file as a URI with its parameters; the path alone where SQLite was built without URIs, and marks its readers.
    private func readingTarget() throws(OpenError) -> String {
        let (log, file) = (facts(of: path + "-wal"), facts(of: path))
        let isLogUsed = log.map { $0.size > 0 } ?? false
        let mode: String
        if exists(path + "-shm"), isLogUsed || log.map(\.mode) == file?.mode {
            mode = "readonly_shm=1"
        } else if !isLogUsed {
            mode = "immutable=1"
        } else {
            throw .logWithoutIndex(path: path)
        }
        guard sqlite3_compileoption_used("USE_URI") != 0 else { return path }
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")
        let encoded = path.addingPercentEncoding(withAllowedCharacters: plain) ?? path
        return "file:\(encoded)?mode=ro&\(mode)"
    }

    /// Nil where there is no such file.
    private func facts(of file: String) -> (size: Int, mode: UInt32)? {
        var facts = stat()
        return lstat(file, &facts) == 0 ? (Int(facts.st_size), UInt32(facts.st_mode)) : nil
    }
}
