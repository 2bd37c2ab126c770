import Foundation

/// An open file that is this user's alone; closed when it goes away, and never inherited by a child.
final class PrivateFile: Sendable {
    let path: String
    let descriptor: Int32

    /// Opens without following a link, closed on exec, and without waiting for the other end of a pipe.
    ///
    /// - Parameter create: make the file (0600) where it is missing.
    /// - Parameter exclusive: with `create`, refuse one that is there (`SystemFailure` EEXIST).
    /// - Parameter readOnly: ask for no more than reading, which a read-only disk grants as well.
    init(
        _ path: String, create: Bool, exclusive: Bool = false, append: Bool = false, readOnly: Bool = false
    ) throws(SystemFailure) {
        var flags = (readOnly ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        if create { flags |= O_CREAT }
        if exclusive { flags |= O_EXCL }
        if append { flags |= O_APPEND }
        let opened = open(path, flags, 0o600)
        guard opened >= 0 else { throw .last }
        self.path = path
        descriptor = opened
    }

    deinit { close(descriptor) }

    func facts() throws(SystemFailure) -> FileFacts { try FileFacts.of(descriptor: descriptor) }

    /// Refuses what is no plain file, belongs to another user or can be read by others.
    func check() throws(HomeError) -> FileFacts {
        let facts: FileFacts
        do { facts = try self.facts() } catch { throw .cannotRead(path: path, error) }
        guard facts.kind == .file else { throw .notAFile(path: path) }
        guard facts.owner == geteuid() else { throw .foreignOwner(path: path, owner: facts.owner, user: geteuid()) }
        guard facts.mode & 0o077 == 0 else { throw .openToOthers(path: path, mode: facts.mode, wanted: 0o600) }
        return facts
    }

    /// Up to `limit` bytes from the beginning.
    func read(limit: Int) throws(SystemFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var filled = 0
        while filled < limit {
            let count = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: filled), limit - filled, off_t(filled))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    /// Puts these bytes in the place of all that was there, without a moment in which the file is empty.
    func replace(with bytes: [UInt8]) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written, off_t(written))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            written += count
        }
        guard ftruncate(descriptor, off_t(bytes.count)) == 0 else { throw .last }
    }

    /// Writes at the end; returns when all is written.
    func append(_ bytes: [UInt8]) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            written += count
        }
    }

    func synchronize() throws(SystemFailure) {
        guard fsync(descriptor) == 0 else { throw .last }
    }
}
