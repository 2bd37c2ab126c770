import Foundation

/// The program under test.
enum UpbeatBinary {
    /// `UPBEAT_BINARY`, else the one that was built beside this test bundle.
    static func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> String {
        if let given = environment["UPBEAT_BINARY"], !given.isEmpty {
            guard isProgram(given) else { throw HarnessError("UPBEAT_BINARY names no program: \(given)") }
            return given
        }
        let start = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().path
        var folder = (start as NSString).deletingLastPathComponent
        while folder.count > 1 {
            for candidate in [folder + "/upbeat", folder + "/.build/debug/upbeat"] where isProgram(candidate) { return candidate }
            folder = (folder as NSString).deletingLastPathComponent
        }
        throw HarnessError("no upbeat program beside or above \(start): build it (`swift build`), or set UPBEAT_BINARY to its path")
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let manager = FileManager.default
        return manager.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue && manager.isExecutableFile(atPath: path)
    }
}
