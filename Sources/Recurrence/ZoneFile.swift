import Foundation

/// Files of zone data on the disk.
enum ZoneFile {
    /// Tells a file from the one that takes its place, and from itself after a change.
    struct Identity: Hashable, Sendable {
        let device: Int64
        let inode: UInt64
        let size: Int64
        /// Of the last change, since 1970.
        let seconds: Int64
        let nanoseconds: Int64

        /// Nil for anything but a regular file.
        init?(_ status: stat) {
            guard status.st_mode & S_IFMT == S_IFREG else { return nil }
            #if canImport(Darwin)
                let modified = status.st_mtimespec
            #else
                let modified = status.st_mtim
            #endif
            device = Int64(truncatingIfNeeded: status.st_dev)
            inode = UInt64(truncatingIfNeeded: status.st_ino)
            size = Int64(status.st_size)
            seconds = Int64(modified.tv_sec)
            nanoseconds = Int64(modified.tv_nsec)
        }
    }

    /// Of the file that a path leads to, through links; nil when there is none.
    static func identity(of path: String) -> Identity? {
        var status = stat()
        return stat(path, &status) == 0 ? Identity(status) : nil
    }

    /// The whole file, and which one it is. Never waits for a writer of a pipe.
    static func read(_ path: String) throws(TZifError) -> (bytes: [UInt8], identity: Identity) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .unreadable(errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable(errno) }
        guard let identity = Identity(status) else { throw .notTimeZoneData }
        guard identity.size <= TZifReader.sizeLimit else { throw .tooLarge }
        // One byte more shows that the file has grown.
        var bytes = [UInt8](repeating: 0, count: Int(identity.size) + 1)
        var length = 0
        while length < bytes.count {
            let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress! + length, $0.count - length, off_t(length)) }
            guard count >= 0 || errno == EINTR else { throw .unreadable(errno) }
            guard count != 0 else { break }
            length += max(count, 0)
        }
        return (Array(bytes.prefix(length)), identity)
    }

    /// Whether a name is there in just this case. File systems that know no case (macOS) also open `europe/berlin`.
    static func isSpelled(_ name: String, in directory: String) -> Bool {
        guard identity(of: "\(directory)/uTc") != nil else { return true }
        var folder = directory
        for part in name.split(separator: "/") {
            guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder), entries.contains(String(part))
            else { return false }
            folder += "/\(part)"
        }
        return true
    }

    /// The names of the zones below a directory; the files are not read.
    static func names(in directory: String) -> [String] {
        var names: [String] = []
        var folders = [""]
        var visits = 0
        while let folder = folders.popLast(), visits < 1000 {
            visits += 1
            for entry in (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")) ?? [] {
                let name = folder + entry
                guard ZoneName.isWellFormed(name) else { continue }
                if identity(of: "\(directory)/\(name)") != nil {
                    names.append(name)
                } else if name.utf8.count < 64 {
                    folders.append(name + "/")
                }
            }
        }
        return names
    }
}
