import Foundation
import Recurrence

/// A file of another program that is changed with care: whole or not at all, with a copy of what was there beside it, and with its mode and
/// its owner. A link is followed, and stays a link.
struct ClientFile {
    static let sizeLimit = 1 << 20

    let path: String

    struct Content {
        var bytes: [UInt8]
        /// Where links lead to.
        var target: String
        var mode: mode_t
        var owner: uid_t
        var group: gid_t
    }

    /// What is there; nil for nothing.
    func read(limit: Int = ClientFile.sizeLimit) throws(ClientFileError) -> Content? {
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            let failure = SystemFailure.last
            guard failure.code == ENOENT || failure.code == ENOTDIR else { throw .cannot(verb: "read", path: path, failure) }
            if (try? FileFacts.of(path, followLinks: false))??.kind == .link { throw .dangling(path: path) }
            return nil
        }
        defer { close(opened) }
        var status = stat()
        guard fstat(opened, &status) == 0 else { throw .cannot(verb: "read", path: path, .last) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_size <= limit else { throw .tooLarge(path: path, limit: limit) }
        let bytes = try contents(opened, limit: limit)
        guard let real = realpath(path, nil) else { throw .cannot(verb: "read", path: path, .last) }
        defer { free(real) }
        return Content(
            bytes: bytes, target: String(cString: real), mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
    }

    /// Puts these bytes in the place of what was read; nothing is overwritten that somebody else has written since.
    ///
    /// A crash leaves the old file, or the new one, whole; and at worst a hidden file beside it.
    ///
    /// - Returns: the path of the copy of what was there; nil where there was nothing.
    func write(_ bytes: [UInt8], over before: Content?) throws(ClientFileError) -> String? {
        guard let before else {
            try make(bytes)
            return nil
        }
        guard access(before.target, W_OK) == 0 else { throw errno == EACCES || errno == EROFS ? .readOnly(path: path) : failed(.last) }
        try checkUnchanged(since: before)
        let backup = try copy(before)
        let hidden = hiddenPath(beside: before.target)
        do throws(ClientFileError) {
            try create(hidden, bytes, mode: before.mode, owner: (before.owner, before.group))
            try checkUnchanged(since: before)
            guard rename(hidden, before.target) == 0 else { throw failed(.last) }
        } catch {
            unlink(hidden)
            unlink(backup)
            throw error
        }
        synchronizeFolder(of: before.target)
        return backup
    }

    /// The copies that were made of a file, newest first.
    static func backups(of target: String) -> [String] {
        let (folder, name) = parts(of: target)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(name + backupMark) }.sorted(by: >).map { folder + "/" + $0 }
    }

    // MARK: steps

    private static let backupMark = ".bak-"

    private static func parts(of path: String) -> (folder: String, name: String) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    private func hiddenPath(beside target: String) -> String {
        let (folder, name) = Self.parts(of: target)
        let path = "\(folder)/.\(name).upbeat-\(getpid())"
        // What a crash has left.
        unlink(path)
        return path
    }

    /// A file where there was none: as programs make them, so that the user's umask decides.
    private func make(_ bytes: [UInt8]) throws(ClientFileError) {
        try makeFolders(Self.parts(of: path).folder)
        let hidden = hiddenPath(beside: path)
        defer { unlink(hidden) }
        try create(hidden, bytes, mode: nil, owner: nil)
        // link(2) does not replace a file that has come meanwhile.
        guard link(hidden, path) == 0 else { throw errno == EEXIST ? .changedMeanwhile(path: path) : failed(.last) }
        synchronizeFolder(of: path)
    }

    private func makeFolders(_ folder: String) throws(ClientFileError) {
        if mkdir(folder, 0o755) == 0 { return }
        let failure = SystemFailure.last
        if failure.code == EEXIST { return }
        let above = Self.parts(of: folder).folder
        guard failure.code == ENOENT, !above.isEmpty else { throw .cannot(verb: "create", path: folder, failure) }
        try makeFolders(above)
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw .cannot(verb: "create", path: folder, .last) }
    }

    private func copy(_ content: Content) throws(ClientFileError) -> String {
        let time = "\(Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))".prefix(19).filter { $0 != "-" && $0 != ":" }
        for number in 1...99 {
            let backup = content.target + Self.backupMark + time + "Z" + (number == 1 ? "" : ".\(number < 10 ? "0" : "")\(number)")
            if access(backup, F_OK) == 0 { continue }
            try create(backup, content.bytes, mode: content.mode & 0o777, owner: (content.owner, content.group))
            return backup
        }
        throw .cannot(verb: "back up", path: content.target, SystemFailure(code: EEXIST))
    }

    /// - Parameter mode: nil leaves it to the umask.
    private func create(_ path: String, _ bytes: [UInt8], mode: mode_t?, owner: (uid_t, gid_t)?) throws(ClientFileError) {
        let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode == nil ? 0o644 : 0o600)
        guard opened >= 0 else { throw failed(.last) }
        defer { close(opened) }
        var isDone = false
        defer { if !isDone { unlink(path) } }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(opened, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failed(.last) }
            rest = rest.dropFirst(count)
        }
        if let owner, owner.0 != geteuid() || owner.1 != getegid() {
            // A group that is not this user's own is no reason to stop; another user is.
            guard fchown(opened, owner.0, owner.1) == 0 || owner.0 == geteuid() else { throw .foreignOwner(path: self.path) }
        }
        if let mode { guard fchmod(opened, mode) == 0 else { throw failed(.last) } }
        guard fsync(opened) == 0 else { throw failed(.last) }
        isDone = true
    }

    private func checkUnchanged(since before: Content) throws(ClientFileError) {
        guard let now = try read(), now.bytes == before.bytes, now.target == before.target else { throw .changedMeanwhile(path: path) }
    }

    private func contents(_ descriptor: Int32, limit: Int) throws(ClientFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Foundation.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .cannot(verb: "read", path: path, .last) }
            if count == 0 { return bytes }
            bytes += part.prefix(count)
        }
        throw .tooLarge(path: path, limit: limit)
    }

    private func synchronizeFolder(of path: String) {
        let opened = open(Self.parts(of: path).folder + "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { return }
        fsync(opened)
        close(opened)
    }

    private func failed(_ failure: SystemFailure) -> ClientFileError {
        failure.code == EROFS ? .readOnly(path: path) : .cannot(verb: "write", path: path, failure)
    }
}
