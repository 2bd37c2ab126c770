import Foundation
import Processes

/// The file that holds the daemon's number for programs that look for one. What keeps two daemons apart is the state lock.
///
/// A crash leaves it behind, and the next start replaces it. Whoever holds the state lock may call this.
struct PidFile: Sendable {
    let path: String
    private let pid: Int32

    /// Writes the number of this process: whole or not at all, since it is renamed into place (rename(2)).
    ///
    /// Its folder is made where it is missing. Links are not followed. What is there is replaced only where it is this user's PID file
    /// of a process that is gone: a number that was written while a process of it already ran is that one's.
    ///
    /// - Throws: what is in the way, which is left as it is.
    static func write(_ path: String, pid: Int32 = getpid()) throws(HomeError) -> PidFile {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try PrivateFolder.create(String(path[..<slash])) }
        try judge(path, against: pid)
        let draft = path + ".new"
        // One that a crash left.
        if let left = try content(of: draft) {
            guard left.pid != nil || left.isEmpty else { throw .notAPidFile(path: draft) }
            unlink(draft)
        }
        let file: PrivateFile
        do { file = try PrivateFile(draft, create: true, exclusive: true) } catch { throw .cannotCreate(path: draft, error) }
        do throws(SystemFailure) {
            try file.append(Array("\(pid)\n".utf8))
            // Others may read it, whatever the mask says.
            guard fchmod(file.descriptor, 0o644) == 0 else { throw .last }
            try file.synchronize()
            guard rename(draft, path) == 0 else { throw .last }
        } catch {
            unlink(draft)
            throw .cannotWrite(path: path, error)
        }
        return PidFile(path: path, pid: pid)
    }

    /// Removes it, where it still holds our number.
    func remove() {
        guard let content = try? Self.content(of: path), content.pid == pid else { return }
        unlink(path)
    }

    /// Refuses to replace what is not ours to replace.
    private static func judge(_ path: String, against own: Int32) throws(HomeError) {
        guard let content = try content(of: path) else { return }
        guard let pid = content.pid else { throw .notAPidFile(path: path) }
        guard pid != own, let other = ProcessIdentity.of(pid: pid), other.isAlive, let age = other.age, age > content.age else { return }
        throw .pidFileInUse(path: path, pid: pid)
    }

    private struct Content {
        /// Nil where there is something else than a number and a line end.
        var pid: Int32?
        var isEmpty: Bool
        /// How long ago it was written.
        var age: Duration
    }

    /// What a file holds; nil where there is none.
    private static func content(of path: String) throws(HomeError) -> Content? {
        // Not to be opened: that may be refused, or wake somebody, for what is no plain file.
        let facts: FileFacts?
        do { facts = try FileFacts.of(path, followLinks: false) } catch { throw .cannotRead(path: path, error) }
        guard let facts else { return nil }
        guard facts.kind == .file else { throw .notAFile(path: path) }
        guard facts.owner == geteuid() else { throw .foreignOwner(path: path, owner: facts.owner, user: geteuid()) }
        do throws(SystemFailure) {
            let file = try PrivateFile(path, create: false)
            var status = stat()
            guard fstat(file.descriptor, &status) == 0 else { throw .last }
            #if canImport(Darwin)
                let written = status.st_mtimespec
            #else
                let written = status.st_mtim
            #endif
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            let age = Duration.seconds(now.tv_sec - written.tv_sec) + .nanoseconds(now.tv_nsec - written.tv_nsec)
            let bytes = try file.read(limit: 32)
            return Content(pid: number(in: bytes), isEmpty: bytes.isEmpty, age: age)
        } catch {
            throw error.code == ELOOP ? .notAFile(path: path) : .cannotRead(path: path, error)
        }
    }

    /// Digits and a line end, nothing else.
    private static func number(in bytes: [UInt8]) -> Int32? {
        guard bytes.last == UInt8(ascii: "\n"), bytes.count > 1 else { return nil }
        let digits = bytes.dropLast()
        guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
