import Foundation
import Synchronization

/// Zones by way of Foundation (ICU's data), for systems without zone files.
///
/// With the static standard library Foundation knows no zones unless ICU is linked in; ``isAvailable`` tells.
public struct FoundationZones: ZoneSource {
    public init() {}

    /// Whether Foundation knows any zones at all; without them only `UTC` is found.
    public static var isAvailable: Bool { !known.isEmpty }

    /// The zone of this machine; UTC when it is not set or has no IANA name.
    public static var host: Zone {
        (try? FoundationZones().zone(named: TimeZone.current.identifier)) ?? .utc
    }

    /// Takes every IANA name with a slash that Foundation knows, and those without one by a list, because Foundation also
    /// takes abbreviations (`PST`) and offsets (`GMT+2`). Names are case-sensitive, as they are in the database.
    ///
    /// A zone is asked for its offsets once in the life of a process.
    public func zone(named name: String) throws(TimeError) -> Zone {
        guard let zone = find(name) else { throw ZoneName.unknown(name, among: Self.names) }
        return zone
    }

    func find(_ name: String) -> Zone? {
        guard name != Zone.utc.identifier else { return .utc }
        guard ZoneName.isWellFormed(name), name.utf8.contains(UInt8(ascii: "/")) || Self.slashless.contains(name) else { return nil }
        if let zone = Self.cache.withLock({ $0[name] }) {
            return zone
        }
        guard let data = TimeZone(identifier: name) else { return nil }
        let zone = Zone(identifier: name, table: Self.table(of: data))
        Self.cache.withLock { $0[name] = zone }
        return zone
    }

    /// The names that can be asked for.
    static var names: [String] {
        known.filter { $0.utf8.contains(UInt8(ascii: "/")) } + slashless
    }

    private static let known: [String] = TimeZone.knownTimeZoneIdentifiers

    private static let cache = Mutex<[String: Zone]>([:])

    /// The changes from before the first zone (1811) until 400 years after the index of the table, which then repeat.
    private static func table(of zone: TimeZone) -> SpanTable {
        let end = SpanTable.indexEnd + SpanTable.cycleLength
        func offset(_ seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
        }
        var transitions: [(at: Int64, offset: Int64)] = []
        var seconds: Int64 = -5_000_000_000
        let first = offset(seconds)
        while seconds < end, let next = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(seconds))) {
            let following = Int64(next.timeIntervalSince1970)
            guard following > seconds else { break }
            seconds = following
            transitions.append((seconds, offset(seconds)))
        }
        return SpanTable(offset: first, transitions: transitions, tail: seconds >= end ? .cycle : .constant)
    }

    /// The IANA names without a slash (tzdata 2025b, files `backward`, `etcetera` and the continents).
    private static let slashless: [String] = [
        "UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "GMT0", "GMT+0", "GMT-0", "EST", "MST", "HST", "EST5EDT", "CST6CDT",
        "MST7MDT", "PST8PDT", "CET", "MET", "EET", "WET", "Cuba", "Egypt", "Eire", "GB", "GB-Eire", "Hongkong", "Iceland", "Iran",
        "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "NZ", "NZ-CHAT", "Navajo", "PRC", "Poland", "Portugal", "ROC", "ROK",
        "Singapore", "Turkey", "W-SU",
    ]
}
