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
                guard let name = words.first, let found = resolveExecutable(name, path: path) else {
                    return End(failure: "there is no program \(words.first ?? "")")
                }
                let program = found.hasPrefix("/") ? found : FileManager.default.currentDirectoryPath + "/" + found
                let spec = ChildSpec(
                    executable: program, arguments: Array(words.dropFirst()), environment: environment, workingDirectory: "/",
                    timeout: timeout, grace: .seconds(2), output: OutputPlan(standardOutput: nil, standardError: nil, limit: 0))
                let end = await Processes.run(spec, control: RunControl()) { _ in }
                return End(
                    failure: failure(of: end, within: timeout), output: end.standardOutput.head.isEmpty ? end.standardOutput.tail : nil)
            })
    }

    private static func failure(of end: ChildEnd, within timeout: Duration) -> String? {
        let text = [end.standardError.tail, end.standardOutput.tail].joined(separator: "\n")
        let said = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return switch end.how {
        case .exited(0): nil
        case .exited(let code): said.isEmpty ? "exit code \(code)" : said
        case .signalled where end.endReason == .timedOut: "no end after \(timeout.components.seconds) s"
        case .signalled(let number): "ended by signal \(number)"
        case .couldNotStart(let failure): failure.description
        case .notStarted: "it was not started"
        case .unknown(let reason): reason
        }
    }
}
