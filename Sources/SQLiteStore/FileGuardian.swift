import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sees whether the files that are written are still the ones that a next start would find. SQLite goes on writing into a file that was
/// removed or moved away under it; what it acknowledged then would be gone with the process.
final class FileGuardian: Sendable {
    private struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
    }

    private let paths: [String]
    /// What each path led to when it was first there.
    private let known: Mutex<[String: Identity]>

    /// - Parameter path: of the database, which exists; its log may come later.
    init(path: String) {
        paths = [path, path + "-wal"]
        known = Mutex([:])
    }

    /// What has gone or become another file, as a sentence; nil while all is well. Costs a look at each path.
    func missing() -> String? {
        known.withLock { known in
            for path in paths {
                let now = Self.identity(of: path)
                guard let first = known[path] else {
                    known[path] = now
                    continue
                }
                if now == nil { return "\(path) was removed or moved away while it was in use" }
                if now != first { return "\(path) was replaced by another file while it was in use" }
            }
            return nil
        }
    }

    private static func identity(of path: String) -> Identity? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return nil }
        return Identity(device: UInt64(facts.st_dev), inode: UInt64(facts.st_ino))
    }
}
