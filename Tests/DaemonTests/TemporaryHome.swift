import Foundation
import Recurrence
import Testing

@testable import Daemon

/// A home of its own in a fresh folder (0700), removed afterwards.
struct TemporaryHome {
    let folder: String
    let home: Home

    static func with<Result>(_ body: (TemporaryHome) throws -> Result) throws -> Result {
        let temporary = try TemporaryHome()
        defer { temporary.remove() }
        return try body(temporary)
    }

    static func withAsync<Result>(_ body: (TemporaryHome) async throws -> Result) async throws -> Result {
        let temporary = try TemporaryHome()
        defer { temporary.remove() }
        return try await body(temporary)
    }

    private init() throws {
        var template = Array("/tmp/upbeat-test-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        folder = String(cString: made)
        home = Home(configuration: folder + "/home", state: folder + "/home", user: folder + "/user", isMoved: true)
        try FileManager.default.createDirectory(atPath: folder + "/user", withIntermediateDirectories: true)
        #expect(mkdir(home.state, 0o700) == 0)
    }

    private func remove() {
        chmod(home.state, 0o700)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file below the home folder.
    @discardableResult
    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        try write(name, bytes: Array(text.utf8), mode: mode)
    }

    @discardableResult
    func write(_ name: String, bytes: [UInt8], mode: mode_t = 0o600) throws -> String {
        let path = home.state + "/" + name
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(chmod(path, mode) == 0)
        return path
    }

    func read(_ path: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self) }

    /// The settings with nothing of this machine in them.
    func settings(flags: [String: String] = [:], environment: [String: String] = [:]) throws(SettingsError) -> Settings {
        try Settings.load(home: home, flags: flags, environment: environment, hostZone: "UTC", processors: 4)
    }

    /// The issues of settings that are refused.
    func issues(flags: [String: String] = [:], environment: [String: String] = [:]) -> [SettingsIssue] {
        do {
            _ = try settings(flags: flags, environment: environment)
            return []
        } catch {
            return error.issues
        }
    }
}

/// The mode bits of what is at a path.
func mode(_ path: String) -> UInt32? { (try? FileFacts.of(path, followLinks: false))??.mode }
