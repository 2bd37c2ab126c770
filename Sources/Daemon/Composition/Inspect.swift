import Foundation
import Pulses

/// All settings with where they came from.
package struct ConfigurationReport: Sendable {
    /// The files that were read, in their order.
    package var files: [String]
    package var settings: [(key: String, value: String, origin: String)]
    package var runners: [(name: String, command: String, origin: String)]
    package var schedules: [(name: String, words: String, origin: String)]
    package var agents: [(name: String, scope: String, origin: String)]
    package var warnings: [String]
    package var pools: [(name: String, words: String, origin: String)]
    package var hooks: [(name: String, words: String, origin: String)]

    package init(
        files: [String], settings: [(key: String, value: String, origin: String)],
        runners: [(name: String, command: String, origin: String)], schedules: [(name: String, words: String, origin: String)] = [],
        agents: [(name: String, scope: String, origin: String)] = [], warnings: [String],
        pools: [(name: String, words: String, origin: String)] = [], hooks: [(name: String, words: String, origin: String)] = []
    ) {
        self.files = files
        self.settings = settings
        self.runners = runners
        self.schedules = schedules
        self.agents = agents
        self.warnings = warnings
        self.pools = pools
        self.hooks = hooks
    }
}

/// Reads the configuration as a daemon would, and changes nothing.
///
/// - Throws: all that is wrong, one line each.
package func checkConfiguration(_ options: DaemonOptions) throws(CommandFailure) -> ConfigurationReport {
    let home = try options.locateHome()
    let settings = try options.loadSettings(home)
    // A daemon would start without these; a check is there to find them.
    let wrong = settings.refusedIssues
    guard wrong.isEmpty else { throw CommandFailure(message: SettingsError(issues: wrong).description) }
    let manager = FileManager.default
    let parts = ((try? manager.contentsOfDirectory(atPath: home.settingsFolder)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
    let files = [home.dotEnv, home.settingsFile] + parts.map { home.settingsFolder + "/" + $0 }
    return ConfigurationReport(
        files: files.filter { manager.fileExists(atPath: $0) },
        settings: settings.effective.map { (key: $0.key.name, value: $0.value ?? "", origin: $0.origin.description) },
        runners: settings.runners.runners.map { runner in
            (name: runner.name, command: runner.command.joined(separator: " "), origin: settings.runners.origin(of: runner))
        },
        schedules: settings.schedules.map { (name: $0.name, words: $0.words, origin: $0.origin.description) },
        agents: settings.agents.map { (name: $0.name, scope: $0.scope.rawValue, origin: $0.origin.file ?? "made") },
        warnings: settings.warnings,
        pools: settings.pools.map { (name: $0.pool.name, words: $0.pool.limits.words, origin: $0.origin.description) },
        hooks: settings.hooks.map { (name: $0.hook.name, words: $0.words, origin: $0.origin.description) })
}

/// The first token, which a daemon makes at its first start.
package func showToken(_ options: DaemonOptions) throws(CommandFailure) -> (token: String, file: String) {
    let home = try options.locateHome()
    do { try PrivateFolder.checkAccess(home.state) } catch { throw CommandFailure(error) }
    guard FileManager.default.fileExists(atPath: home.token) else {
        throw CommandFailure(
            message: "there is no token yet: the daemon makes the first one when it starts (`upbeat run`); looked for \(home.token)",
            exitCode: 5)
    }
    do {
        return (try TokenFile.read(home).text, home.token)
    } catch {
        throw CommandFailure(message: error.description, exitCode: 4)
    }
}
