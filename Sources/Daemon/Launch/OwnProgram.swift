import Foundation
import Processes

/// The file of this very program.
package enum OwnProgram {
    /// Its absolute path; nil where there is no such file any more.
    ///
    /// The system's word is taken before that of whoever called it. Where an update has put another file in its place, that one counts.
    package static func path(
        calledAs name: String = CommandLine.arguments.first ?? "", environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        if let path = systemPath() { return path }
        guard let found = resolveExecutable(name, path: environment["PATH"] ?? ""), let real = realpath(found, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func systemPath() -> String? {
        #if os(Linux)
            guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
            let gone = " (deleted)"
            return [path, path.hasSuffix(gone) ? String(path.dropLast(gone.count)) : path].first { access($0, X_OK) == 0 }
        #else
            var size = UInt32(PATH_MAX)
            var bytes = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&bytes, &size) == 0, let real = realpath(bytes, nil) else { return nil }
            defer { free(real) }
            return String(cString: real)
        #endif
    }
}

extension OwnProgram {
    /// The path under which others are to call this program: the one by which it was called, links and all, where that leads to this very
    /// file (the file behind a link changes with each update); else the file's own.
    package static func lastingPath(calledAs path: String) -> String {
        guard let own = Self.path() else { return path }
        guard path.hasPrefix("/"), let called = try? FileFacts.of(path), let file = try? FileFacts.of(own) else { return own }
        return (called.device, called.inode) == (file.device, file.inode) ? path : own
    }
}
