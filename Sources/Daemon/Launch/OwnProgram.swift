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
