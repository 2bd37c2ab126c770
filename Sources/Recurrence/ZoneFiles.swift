import Foundation
import Synchronization

/// What was read from files of zone data, and which files they were.
final class ZoneFiles: Sendable {
    private struct Entry {
        let name: String
        /// Nil where the file was there, and is gone.
        let identity: ZoneFile.Identity?
        /// Of this file, or of the last one in its place that was sound.
        let zone: Zone?
        let damage: TZifError?
        /// When it was last looked at.
        var checked: ContinuousClock.Instant
    }

    private let recheck: Duration
    private let entries = Mutex<[String: Entry]>([:])
    private let errors = Mutex<[String: TimeError]>([:])
    private let names = Mutex<[String]?>(nil)
    private let changes = Mutex(0)

    init(recheck: Duration) {
        self.recheck = recheck
    }

    /// The zone of a file as it is now; nil when there is none, or none that can be used.
    func zone(named name: String, in directory: String) -> Zone? {
        let path = "\(directory)/\(name)"
        let now = ContinuousClock.now
        let known = entries.withLock { $0[path] }
        if let known, now - known.checked < recheck {
            return known.zone
        }
        let identity = ZoneFile.identity(of: path)
        if let known, known.identity == identity {
            entries.withLock { $0[path]?.checked = now }
            return known.zone
        }
        guard known != nil || identity != nil && ZoneFile.isSpelled(name, in: directory) else { return nil }
        let gone = Entry(name: name, identity: nil, zone: nil, damage: nil, checked: now)
        let entry =
            identity.map { Self.load(path, Entry(name: name, identity: $0, zone: known?.zone, damage: nil, checked: now)) } ?? gone
        entries.withLock { $0[path] = entry }
        if known != nil { changes.withLock { $0 += 1 } }
        return entry.zone
    }

    /// Looks at all files that were read; how often one was found changed, all in all.
    func countChanges() -> Int {
        for (path, entry) in entries.withLock({ $0 }) {
            _ = zone(named: entry.name, in: String(path.dropLast(entry.name.utf8.count + 1)))
        }
        return changes.withLock { $0 }
    }

    private static func load(_ path: String, _ last: Entry) -> Entry {
        do throws(TZifError) {
            let (bytes, identity) = try ZoneFile.read(path)
            let zone = Zone(identifier: last.name, table: try TZifReader.table(reading: bytes))
            return Entry(name: last.name, identity: identity, zone: zone, damage: nil, checked: last.checked)
        } catch {
            return Entry(name: last.name, identity: last.identity, zone: last.zone, damage: error, checked: last.checked)
        }
    }

    var damaged: [String: TZifError] {
        entries.withLock { $0.compactMapValues(\.damage) }
    }

    /// The error for a name that was unknown before: a hint takes a search through all names.
    func knownError(_ name: String) -> TimeError? {
        errors.withLock { $0[name] }
    }

    /// The error for a name that is in no file and not in Foundation. Names are listed once.
    func unknown(_ name: String, in directories: [String]) -> TimeError {
        if let known = knownError(name) {
            return known
        }
        let error = ZoneName.unknown(name, among: self.allNames(in: directories))
        if name.utf8.count <= 64 {
            errors.withLock { errors in
                if errors.count >= 256 {
                    errors.removeAll(keepingCapacity: true)
                }
                errors[name] = error
            }
        }
        return error
    }

    private func allNames(in directories: [String]) -> [String] {
        names.withLock { names in
            if let names {
                return names
            }
            let all = Set(directories.flatMap(ZoneFile.names) + FoundationZones.names).sorted()
            names = all
            return all
        }
    }
}
