import Foundation

/// What `doctor --fix` may do: it closes what is open to others, makes folders of its own and removes a socket that nobody listens on.
/// Nothing else is touched, a damaged database least of all.
package enum Mending: Hashable, Sendable {
    /// Gives a file, folder or socket that this user owns the mode; links are not followed.
    case restrict(path: String, mode: UInt32)
    /// Makes the folders of the house.
    case makeFolders
    /// Removes the socket of a daemon that is gone.
    case removeSocket(path: String)
}

extension Mending {
    /// Does it.
    ///
    /// - Returns: what was done, as a sentence.
    /// - Throws: why it was not.
    func carryOut(_ home: Home) throws(CommandFailure) -> String {
        switch self {
        case .restrict(let path, let mode):
            try Self.setMode(path, mode)
            return "closed \(path) to others (mode \(String(mode, radix: 8)))"
        case .makeFolders:
            do throws(HomeError) { try home.prepare() } catch { throw CommandFailure(error) }
            return "made the folders below \(home.state)"
        case .removeSocket(let path):
            try Self.whileLocked(home) { () throws(CommandFailure) in
                // Whoever holds the lock now may have begun to listen since it was looked at.
                guard !SocketProbe.answers(path) else {
                    throw CommandFailure(message: "somebody listens on \(path) now; it was left alone")
                }
                do throws(HomeError) { try SocketProbe.removeStale(path) } catch { throw CommandFailure(error) }
            }
            return "removed the socket \(path), on which nobody listens"
        }
    }

    private static func setMode(_ path: String, _ mode: UInt32) throws(CommandFailure) {
        func failure(_ what: String) -> CommandFailure { CommandFailure(message: "the mode of \(path) was not changed: \(what)") }
        guard let facts = (try? FileFacts.of(path, followLinks: false)).flatMap({ $0 }) else { throw failure("it is gone") }
        guard facts.owner == geteuid() else { throw failure("it belongs to user \(facts.owner)") }
        guard facts.kind != .link else { throw failure("it is a link, and links are not followed here") }
        // A socket cannot be opened; its folder is this user's alone, so nobody else can put a link in its place meanwhile.
        if facts.kind == .other {
            guard chmod(path, mode_t(mode)) == 0 else { throw failure(SystemFailure.last.description) }
            return
        }
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(SystemFailure.last.description) }
        defer { close(descriptor) }
        guard fchmod(descriptor, mode_t(mode)) == 0 else { throw failure(SystemFailure.last.description) }
    }

    /// Holds the lock without writing into its file: what a daemon that crashed left in there is for the next one to read.
    private static func whileLocked(_ home: Home, _ body: () throws(CommandFailure) -> Void) throws(CommandFailure) {
        let file: PrivateFile
        do {
            file = try PrivateFile(home.lock, create: true)
        } catch {
            throw CommandFailure(message: "the lock \(home.lock) cannot be opened: \(error)")
        }
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure(message: "the lock \(home.lock) is held; nothing was removed")
        }
        defer { flock(file.descriptor, LOCK_UN) }
        try body()
    }
}
