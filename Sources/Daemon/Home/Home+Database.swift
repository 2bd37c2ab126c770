import Foundation

extension Home {
    /// Refuses a database that belongs to another user, and closes one that others may read, as a copy that was put back may be: SQLite
    /// gives its other files the same mode. Only who holds the lock may call this, before the database is opened.
    ///
    /// Links and what cannot be opened are left to the store, which says what is wrong with them.
    func closeDatabase() throws(HomeError) {
        for path in [database, database + "-wal", database + "-shm"] {
            guard let file = try? PrivateFile(path, create: false), let facts = try? file.facts(), facts.kind == .file else { continue }
            guard facts.owner == geteuid() else { throw .foreignOwner(path: path, owner: facts.owner, user: geteuid()) }
            guard facts.mode & 0o077 != 0 else { continue }
            guard fchmod(file.descriptor, 0o600) == 0 else { throw .cannotWrite(path: path, .last) }
        }
    }
}
