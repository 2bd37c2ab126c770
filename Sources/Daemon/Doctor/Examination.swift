import Foundation
import Pulses
import Recurrence
import SQLiteStore
import WireModel

/// What the checks look at: found out once, and read alone.
struct Examination: Sendable {
    var home: Home
    var environment: [String: String]
    /// What is wrong with the settings, a sentence each; then `settings` are those of a house without any.
    var issues: [String]
    var settings: Settings
    var answer: DaemonAnswer
    /// Where a daemon was asked.
    var sockets: [String]
    /// Who says in the lock file that he holds it, and lives.
    var holder: LockHolder?
    var store: Result<SQLiteStore, OpenError>
    var now: Instant
    /// What is free of a disk, and how big it is, in bytes; nil where that cannot be told.
    var space: @Sendable (_ path: String) -> DiskSpace?
    /// Where units are looked for.
    var unitFolders: [UnitFolder]
    /// This program's version.
    var version: String

    struct DiskSpace: Hashable, Sendable {
        var free: Int64
        var total: Int64
    }

    struct UnitFolder: Hashable, Sendable {
        var path: String
        var isUser: Bool
    }

    /// The process of the daemon, as far as anybody tells.
    var daemonPid: Int32? {
        if case .answered(let status) = answer { return status.pid.flatMap { Int32(exactly: $0) } }
        return holder?.role == .daemon ? holder?.pid : nil
    }
}

extension Examination {
    /// Finds out; nothing is made, locked or changed. `putAway` closes what was opened.
    static func begin(_ options: DaemonOptions) async throws(CommandFailure) -> Examination {
        let home = try options.locateHome()
        var issues: [String] = []
        let settings: Settings
        do throws(CommandFailure) {
            settings = try options.loadSettings(home)
            issues = settings.refusedIssues.map(\.description)
        } catch {
            issues = error.message.split(separator: "\n").map(String.init)
            settings = try options.loadSettingsOrDefaults(home)
        }
        // What is wrong with the socket's folder is found by the check of the files.
        let sockets = (try? daemonSockets(options)) ?? []
        let store: Result<SQLiteStore, OpenError>
        do throws(OpenError) {
            store = .success(
                try SQLiteStore(reading: home.database, judge: ScheduleJudge(zones: SystemZones(), maintenance: settings.maintenance)))
        } catch {
            store = .failure(error)
        }
        return Examination(
            home: home, environment: options.environment, issues: issues, settings: settings,
            answer: await DaemonAnswer.ask(sockets, within: .seconds(1)), sockets: sockets, holder: StateLock.currentHolder(home),
            store: store, now: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), space: { DiskSpace.of($0) },
            unitFolders: UnitFolder.usual(home, options.environment), version: upbeatVersion)
    }

    func putAway() { if case .success(let store) = store { store.close() } }
}

extension Examination.DiskSpace {
    /// Of the disk that a path is on, or the nearest folder above it that is there.
    static func of(_ path: String) -> Self? {
        var place = path
        while true {
            var facts = statvfs()
            if statvfs(place.isEmpty ? "/" : place, &facts) == 0 {
                let unit = Int64(facts.f_frsize)
                return Self(free: Int64(facts.f_bavail) * unit, total: Int64(facts.f_blocks) * unit)
            }
            guard errno == ENOENT, let slash = place.lastIndex(of: "/") else { return nil }
            place = String(place[..<slash])
        }
    }
}
