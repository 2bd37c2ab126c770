import Foundation
import Processes
import Pulses
import Recurrence
import Synchronization

/// The lock on the state folder: whoever holds it is the one process that may write there.
///
/// It is a `flock` on `upbeat.lock`, so it ends with the process, however that ends; the file is never unlinked. What
/// is in the file (`LockContent`: who holds it, and how it ended) is for people, for messages, and for whoever comes after a crash.
/// Children do not inherit it (O_CLOEXEC).
package final class StateLock: Sendable {
    private struct State {
        var file: PrivateFile?
        var content: LockContent
    }

    private let state: Mutex<State>

    /// What marks this state folder's runs: device and inode of the lock file in hexadecimal, `<dev>-<ino>`.
    package let fingerprint: String

    /// The daemon whose crash was not on record yet when the lock was taken; see `settle`.
    let dead: DeadLife?

    private init(file: PrivateFile, facts: FileFacts, content: LockContent) {
        state = Mutex(State(file: file, content: content))
        dead = content.earlier
        fingerprint = Self.fingerprint(of: facts)
    }

    deinit { release() }

    /// Takes the lock or throws at once.
    package static func take(_ home: Home, as holder: LockHolder) throws(LockError) -> StateLock {
        let path = home.lock
        // The file may be replaced by hand between opening and locking; then the lock on the old one is worth nothing.
        for _ in 0..<10 {
            let file = try open(path)
            guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let failure = SystemFailure.last
                guard failure.code == EWOULDBLOCK || failure.code == EINTR else { throw .notSupported(path: path, failure) }
                throw .held(path: path, by: currentHolder(home))
            }
            let facts = try check(file)
            guard let now = try? FileFacts.of(path, followLinks: false), now.inode == facts.inode, now.device == facts.device else {
                continue
            }
            let before = try? file.read(limit: 16_384)
            let dead = before.flatMap { LockContent(parsing: $0) }?.crashed(touchedAt: facts.touchedAt)
            let content = LockContent(holder: holder, earlier: dead)
            do { try file.replace(with: content.bytes) } catch { throw .unusable(.cannotWrite(path: path, error)) }
            return StateLock(file: file, facts: facts, content: content)
        }
        throw .held(path: path, by: nil)
    }

    /// Takes the lock, trying again every 50 ms until the time is over; then throws who holds it. A cancel ends the wait with
    /// that same error.
    package static func acquire(_ home: Home, as holder: LockHolder, waiting limit: Duration) async throws(LockError) -> StateLock {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        while true {
            do {
                return try take(home, as: holder)
            } catch .held(let path, let holder) {
                let now = clock.now
                guard now < end else { throw .held(path: path, by: holder) }
                let nap = min(Duration.milliseconds(50), now.duration(to: end))
                do { try await clock.sleep(for: nap) } catch { throw .held(path: path, by: holder) }
            } catch {
                throw error
            }
        }
    }

    /// The crash of `dead` is on record: whoever comes next need not hear of it.
    func settle() { rewrite { $0.earlier = nil } }

    /// From now on a signal that ends this process leaves its word in the file.
    func armLastWord() {
        state.withLock { state in
            guard let file = state.file else { return }
            LastWord.arm(file.descriptor, at: state.content.bytes.count)
        }
    }

    /// Writes why this process ends out of order; whoever takes the lock next puts it on record.
    func leave(_ error: String, at now: Instant) {
        rewrite { $0.end = LifeEnd(at: now, cause: .error(String(error.prefix(2000)))) }
    }

    /// Lets go. Calling it twice does no harm.
    package func release() {
        LastWord.disarm()
        rewrite { if $0.end == nil { $0.holder = nil } }
        let file = state.withLock { state in
            defer { state.file = nil }
            return state.file
        }
        if let file { flock(file.descriptor, LOCK_UN) }
    }

    /// A disk that takes nothing more costs the next one this word and nothing else.
    private func rewrite(_ change: (inout LockContent) -> Void) {
        state.withLock { state in
            change(&state.content)
            try? state.file?.replace(with: state.content.bytes)
        }
    }

    /// Who holds the lock by its own word, without asking for it; nil where nobody does or has not yet written it.
    package static func currentHolder(_ home: Home) -> LockHolder? {
        guard let file = try? PrivateFile(home.lock, create: false, readOnly: true), let bytes = try? file.read(limit: 16_384),
            let holder = LockContent(parsing: bytes)?.holder, ProcessIdentity.of(pid: holder.pid)?.isAlive == true
        else { return nil }
        return holder
    }

    /// The fingerprint without the lock; nil where the file was never made.
    package static func fingerprint(_ home: Home) -> String? {
        (try? FileFacts.of(home.lock, followLinks: false)).flatMap { $0 }.map(fingerprint(of:))
    }

    private static func fingerprint(of facts: FileFacts) -> String {
        String(facts.device, radix: 16) + "-" + String(facts.inode, radix: 16)
    }

    private static func open(_ path: String) throws(LockError) -> PrivateFile {
        do {
            return try PrivateFile(path, create: true)
        } catch {
            // ELOOP: a symbolic link; ENXIO and EISDIR: a pipe, a folder.
            throw .unusable([ELOOP, ENXIO, EISDIR].contains(error.code) ? .notAFile(path: path) : .cannotWrite(path: path, error))
        }
    }

    private static func check(_ file: PrivateFile) throws(LockError) -> FileFacts {
        do { return try file.check() } catch { throw .unusable(error) }
    }
}
