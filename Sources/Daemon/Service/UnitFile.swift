import Foundation

/// A service file in its place: written whole or not at all, readable by all, and never through a symbolic link.
struct UnitFile {
    /// The top folder of another system; links below it are not followed anywhere, since they mean that system's places.
    let root: String?
    /// Absolute, below `root`.
    let file: String

    enum Content: Hashable {
        case none
        /// Ours, with this text.
        case ours(String)
        case foreign
    }

    enum Change: String, Sendable {
        case written, replaced, unchanged
    }

    private static let sizeLimit = 65_536

    var path: String { (root == "/" ? "" : root ?? "") + file }

    /// What is there.
    func content() throws(ServiceError) -> Content {
        guard let folder = try openFolder(create: false) else { return .none }
        return try content(in: folder)
    }

    /// Writes the text by a new file that takes the place of the old one. A crash leaves the old one, or the new one, whole; and at worst a
    /// hidden file beside it.
    ///
    /// - Parameter force: replace a file that is not ours; a link is refused all the same.
    func write(_ text: String, force: Bool) throws(ServiceError) -> Change {
        guard let folder = try openFolder(create: true) else { throw cannot("write", SystemFailure(code: ENOENT)) }
        let before = try content(in: folder)
        if before == .ours(text) { return .unchanged }
        if before == .foreign, !force { throw .foreign(path: path) }
        let temporary = ".\(name).\(getpid())"
        unlinkat(folder.descriptor, temporary, 0)
        let opened = openat(folder.descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw cannot("write", .last) }
        let file = Descriptor(opened)
        do throws(SystemFailure) {
            try file.write(Array(text.utf8))
            // Whatever the umask: the manager, and the person's other tools, read it.
            try check(fchmod(opened, 0o644))
            try check(fsync(opened))
            try check(renameat(folder.descriptor, temporary, folder.descriptor, name))
        } catch {
            unlinkat(folder.descriptor, temporary, 0)
            throw cannot("write", error)
        }
        fsync(folder.descriptor)
        return before == .none ? .written : .replaced
    }

    /// Removes the file.
    func remove(force: Bool) throws(ServiceError) {
        guard let folder = try openFolder(create: false) else { throw .notInstalled(path: path) }
        switch try content(in: folder) {
        case .none: throw .notInstalled(path: path)
        case .foreign where !force: throw .foreign(path: path)
        case .ours, .foreign: break
        }
        guard unlinkat(folder.descriptor, name, 0) == 0 else { throw cannot("remove", .last) }
        fsync(folder.descriptor)
    }

    // MARK: steps

    private var parts: [String] { file.split(separator: "/").map(String.init) }
    private var name: String { parts.last ?? "" }

    private func content(in folder: Descriptor) throws(ServiceError) -> Content {
        let opened = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else {
            switch errno {
            case ENOENT: return .none
            case ELOOP: throw .link(path: path)
            case ENXIO: throw .notAFile(path: path)
            case let code: throw cannot("read", SystemFailure(code: code))
            }
        }
        let file = Descriptor(opened)
        guard (try? FileFacts.of(descriptor: opened))?.kind == .file else { throw .notAFile(path: path) }
        do {
            let text = String(decoding: try file.read(limit: Self.sizeLimit), as: UTF8.self)
            let isOurs = text.split(separator: "\n").prefix(2).contains { $0.contains(ServicePlan.mark) }
            return isOurs ? .ours(text) : .foreign
        } catch {
            throw cannot("read", error)
        }
    }

    /// The file's folder; nil where it is missing and not to be made. New folders have mode 0755.
    private func openFolder(create: Bool) throws(ServiceError) -> Descriptor? {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let top = open(root ?? "/", flags)
        guard top >= 0 else { throw .cannot(verb: "open", path: root ?? "/", .last) }
        var folder = Descriptor(top)
        var walked = root ?? ""
        for part in parts.dropLast() {
            walked += "/" + part
            // `..` would lead out of the root.
            guard part != ".." else { throw .cannot(verb: "open", path: walked, SystemFailure(code: EINVAL)) }
            let step = flags | (root == nil ? 0 : O_NOFOLLOW)
            var next = openat(folder.descriptor, part, step)
            if next < 0, errno == ENOENT {
                guard create else { return nil }
                guard mkdirat(folder.descriptor, part, 0o755) == 0 || errno == EEXIST else {
                    throw .cannot(verb: "create", path: walked, .last)
                }
                next = openat(folder.descriptor, part, step)
            }
            guard next >= 0 else {
                let failure = SystemFailure.last
                if (try? FileFacts.of(walked, followLinks: false))??.kind == .link, root != nil { throw .link(path: walked) }
                throw .cannot(verb: "open", path: walked, failure)
            }
            folder = Descriptor(next)
        }
        return folder
    }

    private func cannot(_ verb: String, _ failure: SystemFailure) -> ServiceError { .cannot(verb: verb, path: path, failure) }

    private func check(_ result: Int32) throws(SystemFailure) {
        guard result == 0 else { throw .last }
    }
}

/// An open file or folder; closed when it goes away.
private final class Descriptor {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(SystemFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last }
            rest = rest.dropFirst(count)
        }
    }

    func read(limit: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count = Foundation.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { break }
            bytes += part.prefix(count)
        }
        return bytes
    }
}
