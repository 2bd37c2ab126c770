import Foundation
package import Logging
package import Recurrence
import Synchronization

/// Where all messages of the process go: to the terminal and to a file, one whole line at a time.
///
/// A file that cannot be written stops nothing: it is said once on the terminal, and again, with the number of lines that
/// were lost, in the file itself when it works again.
package final class LogOutput: Sendable {
    private struct State {
        var file: RotatingFile?
        /// Lines lost since the file last worked.
        var lost = 0
        var saidSo = false
    }

    private let state: Mutex<State>
    private let threshold: Mutex<Logger.Level>
    private let terminal: Int32?
    private let echoes: Bool
    private let line: TerminalLine

    /// - Parameters:
    ///   - terminal: a descriptor to write lines for people to, such as standard error; nil for none.
    ///   - file: the path of the log; nil for none.
    ///   - echoes: whether messages go to the terminal too; else only what is wrong with the file is said there.
    package init(
        level: Logger.Level, terminal: Int32?, hasColours: Bool = false, zone: Zone = .utc, file: String?, fileLimit: Int64 = 10 << 20,
        files: Int = 3, echoes: Bool = true
    ) {
        state = Mutex(State(file: file.map { RotatingFile(path: $0, limit: fileLimit, files: files) }))
        threshold = Mutex(level)
        self.terminal = terminal
        self.echoes = echoes
        line = TerminalLine(zone: zone, hasColours: hasColours)
    }

    /// The least important level that is kept; can be changed while the daemon runs.
    package var level: Logger.Level {
        get { threshold.withLock { $0 } }
        set { threshold.withLock { $0 = newValue } }
    }

    /// Writes one message. Returns when it is with the system; it is not synced.
    package func write(_ record: LogRecord) {
        state.withLock { state in
            if echoes, let terminal { Self.write(line.text(of: record), to: terminal) }
            append(FileLine.bytes(of: record), at: record.instant, &state)
        }
    }

    /// Lets go of the file, so that the next message finds what is now at its path (after an outside rotation).
    package func reopen() { state.withLock { $0.file?.reopen() } }

    private func append(_ bytes: [UInt8], at instant: Instant, _ state: inout State) {
        guard state.file != nil else { return }
        do {
            if state.lost > 0 {
                let note = LogRecord(
                    instant: instant, level: .warning, label: "upbeat.log", message: "\(state.lost) messages before this one were lost",
                    metadata: [:])
                try state.file?.append(FileLine.bytes(of: note))
                state.lost = 0
            }
            try state.file?.append(bytes)
            state.saidSo = false
        } catch {
            state.lost += 1
            guard !state.saidSo, let terminal else { return }
            state.saidSo = true
            let note = LogRecord(
                instant: instant, level: .warning, label: "upbeat.log",
                message: "the log file does not work, going on without it: \(error)",
                metadata: [:])
            Self.write(line.text(of: note), to: terminal)
        }
    }

    /// A terminal that is gone is no reason to stop.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
