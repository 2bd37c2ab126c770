import Foundation

/// What the kernel tells of locks, without asking for one.
enum KernelLock {
    /// The process that holds a `flock` on the file; nil where none does, or the system does not tell (proc_locks(5)).
    static func holder(of path: String) -> Int32? {
        guard let facts = (try? FileFacts.of(path, followLinks: false)).flatMap({ $0 }),
            let text = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
        else { return nil }
        return holder(ofInode: facts.inode, in: text)
    }

    /// Lines are `1: FLOCK  ADVISORY  WRITE 708 00:13:7734 0 EOF`; those of processes that wait have an arrow behind the number.
    static func holder(ofInode inode: UInt64, in text: String) -> Int32? {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[5].split(separator: ":").last == Substring(String(inode)) else { continue }
            if let pid = Int32(words[4]), pid > 0 { return pid }
        }
        return nil
    }

    /// Whether the process has the file open under that name, though the name means nothing or another file by now.
    static func holdsRemoved(_ path: String, pid: Int32) -> Bool {
        let folder = "/proc/\(pid)/fd"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return false }
        return names.contains { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")) == path + " (deleted)"
        }
    }
}

/// What kind of file system a folder is on.
enum Mounts {
    /// The name of the network file system that the folder is on; nil for a local one, and where the system does not tell (proc_pid_mountinfo(5)).
    static func networkKind(of path: String) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return nil }
        return networkKind(of: path, in: text)
    }

    /// Lines are `36 35 98:0 / /mnt rw,noatime shared:1 - nfs4 host:/x rw`.
    static func networkKind(of path: String, in text: String) -> String? {
        var best: (length: Int, kind: Substring) = (-1, "")
        for line in text.split(separator: "\n") {
            let halves = line.split(separator: " - ", maxSplits: 1).map(String.init)
            let words = halves[0].split(separator: " ")
            guard halves.count == 2, words.count > 4, let kind = halves[1].split(separator: " ").first else { continue }
            let point = words[4] == "/" ? "" : String(words[4])
            guard path == point || path.hasPrefix(point + "/"), point.utf8.count >= best.length else { continue }
            best = (point.utf8.count, kind)
        }
        let kind = String(best.kind)
        return network.contains(kind) || kind.hasPrefix("fuse.ssh") ? kind : nil
    }

    private static let network: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "glusterfs", "fuse.glusterfs"]
}
