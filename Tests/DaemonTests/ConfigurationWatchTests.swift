import Foundation
import Logging
import Recurrence
import Testing

@testable import Daemon

/// The real files, written as editors and programs write them; each wait is for the word of the watch.
struct ConfigurationWatchTests {
    /// Runs a watch until the body is done; the body gets what waits for the next word.
    private func watching(
        _ temporary: TemporaryHome, _ body: (_ next: @Sendable () async -> String?) async throws -> Void
    ) async throws {
        let (words, said) = AsyncStream.makeStream(of: String.self)
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let watch = ConfigurationWatch(home: temporary.home, readAt: .distantPast, log: silent) { said.yield($0) }
        // What is newer than the configuration in force is told of first; from then on it watches.
        try temporary.write(".env", "")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            let next = { @Sendable () async -> String? in
                for await word in words { return word }
                return nil
            }
            try expect(await next(), ".env")
            try await body(next)
            group.cancelAll()
        }
    }

    private func expect(_ word: String?, _ wanted: String) throws { #expect(word == wanted) }

    @Test("a file that is written, replaced, removed or linked is told of once it rests") func files() async throws {
        try await TemporaryHome.withAsync { temporary in
            let (home, manager) = (temporary.home, FileManager.default)
            try await watching(temporary) { next in
                try temporary.write("upbeat.yaml", "zone: Europe/Berlin\n")
                try expect(await next(), "upbeat.yaml")
                // As editors do: a new file in the place of the old one.
                try temporary.write("upbeat.yaml~", "zone: UTC\n")
                #expect(rename(home.settingsFile + "~", home.settingsFile) == 0)
                try expect(await next(), "upbeat.yaml")
                try manager.createDirectory(atPath: home.settingsFolder, withIntermediateDirectories: false)
                try expect(await next(), "conf.d")
                // The folder was not there when the watch began.
                try temporary.write("conf.d/10-a.yaml", "zone: UTC\n")
                try expect(await next(), "10-a.yaml")
                // Nobody reads these; the next word is about the removal.
                try temporary.write("conf.d/notes.txt", "x")
                try temporary.write("upbeat.db-journal", "x")
                try manager.removeItem(atPath: home.settingsFolder + "/10-a.yaml")
                try expect(await next(), "10-a.yaml")
                try manager.createDirectory(atPath: temporary.folder + "/dots", withIntermediateDirectories: false)
                try Data("zone: UTC\n".utf8).write(to: URL(fileURLWithPath: temporary.folder + "/dots/u.yaml"))
                try manager.removeItem(atPath: home.settingsFile)
                try expect(await next(), "upbeat.yaml")
                try manager.createSymbolicLink(atPath: home.settingsFile, withDestinationPath: temporary.folder + "/dots/u.yaml")
                try expect(await next(), "upbeat.yaml")
                // What the link leads to is watched as well.
                try Data("zone: Europe/Rome\n".utf8).write(to: URL(fileURLWithPath: temporary.folder + "/dots/u.yaml"))
                try expect(await next(), "u.yaml")
            }
        }
    }

    @Test("many changes in a row are one word") func burst() async throws {
        try await TemporaryHome.withAsync { temporary in
            try await watching(temporary) { next in
                for number in 0..<20 { try temporary.write("upbeat.yaml", "retry: {attempts: \(number + 1)}\n") }
                try temporary.write(".env", "A=1\n")
                try expect(await next(), ".env, upbeat.yaml")
            }
        }
    }

    @Test("where nothing can be watched the watch ends and the daemon goes on") func missing() async throws {
        try await TemporaryHome.withAsync { temporary in
            var home = temporary.home
            home.configuration = temporary.folder + "/nowhere"
            await ConfigurationWatch(home: home, readAt: .distantPast, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { _ in
            }.run()
        }
    }
}
