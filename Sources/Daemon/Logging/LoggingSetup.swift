import Foundation
package import Logging
import Recurrence

/// Puts the process's log together.
package enum LoggingSetup {
    /// Sends every `Logger` of the process to standard error and to the file. To be called once, before the first logger is made.
    ///
    /// The file's folder is made where it is missing. Nothing here fails: a log that cannot be written is said on standard error.
    ///
    /// - Parameter file: nil keeps the log to the terminal, as commands do.
    /// - Parameter echoes: whether messages go to standard error too; else only what is wrong with the file does.
    package static func bootstrap(
        level: Logger.Level, file: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        echoes: Bool = true
    ) -> LogOutput {
        if let file, let slash = file.lastIndex(of: "/"), slash != file.startIndex { try? PrivateFolder.create(String(file[..<slash])) }
        let output = LogOutput(
            level: level, terminal: STDERR_FILENO, hasColours: wantsColours(isTerminal: isatty(STDERR_FILENO) == 1, environment),
            zone: SystemZones().host, file: file, echoes: echoes)
        LoggingSystem.bootstrap(
            { label, provider in LineLogHandler(label: label, output: output, metadataProvider: provider, now: wallClock) },
            metadataProvider: nil)
        return output
    }

    /// On a terminal that can, and where nobody said no (no-color.org).
    static func wantsColours(isTerminal: Bool, _ environment: [String: String]) -> Bool {
        isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    private static func wallClock() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
