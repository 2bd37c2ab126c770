import Foundation
import Logging
import Recurrence
import ServiceLifecycle
import Synchronization

/// Tells when a file of the configuration has changed and come to rest. It costs nothing while nothing changes: the system tells it.
///
/// Ends when its task is cancelled. Where the system watches no more files, it says so once, and `upbeat reload` reads them all the same.
struct ConfigurationWatch: Service {
    let home: Home
    /// When the configuration in force was read: what is newer is told of at once.
    let readAt: Instant
    let log: Logger
    /// Called with the names of what changed.
    let changed: @Sendable (String) -> Void

    /// How long nothing may have changed: an editor writes in several steps.
    private static let rest = Duration.milliseconds(250)
    /// By how much the times of files may lag behind the clock.
    private static let grain = Duration.milliseconds(20)
    /// What never comes to rest is read after so long.
    private static let patience = Duration.seconds(5)

    func run() async {
        let names = Mutex<Set<String>>([])
        let (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let events: FileEvents
        do throws(SystemFailure) {
            events = try FileEvents(.changes) { name in
                names.withLock { _ = $0.insert(name) }
                ring.yield()
            }
            try watch(events)
        } catch {
            log.warning("changes of the configuration are not noticed by themselves (\(error)); after one run `upbeat reload`")
            return
        }
        let newer = files.filter { path in (try? FileFacts.of(path))?.map { $0.touchedAt >= readAt - Self.grain } == true }
        if !newer.isEmpty {
            names.withLock { $0.formUnion(newer) }
            ring.yield()
        }
        let clock = ContinuousClock()
        for await _ in bell {
            var all: Set<String> = []
            let end = clock.now + Self.patience
            while true {
                let more = names.withLock { names in
                    defer { names = [] }
                    return names
                }
                if more.isEmpty || clock.now >= end { break }
                all.formUnion(more.filter(isOurs))
                guard (try? await clock.sleep(for: Self.rest)) != nil else { return }
            }
            // Folders and links may be others now.
            try? watch(events)
            if !all.isEmpty { changed(all.sorted().map { String($0.dropFirst(folder(of: $0).utf8.count + 1)) }.joined(separator: ", ")) }
        }
    }

    /// What settings are read from, as far as it is there.
    private var files: [String] {
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: home.settingsFolder)) ?? []
        return [home.settingsFile, home.dotEnv, home.settingsFolder] + parts.map { home.settingsFolder + "/" + $0 }
    }

    /// A path that settings are read from.
    private func isOurs(_ path: String) -> Bool {
        if [home.settingsFile, home.dotEnv, home.settingsFolder].contains(path) { return true }
        if folder(of: path) == home.settingsFolder { return path.hasSuffix(".yaml") }
        return targets.contains { $0 == path || folder(of: $0) == folder(of: path) }
    }

    /// What links among the files lead to.
    private var targets: [String] {
        [home.settingsFile, home.dotEnv, home.settingsFolder].compactMap { path in
            guard (try? FileFacts.of(path, followLinks: false))??.kind == .link, let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return String(cString: real)
        }
    }

    private func watch(_ events: FileEvents) throws(SystemFailure) {
        for folder in Set([home.settingsFile, home.dotEnv].map(folder) + targets.map(folder)) { try events.watch(folder) }
        // It need not be there; its coming is an event of the folder above.
        try? events.watch(home.settingsFolder)
    }

    private func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path }
}
