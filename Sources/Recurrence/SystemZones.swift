import Foundation

/// The zones of the system's own files (TZif), which its updates of tzdata keep current.
///
/// A file is looked at again (one `stat`) at most once a second and read again when it was replaced or changed. One that is
/// damaged is left out, its reason in ``damagedFiles``: what was read from it before stays in use, else the fallback answers.
/// The fallback also has the names that are not in the files, such as old ones that Debian keeps in a package of their own.
///
/// Copies share what they have read.
public struct SystemZones: ZoneSource {
    private let directories: [String]
    private let fallback: FoundationZones?
    private let files: ZoneFiles

    /// - Parameters:
    ///   - directories: where to look, the first one first; nil for those of this process's environment.
    ///   - fallback: who is asked for zones that are not there; nil for nobody.
    ///   - recheck: for how long a file counts as unchanged after it was looked at.
    public init(
        directories: [String]? = nil, fallback: FoundationZones? = FoundationZones(), recheck: Duration = .seconds(1)
    ) {
        self.directories = directories ?? Self.directories(environment: ProcessInfo.processInfo.environment)
        self.fallback = fallback
        files = ZoneFiles(recheck: recheck)
    }

    /// `TZDIR`, if it is an absolute path, and where systems keep their files.
    public static func directories(environment: [String: String]) -> [String] {
        let own = environment["TZDIR"].flatMap { $0.hasPrefix("/") ? [$0] : nil } ?? []
        return own + [
            "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo", "/var/db/timezone/zoneinfo",
        ]
    }

    /// Takes IANA names, links included, in their own case. `UTC` is always there.
    public func zone(named name: String) throws(TimeError) -> Zone {
        guard name != Zone.utc.identifier else { return .utc }
        guard ZoneName.isWellFormed(name) else { throw unknown(name) }
        for directory in directories {
            if let zone = files.zone(named: name, in: directory) {
                return zone
            }
        }
        if let known = files.knownError(name) {
            throw known
        }
        guard let zone = fallback?.find(name) else { throw unknown(name) }
        return zone
    }

    /// Whether there are zones besides `UTC`.
    public var isAvailable: Bool {
        (try? zone(named: "Europe/London")) != nil
    }

    /// The zone of this machine: of the variable `TZ`, of the link `/etc/localtime`, of `/etc/timezone`, else UTC. What is no
    /// IANA name is passed over; an empty `TZ` is UTC.
    public var host: Zone {
        host(HostZone(environment: ProcessInfo.processInfo.environment))
    }

    func host(_ host: HostZone) -> Zone {
        host.names.lazy.compactMap { try? zone(named: $0) }.first ?? .utc
    }

    /// Looks at all files that were used; how often one of them was found changed or gone since the process began. Where this has risen,
    /// what was computed before may be computed again.
    public func countChanges() -> Int { files.countChanges() }

    /// Files that could not be used when they were last looked at, by path.
    public var damagedFiles: [String: TZifError] { files.damaged }

    private func unknown(_ name: String) -> TimeError {
        files.unknown(name, in: directories)
    }
}
