import Foundation
import Processes

/// What a command line says about where the house is and how it is set; everything else comes from the environment and the files.
package struct DaemonOptions: Sendable {
    /// The folder that holds everything, or `system` for the machine's; nil leaves it to `UPBEAT_HOME`, then to the XDG folders.
    package var home: String?
    /// The socket of a daemon to talk to, whatever the home says.
    package var socket: String?
    /// Settings by their dotted names, stronger than the environment and the files.
    package var flags: [String: String]
    /// The file in the place of `upbeat.yaml`; nil leaves it to `UPBEAT_CONFIG`, then to the configuration folder.
    package var config: String?
    /// Nobody sees this process's terminal: it logs to its file alone and holds on to no folder.
    package var isInBackground: Bool
    /// What stands in for variables that the environment lacks; see `ledBack`.
    private var inherited: [String: String] = [:]

    package init(
        home: String? = nil, socket: String? = nil, flags: [String: String] = [:], config: String? = nil, isInBackground: Bool = false
    ) {
        self.home = home
        self.socket = socket
        self.flags = flags
        self.config = config
        self.isInBackground = isInBackground
    }

    /// The environment with the flags' word put in.
    var environment: [String: String] {
        var environment = inherited.merging(ProcessInfo.processInfo.environment) { $1 }
        if let home { environment["UPBEAT_HOME"] = home == Home.systemName ? home : absolute(home) }
        if let config { environment["UPBEAT_CONFIG"] = absolute(config) }
        return environment
    }

    /// `~` is left for whoever knows the home folder.
    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") || path.hasPrefix("~") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// The socket of the daemon that started the run inside which this is called; nil where a home is named, which goes before it.
    var runSocket: String? {
        let environment = environment
        guard environment["UPBEAT_HOME"]?.isEmpty ?? true, let socket = environment["UPBEAT_SOCKET"], socket.hasPrefix("/") else {
            return nil
        }
        return socket
    }

    /// The same for a program inside a run whose host handed on little more than HOME and PATH, as those do that start MCP servers: with the
    /// mark of the run, and with its way back where no other is named, from the nearest ancestor that has them.
    var ledBack: DaemonOptions {
        let given = environment
        guard given[RunMarker.variable] == nil else { return self }
        let ancestor = ProcessIdentity.ancestors().lazy.compactMap(\.environment).first { $0[RunMarker.variable] != nil }
        guard let ancestor else { return self }
        let ways = ["UPBEAT_HOME", "UPBEAT_SOCKET"]
        let isNamed = ways.contains { given[$0]?.isEmpty == false }
        var options = self
        options.inherited = ancestor.filter { $0.key == RunMarker.variable || !isNamed && ways.contains($0.key) }
        return options
    }

    /// The environment for a client of this home: without the mark of a run of another house, whose numbers mean other pulses here.
    ///
    /// - Parameter isElsewhere: another daemon than that of the home is asked.
    func clientEnvironment(_ home: Home, isElsewhere: Bool = false) -> [String: String] {
        var environment = environment
        let marker = environment[RunMarker.variable].flatMap(RunMarker.init(environmentValue:))
        if let marker, let own = StateLock.fingerprint(home), (marker.home == own) == isElsewhere { environment[RunMarker.variable] = nil }
        return environment
    }

    func locateHome() throws(CommandFailure) -> Home {
        do { return try Home.locate(environment: environment) } catch { throw CommandFailure(error) }
    }

    /// The settings, or those of a house without any where what is there is wrong: for who reads alone and has to show something.
    func loadSettingsOrDefaults(_ home: Home) throws(CommandFailure) -> Settings {
        if let settings = try? loadSettings(home) { return settings }
        var bare = home
        // Where no user has files; the house's own folder may be closed to this one.
        bare.configuration = "/no-configuration-of-upbeat"
        do { return try Settings.load(home: bare, environment: [:]) } catch { throw CommandFailure(message: error.description) }
    }

    func loadSettings(_ home: Home) throws(CommandFailure) -> Settings {
        for folder in Set([home.configuration, home.state]) {
            do { try PrivateFolder.checkAccess(folder) } catch { throw CommandFailure(error) }
        }
        do {
            return try Settings.load(home: home, flags: flags, environment: environment)
        } catch {
            // What is wrong on the command line alone is wrong usage.
            let isUsage = error.issues.allSatisfy { $0.place == SettingOrigin.flag.place }
            throw CommandFailure(message: error.description, exitCode: isUsage ? 64 : 1)
        }
    }
}

/// An error that ends a command.
package struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What to print on standard error, without a prefix.
    package var message: String
    package var exitCode: Int32

    package init(message: String, exitCode: Int32 = 1) {
        self.message = message
        self.exitCode = exitCode
    }

    package var description: String { message }

    /// What is another user's is a matter of access (exit code 4).
    init(_ error: HomeError) {
        self.init(message: error.description, exitCode: error.isOfAccess ? 4 : 1)
    }
}
