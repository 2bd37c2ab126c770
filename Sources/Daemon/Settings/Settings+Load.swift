import Foundation
package import Recurrence

extension Settings {
    /// Reads all settings: flags before the environment, before `.env`, before `upbeat.yaml` and `conf.d`, before the defaults.
    ///
    /// - Parameter flags: texts by dotted names; the parts of a list are separated by commas.
    /// - Parameter hostZone: the default of `zone`.
    /// A schedule that is wrong is no error of the whole: it is in `refused`.
    /// - Throws: everything that is wrong, not the first thing alone. A wrong value in a file counts even where something
    ///   stronger replaces it.
    package static func load(
        home: Home, flags: [String: String] = [:], environment: [String: String] = ProcessInfo.processInfo.environment,
        zones: any ZoneSource = SystemZones(), hostZone: String = SystemZones().host.identifier,
        processors: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws(SettingsError) -> Settings {
        var content = SettingsFiles(home: home, zones: zones).read()
        let dotEnv = readDotEnv(home, into: &content)
        let sources = [VariableSource(environment: environment), VariableSource(dotEnv)]
        let files = content.values
        let layers =
            [SettingsLayer(name: "flags", values: split(flags, &content), origin: { _ in .flag })]
            + sources.flatMap(\.layers)
            + [
                SettingsLayer(name: "files", values: files.mapValues(\.texts)) { files[$0.name]?.origin ?? .standard },
                SettingsLayer(name: "defaults", values: defaults(home, hostZone, processors), origin: { _ in .standard }),
            ]
        var table = SettingsTable(layered: LayeredSettings(layers), zones: zones)
        var built = Settings(table: &table, content: content, home: home)
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let declared = built?.takeDeclared(content, zones: zones, now: now) ?? []
        let issues = content.issues + table.issues + declared
        guard issues.isEmpty, var settings = built else { throw SettingsError(issues: ordered(issues)) }
        settings.warnings += sources.flatMap(\.warnings) + content.warnings + settings.hookWarnings(environment)
        return settings
    }

    private static func readDotEnv(_ home: Home, into content: inout FileContent) -> DotEnv {
        do {
            guard let file = try ConfigurationText.read(home.dotEnv, name: ".env") else { return DotEnv(parsing: "") }
            let dotEnv = DotEnv(parsing: file.text)
            content.issues += dotEnv.issues
            // A path to a key is none.
            let holdsSecret = dotEnv.entries.keys.contains {
                $0.hasSuffix("_TOKEN") || ($0.hasSuffix("_KEY") && SettingKey.named("http.tls.key")?.environmentName != $0)
            }
            if holdsSecret, file.mode & 0o077 != 0 {
                content.warnings.append(".env holds a secret and is open to other users; close it with: chmod 600 \(home.dotEnv)")
            }
            return dotEnv
        } catch {
            content.issues.append(error)
            return DotEnv(parsing: "")
        }
    }

    private static func split(_ flags: [String: String], _ content: inout FileContent) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for (name, text) in flags {
            guard let key = SettingKey.named(name) else {
                content.issues.append(SettingsIssue(.flag, key: name, expected: "a known key"))
                continue
            }
            values[name] = key.kind.isList ? text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } : [text]
        }
        return values
    }

    private static func defaults(_ home: Home, _ hostZone: String, _ processors: Int) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for key in SettingKey.all { values[key.name] = key.standard.map { [$0] } }
        let reeve = (try? FileFacts.of(home.user + "/my_reeve")).flatMap { $0 }
        values["zone"] = [hostZone]
        values["desk"] = [reeve?.kind == .folder ? "~/my_reeve" : "~"]
        values["log.file"] = [home.logFile]
        values["engine.slots"] = [String(min(max(processors, 1) * 2, 10_000))]
        for key in SettingKey.all where key.kind.isList { values[key.name] = [] }
        return values
    }

    /// By file and line, as they are read; what has no file comes first.
    private static func ordered(_ issues: [SettingsIssue]) -> [SettingsIssue] {
        issues.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.file != b.file { return (rank(a.file), a.file ?? "") < (rank(b.file), b.file ?? "") }
            if a.line != b.line { return (a.line ?? 0) < (b.line ?? 0) }
            return left.offset < right.offset
        }.map(\.element)
    }

    private static func rank(_ file: String?) -> Int {
        switch file {
        case nil: 0
        case ".env": 1
        case "upbeat.yaml": 2
        // The file that is named in its place.
        case let name? where name.hasPrefix("/"): 2
        default: 3
        }
    }
}
