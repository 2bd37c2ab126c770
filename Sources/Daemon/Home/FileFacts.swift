import Foundation
import Recurrence

/// What the system knows of a file: the few facts that are judged here.
struct FileFacts: Hashable, Sendable {
    enum Kind: Sendable {
        case file
        case folder
        case link
        case other
    }

    var kind: Kind
    /// The permission bits alone.
    var mode: UInt32
    var owner: UInt32
    var size: Int64
    var device: UInt64
    var inode: UInt64
    /// When its content was last written.
    var touchedAt: Instant

    /// The facts of what the path names; nil if there is nothing.
    static func of(_ path: String, followLinks: Bool = true) throws(SystemFailure) -> FileFacts? {
        var status = stat()
        let result = followLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else {
            if errno == ENOENT { return nil }
            throw .last
        }
        return FileFacts(status)
    }

    /// The facts of an open file.
    static func of(descriptor: Int32) throws(SystemFailure) -> FileFacts {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        return FileFacts(status)
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        mode = UInt32(status.st_mode & 0o7777)
        owner = UInt32(status.st_uid)
        size = Int64(status.st_size)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        #if os(Linux)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        touchedAt = Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
