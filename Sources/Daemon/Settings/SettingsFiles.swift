import Foundation
import Recurrence

/// Reads `upbeat.yaml`, or the file that is named in its place, and `conf.d/*.yaml`, in the order of their names.
struct SettingsFiles {
    /// More files than anybody has by intent.
    static let limit = 500

    var home: Home
    var zones: any ZoneSource

    func read() -> FileContent {
        var content = FileContent()
        read(home.settingsFile, name: home.namedSettings.map(LogText.escaped) ?? "upbeat.yaml", into: &content)
        for name in names(&content) {
            read(home.settingsFolder + "/" + name, name: "conf.d/" + name, into: &content)
        }
        return content
    }

    private func read(_ path: String, name: String, into content: inout FileContent) {
        do throws(SettingsIssue) {
            guard let file = try ConfigurationText.read(path, name: name) else {
                if path == home.namedSettings { throw Self.missing(name) }
                return
            }
            guard let root = try YAMLDocument.root(of: file) else { return }
            var walk = SettingsWalk(file: name, path: path, zones: zones, content: content)
            walk.walk(root)
            content = walk.content
            if file.mode & 0o077 != 0, content.values["http.token"]?.origin.file == name {
                content.warnings.append("\(name) holds a token and is open to other users; close it with: chmod 600 \(path)")
            }
        } catch {
            content.issues.append(error)
        }
    }

    /// A file that somebody named is there by intent; one that is gone would silently be the defaults.
    private static func missing(_ name: String) -> SettingsIssue {
        SettingsIssue(file: name, expected: "a file", value: "nothing there", hint: "--config or UPBEAT_CONFIG names it")
    }

    /// The names in `conf.d`, by their bytes, so that they come in the same order everywhere.
    private func names(_ content: inout FileContent) -> [String] {
        let facts: FileFacts?
        do { facts = try FileFacts.of(home.settingsFolder) } catch {
            content.issues.append(SettingsIssue(file: "conf.d", expected: "a folder that can be read", value: error.description))
            return []
        }
        guard let facts else { return [] }
        guard facts.kind == .folder else {
            content.issues.append(SettingsIssue(file: "conf.d", expected: "a folder", value: "a file"))
            return []
        }
        let all: [String]
        do { all = try FileManager.default.contentsOfDirectory(atPath: home.settingsFolder) } catch {
            content.issues.append(SettingsIssue(file: "conf.d", expected: "a folder that can be read", value: "one that cannot"))
            return []
        }
        let visible = all.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in visible where name.hasSuffix(".yml") || name.hasSuffix(".json") {
            content.warnings.append("conf.d/\(LogText.escaped(name)) is not read: only names that end in .yaml are")
        }
        let names = visible.filter { $0.hasSuffix(".yaml") }
        guard names.count <= Self.limit else {
            content.issues.append(SettingsIssue(file: "conf.d", expected: "at most \(Self.limit) files", value: "\(names.count)"))
            return []
        }
        return names
    }
}
