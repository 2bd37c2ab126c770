import Daemon
import Foundation
package import Recurrence

/// All that a command touches besides its arguments: streams, time, environment, the ways to a daemon.
package struct Surroundings: Sendable {
    /// The name by which this program was called.
    package var program: String
    package var environment: [String: String]
    package var currentFolder: String
    /// Data.
    package var output: ByteStream
    /// Messages.
    package var messages: ByteStream
    package var input: ByteSource
    package var now: @Sendable () -> Instant
    package var sleep: @Sendable (Duration) async throws -> Void
    package var local: LocalTime
    package var doors: Doors

    package init(
        program: String, environment: [String: String], currentFolder: String, output: ByteStream, messages: ByteStream,
        input: ByteSource, now: @escaping @Sendable () -> Instant, sleep: @escaping @Sendable (Duration) async throws -> Void,
        local: LocalTime, doors: Doors
    ) {
        self.program = program
        self.environment = environment
        self.currentFolder = currentFolder
        self.output = output
        self.messages = messages
        self.input = input
        self.now = now
        self.sleep = sleep
        self.local = local
        self.doors = doors
    }

    var words: Words { Words(now: now(), local: local) }

    func paint(_ options: GlobalOptions) -> Paint {
        Paint(options.color, environment: environment, isTerminal: output.isTerminal)
    }

    /// A path that means the same to a program with another current folder. `~` is left for the daemon.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") || path.hasPrefix("~") || path.isEmpty { return path }
        return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: currentFolder, isDirectory: true)).standardizedFileURL.path
    }

    /// This program, absolute and by the name it was called with, links and all: the file behind a link changes with each update.
    /// Where the shell found it by its PATH, so does this.
    var installedProgram: String {
        if program.contains("/") { return absolute(program) }
        return findProgram(program, path: environment["PATH"] ?? "").map(absolute) ?? program
    }

    /// Waits; false where the task was cancelled.
    func pause(_ duration: Duration) async -> Bool {
        do {
            try await sleep(duration)
            return true
        } catch {
            return false
        }
    }
}

/// Where bytes go.
package struct ByteStream: Sendable {
    /// The columns of the terminal; nil where it is none.
    package var width: Int?
    package var write: @Sendable ([UInt8]) throws(CommandError) -> Void

    package init(width: Int?, write: @escaping @Sendable ([UInt8]) throws(CommandError) -> Void) {
        self.width = width
        self.write = write
    }

    package var isTerminal: Bool { width != nil }
}

/// Where bytes come from.
package struct ByteSource: Sendable {
    package var isTerminal: Bool
    /// Everything up to the end, but no more than so many bytes.
    package var read: @Sendable (_ limit: Int) throws(CommandError) -> [UInt8]
    /// What is there, waiting only while there is nothing; empty at the end.
    package var next: @Sendable (_ limit: Int) throws(CommandError) -> [UInt8]

    package init(
        isTerminal: Bool, read: @escaping @Sendable (_ limit: Int) throws(CommandError) -> [UInt8],
        next: @escaping @Sendable (_ limit: Int) throws(CommandError) -> [UInt8]
    ) {
        self.isTerminal = isTerminal
        self.read = read
        self.next = next
    }
}
