import Foundation
import Recurrence

extension Surroundings {
    /// This process. From here on a closed pipe is an error of writing, not a signal.
    package static func live() -> Surroundings {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessInfo.processInfo.environment
        return Surroundings(
            program: CommandLine.arguments.first ?? "upbeat",
            environment: environment,
            currentFolder: FileManager.default.currentDirectoryPath,
            output: stream(STDOUT_FILENO, environment),
            messages: stream(STDERR_FILENO, environment),
            input: ByteSource(
                isTerminal: isatty(STDIN_FILENO) == 1,
                read: { limit throws(CommandError) in try StandardStreams.read(STDIN_FILENO, limit: limit) },
                next: { limit throws(CommandError) in try StandardStreams.readSome(STDIN_FILENO, limit: limit) }),
            now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            sleep: { try await Task.sleep(for: $0) },
            local: .system,
            doors: .live)
    }

    private static func stream(_ descriptor: Int32, _ environment: [String: String]) -> ByteStream {
        ByteStream(width: StandardStreams.width(descriptor, environment: environment)) { bytes throws(CommandError) in
            try StandardStreams.write(bytes, to: descriptor)
        }
    }
}
