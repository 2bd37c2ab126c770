import Foundation

/// Folders that are this user's alone.
enum PrivateFolder {
    /// Makes the folder where it is missing, then checks it.
    static func ensure(_ path: String, followLinks: Bool = true) throws(HomeError) {
        try create(path)
        try check(path, followLinks: followLinks)
    }

    /// Makes the folder and those above it that are missing, each with mode 0700. What is there is left as it is.
    static func create(_ path: String) throws(HomeError) {
        if mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST:
            return
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw .cannotCreate(path: path, SystemFailure(code: ENOENT))
            }
            try create(String(path[..<slash]))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .cannotCreate(path: path, .last) }
        default:
            throw .cannotCreate(path: path, .last)
        }
    }

    /// Refuses a folder, or one above it, that this user may not enter; what is not there is no matter here.
    static func checkAccess(_ path: String) throws(HomeError) {
        guard access(path, R_OK | X_OK) != 0, errno == EACCES else { return }
        let facts = (try? FileFacts.of(path)).flatMap { $0 }
        guard let facts, facts.owner != geteuid() else { throw .cannotRead(path: path, SystemFailure(code: EACCES)) }
        throw .foreignOwner(path: path, owner: facts.owner, user: geteuid())
    }

    /// Refuses what is no folder, belongs to another user or lets others in. It changes nothing: whoever opened a folder
    /// to others may have had a reason, and is told how to close it.
    static func check(_ path: String, followLinks: Bool = true) throws(HomeError) {
        let facts: FileFacts?
        do { facts = try FileFacts.of(path, followLinks: followLinks) } catch { throw .cannotRead(path: path, error) }
        guard let facts else { throw .cannotRead(path: path, SystemFailure(code: ENOENT)) }
        guard facts.kind == .folder else { throw .notAFolder(path: path) }
        guard facts.owner == geteuid() else { throw .foreignOwner(path: path, owner: facts.owner, user: geteuid()) }
        guard facts.mode & 0o077 == 0 else { throw .openToOthers(path: path, mode: facts.mode, wanted: 0o700) }
    }
}
