import Foundation

extension StateLock {
    /// Whether anybody holds the lock at this moment. What is in the file does not count: a crash leaves it.
    ///
    /// It is asked by a shared lock that is given back at once; who wants to take the lock meanwhile tries again.
    static func isHeld(_ home: Home) -> Bool {
        guard let file = try? PrivateFile(home.lock, create: false, readOnly: true) else { return false }
        guard flock(file.descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        flock(file.descriptor, LOCK_UN)
        return false
    }
}
