import Foundation
import Processes

/// How this program speaks to the clients of this machine; what tests put their own in place of.
package struct ClientControl: Sendable {
    /// How a client's command ended.
    package struct End: Sendable {
        /// Why it failed; nil where it ended well.
        package var failure: String?
        /// What it wrote to standard output; nil where that is more than 4,096 bytes.
        package var output: String?

        package init(failure: String? = nil, output: String? = "") {
            self.failure = failure
            self.output = output
        }
    }

    /// Whether there is such a program on the PATH.
    package var has: @Sendable (_ program: String) -> Bool
    /// Runs a command and waits for its end. The first word is looked for in the PATH.
    package var call: @Sendable ([String]) async -> End

    package init(has: @escaping @Sendable (String) -> Bool, call: @escaping @Sendable ([String]) async -> End) {
        self.has = has
        self.call = call
    }

    /// The real one, with the environment of this process: clients find their files by it.
    ///
    /// - Parameter timeout: these commands write a file; a client that asks a person something has not ended by then.
    package static func live(
        _ environment: [String: String] = ProcessInfo.processInfo.environment, timeout: Duration = .seconds(30)
    ) -> ClientControl {
        let path = environment["PATH"] ?? SearchPath.standard.joined(separator: ":")
        return ClientControl(
            has: { resolveExecutable($0, path: path) != nil },
            call: { words in
                let command = await OutsideCommand.run(words, environment: environment, path: path, within: timeout)
                return End(failure: command.failure(saying: command.lines.joined(separator: " ")), output: command.output)
            })
    }
}
