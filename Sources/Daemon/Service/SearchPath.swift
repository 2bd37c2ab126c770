import Processes

/// The PATH that a service is given: a service manager's own lacks where people keep their programs.
enum SearchPath {
    static let standard = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// The absolute folders of a PATH, each once and in order.
    ///
    /// - Parameter first: folders that go before them.
    /// - Returns: the folders, those of the system where none is left; and the entries that were left out, because they mean another folder
    ///   wherever a program stands, or because no unit can carry them.
    static func folders(of path: String?, first: [String] = []) -> (folders: [String], leftOut: [String]) {
        var folders: [String] = []
        var leftOut: [String] = []
        for entry in first + (path ?? "").split(separator: ":").map(String.init) {
            guard entry.hasPrefix("/"), SystemdText.canCarry(entry) else {
                leftOut.append(entry)
                continue
            }
            if !folders.contains(entry) { folders.append(entry) }
        }
        return (folders.isEmpty ? standard : folders, leftOut)
    }

    /// Those of a home folder's own folders of programs that are there.
    static func ownFolders(in home: String) -> [String] {
        [home + "/.local/bin", home + "/bin"].filter { (try? FileFacts.of($0))??.kind == .folder }
    }
}

/// Where a shell with this PATH finds a program; relative where an entry is.
package func findProgram(_ name: String, path: String) -> String? { resolveExecutable(name, path: path) }
