import Foundation
import Pulses
import SQLiteStore

/// The database, and the room it has.
extension Examination {
    /// How long a check of the whole file may take.
    private static let patience: Duration = .seconds(5)

    func database() async -> [Finding] {
        let store: SQLiteStore
        switch self.store {
        case .success(let opened): store = opened
        case .failure(let error): return [Self.finding(error, home)]
        }
        do throws(StoreError) {
            switch try await store.integrity(within: Self.patience) {
            case .whole: return [Finding(.database, "integrity", .ok, "\(home.database) is whole")]
            case .unfinished:
                return [
                    Finding(.database, "integrity", .note, "\(home.database) is large; nothing wrong was found in five seconds of looking")
                ]
            case .damaged(let what): return [Self.damaged(what, home)]
            }
        } catch {
            return [Finding(.database, "integrity", .error, "\(home.database) could not be read: \(error)")]
        }
    }

    private static func finding(_ error: OpenError, _ home: Home) -> Finding {
        switch error {
        case .absent:
            Finding(.database, "integrity", .note, "nothing has been stored yet: there is no \(home.database)", remedy: "upbeat start")
        case .older, .logWithoutIndex: Finding(.database, "integrity", .note, error.description, remedy: "upbeat start")
        case .damaged(_, let what): damaged(what, home)
        case .notADatabase: damaged("its beginning is not that of a database", home)
        default: Finding(.database, "integrity", .error, error.description)
        }
    }

    /// What is damaged is left as it is: mending a copy can only be a person's decision.
    private static func damaged(_ what: String, _ home: Home) -> Finding {
        let database = ShellText.word(home.database)
        return Finding(
            .database, "integrity", .error, "\(home.database) is damaged: \(what.replacing("\n", with: " "))",
            remedy: "stop the daemon, keep a copy of \(home.state), then put the file back from a backup, or save what can be saved: "
                + "sqlite3 \(database) .recover | sqlite3 \(ShellText.word(home.database + ".recovered"))")
    }

    func disks() -> [Finding] {
        var findings = [disk(of: home.state, "database")]
        let log = (settings.log.file as NSString).deletingLastPathComponent
        if log.hasPrefix("/"), log != home.state { findings.append(disk(of: log, "log")) }
        return findings
    }

    /// Under 100 MiB a burst of work fills the disk before anybody looks; under 1 GiB or a twentieth it is time to.
    private func disk(of path: String, _ name: String) -> Finding {
        guard let space = space(path) else { return Finding(.disk, name, .note, "how much is free on the disk of \(path) cannot be told") }
        let free = "\(Self.size(space.free)) of \(Self.size(space.total)) are free on the disk of \(path)"
        let remedy = "free some: du -xh \(ShellText.word(path)) | sort -h | tail; `retention:` in the settings keeps less"
        if space.free < 100 << 20 { return Finding(.disk, name, .error, free, remedy: remedy) }
        if space.free < 1 << 30 || space.free < space.total / 20 { return Finding(.disk, name, .warning, free, remedy: remedy) }
        return Finding(.disk, name, .ok, free)
    }

    /// `812 MiB`, `3.4 GiB`
    private static func size(_ bytes: Int64) -> String {
        let mebibytes = bytes >> 20
        return mebibytes < 1024 ? "\(mebibytes) MiB" : "\(mebibytes / 1024).\(mebibytes % 1024 * 10 / 1024) GiB"
    }
}
