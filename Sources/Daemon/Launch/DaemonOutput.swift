import Foundation

/// The file `daemon.out`: what a daemon in the background writes to its standard output and standard error, from its start on.
///
/// The log has a file of its own; here are the words of a start that fails, and what the language's runtime says in a crash. The file is
/// locked while a daemon that writes to it lives, so that no second start empties it.
struct DaemonOutput: Sendable {
    /// So many bytes are read.
    static let limit = 65_536

    let file: PrivateFile

    /// Opens the file empty, without following a link; nil while another start, or the daemon that came of one, has it.
    ///
    /// What the daemon before said is kept as `daemon.out.1`: after a crash a person may start anew before reading it.
    init?(_ path: String) throws(HomeError) {
        guard let last = try Self.locked(path) else { return nil }
        guard try last.check().size > 0 else {
            file = last
            return
        }
        guard rename(path, path + ".1") == 0 else { throw .cannotWrite(path: path + ".1", .last) }
        // `last` and its lock are held until here: nobody else renames meanwhile.
        guard let fresh = try Self.locked(path) else { return nil }
        file = fresh
    }

    /// The file at the path, with the lock on it.
    private static func locked(_ path: String) throws(HomeError) -> PrivateFile? {
        let file: PrivateFile
        do {
            file = try PrivateFile(path, create: true, append: true)
        } catch {
            throw [ELOOP, ENXIO, EISDIR].contains(error.code) ? .notAFile(path: path) : .cannotWrite(path: path, error)
        }
        let facts = try file.check()
        // The child's descriptors are of the same open file, so the lock lives as long as the daemon. Where the file system has no
        // locks the state lock still keeps two daemons apart.
        if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return nil }
        // It may have been renamed between opening and locking.
        guard let now = try? FileFacts.of(path, followLinks: false), now.inode == facts.inode, now.device == facts.device else {
            return nil
        }
        return file
    }

    /// What the daemon has said so far, line by line: warnings, and whatever else, without the program's name before each.
    func words() -> (warnings: [String], rest: [String]) {
        let bytes = (try? file.read(limit: Self.limit)) ?? []
        var (warnings, rest): ([String], [String]) = ([], [])
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("upbeat: warning: ") {
                warnings.append(String(line.dropFirst("upbeat: warning: ".count)))
            } else {
                rest.append(String(line.hasPrefix("upbeat: ") ? line.dropFirst("upbeat: ".count) : line))
            }
        }
        return (warnings, rest)
    }
}
