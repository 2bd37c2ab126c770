import Foundation
import Processes

/// A short command of another program's, the service manager's or a client's, and how it ended.
struct OutsideCommand {
    /// The lines that it wrote, standard error first.
    private(set) var lines: [Substring] = []
    /// What it wrote to standard output; nil where that is more than 4,096 bytes.
    private(set) var output: String? = ""
    private let how: How

    private enum How {
        case exited(Int32)
        case failed(String)
    }

    var isDone: Bool { if case .exited(0) = how { true } else { false } }

    /// Why it failed, where its own words do not say; nil where it ended well.
    ///
    /// - Parameter said: its own words.
    func failure(saying said: String) -> String? {
        switch how {
        case .exited(0): nil
        case .exited(let code): said.isEmpty ? "exit code \(code)" : said
        case .failed(let reason): reason
        }
    }

    /// Runs a command and waits for its end.
    ///
    /// - Parameter words: the first is looked for in `path`.
    static func run(
        _ words: [String], environment: [String: String], path: String, within timeout: Duration
    ) async -> OutsideCommand {
        guard let name = words.first, let found = resolveExecutable(name, path: path) else {
            return OutsideCommand(how: .failed("there is no program \(words.first ?? "")"))
        }
        let program = found.hasPrefix("/") ? found : FileManager.default.currentDirectoryPath + "/" + found
        let spec = ChildSpec(
            executable: program, arguments: Array(words.dropFirst()), environment: environment, workingDirectory: "/", timeout: timeout,
            grace: .seconds(2), output: OutputPlan(standardOutput: nil, standardError: nil, limit: 0))
        let end = await Processes.run(spec, control: RunControl()) { _ in }
        let how: How =
            switch end.how {
            case .exited(let code): .exited(code)
            case .signalled where end.endReason == .timedOut: .failed("no end after \(timeout.components.seconds) s")
            case .signalled(let number): .failed("ended by signal \(number)")
            case .couldNotStart(let failure): .failed(failure.description)
            case .notStarted: .failed("it was not started")
            case .unknown(let reason): .failed(reason)
            }
        let text = [end.standardError.tail, end.standardOutput.tail].joined(separator: "\n")
        return OutsideCommand(
            lines: text.split(whereSeparator: \.isNewline), output: end.standardOutput.head.isEmpty ? end.standardOutput.tail : nil,
            how: how)
    }
}
