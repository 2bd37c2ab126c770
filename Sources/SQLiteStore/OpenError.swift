/// Why a database file was not opened. The file is left as it is.
package enum OpenError: Error, Hashable, Sendable, CustomStringConvertible {
    case vanished(path: String, marker: String)
    case empty(path: String)
    case notADatabase(path: String)
    case foreign(path: String)
    case newer(path: String)
    case damaged(path: String, what: String)
    case unreadable(path: String, why: String)
    case readOnly(path: String)
    case noRoom(path: String)
    case notDurable(path: String, mode: String)
    /// There has never been one.
    case absent(path: String)
    /// It is to be read alone, and was written by an older Upbeat.
    case older(path: String)
    /// It is to be read alone, and changes wait in its log that cannot be found without its index.
    case logWithoutIndex(path: String)

    package var description: String {
        switch self {
        case .vanished(let path, let marker):
            "the database \(path) was there and is missing; put it back from a backup, or remove \(marker) to begin with an empty one"
        case .empty(let path):
            "the database \(path) is an empty file; put it back from a backup, or remove it together with its marker to begin anew"
        case .notADatabase(let path):
            "\(path) is not an SQLite database; move it away or put the right file back from a backup"
        case .foreign(let path):
            "\(path) is a database of another program; move it away or set UPBEAT_HOME to another folder"
        case .newer(let path):
            "the database \(path) was written by a newer Upbeat; start that version, or restore the backup it made before it changed it"
        case .damaged(let path, let what):
            "the database \(path) is damaged (\(what)); put it back from a backup; it was left as it is"
        case .unreadable(let path, let why):
            "the database \(path) cannot be opened: \(why); see that it belongs to you and has mode 0600"
        case .readOnly(let path):
            "the database \(path) cannot be written: its file, folder or disk is read-only; make it writable"
        case .noRoom(let path):
            "there is no room left on the disk of \(path); free some and start again"
        case .notDurable(let path, let mode):
            "SQLite did not take the durable settings for \(path) (\(mode)); this file system cannot hold it, use a local disk"
        case .absent(let path): "nothing has been stored yet: there is no database \(path); the first start makes it (`upbeat run`)"
        case .older(let path):
            "the database \(path) was written by an older Upbeat; `upbeat run` brings it up to date, and keeps a copy of it as it was"
        case .logWithoutIndex(let path):
            "the database \(path) has changes in \(path)-wal that cannot be read without \(path)-shm; `upbeat run` takes them in"
        }
    }
}
