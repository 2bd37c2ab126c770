#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds a program as execvp(3) does: a name with a slash is taken as it is, another is looked for in the folders of `path` in order.
///
/// Only regular files that this user may execute count. An empty folder in `path` is the current one, as POSIX has it. `~` is not
/// expanded.
///
/// - Returns: the file's path; nil when there is none.
package func resolveExecutable(_ name: String, path: String) -> String? {
    guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
    if name.utf8.contains(UInt8(ascii: "/")) { return isExecutableFile(name) ? name : nil }
    for folder in path.split(separator: ":", omittingEmptySubsequences: false) {
        let candidate = folder.isEmpty ? "./\(name)" : folder.hasSuffix("/") ? "\(folder)\(name)" : "\(folder)/\(name)"
        if isExecutableFile(candidate) { return candidate }
    }
    return nil
}

private func isExecutableFile(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return access(path, X_OK) == 0
}
