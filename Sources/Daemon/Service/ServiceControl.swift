import Foundation
import Processes

/// How this program speaks to the service manager of this machine; what tests put their own in place of.
package struct ServiceControl: Sendable {
    /// How a command of the manager ended.
    package struct End: Sendable {
        package var isDone: Bool
        /// What it said, one line.
        package var text: String

        package init(isDone: Bool, text: String) {
            self.isDone = isDone
            self.text = text
        }
    }

    /// Whether the manager runs here.
    package var isRunning: @Sendable (ServiceManager) -> Bool
    /// Runs a command and waits for its end. The first word is looked for in the PATH.
    package var call: @Sendable ([String]) async -> End

    package init(isRunning: @escaping @Sendable (ServiceManager) -> Bool, call: @escaping @Sendable ([String]) async -> End) {
        self.isRunning = isRunning
        self.call = call
    }

    /// The real one, with the environment of this process: a user's manager is found by it.
    package static func live(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> ServiceControl {
        let path = environment["PATH"] ?? SearchPath.standard.joined(separator: ":")
        return ServiceControl(
            isRunning: { manager in
                switch manager {
                // As sd_booted(3) has it.
                case .systemd:
                    resolveExecutable("systemctl", path: path) != nil && (try? FileFacts.of("/run/systemd/system"))??.kind == .folder
                case .launchd: Home.Platform.current == .mac && resolveExecutable("launchctl", path: path) != nil
                }
            },
            call: { words in await Self.run(words, environment, path) })
    }

    /// A start waits for READY=1, at most TimeoutStartSec; a restart first for the end of the drain.
    private static let timeout = Duration.seconds(180)

    private static func run(_ words: [String], _ environment: [String: String], _ path: String) async -> End {
        let command = await OutsideCommand.run(words, environment: environment, path: path, within: timeout)
        // `systemctl enable` tells of its links even where what comes after them fails.
        let said = command.lines.filter { !$0.hasPrefix("Created symlink") }.joined(separator: " ")
        return End(isDone: command.isDone, text: command.failure(saying: said) ?? said)
    }
}
