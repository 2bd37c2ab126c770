import Foundation

/// Zones of the system by way of Foundation (ICU's data).
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
    public func zone(named name: String) throws(TimeError) -> Zone {
        guard Self.isPermitted(name) else { throw Self.unknown(name) }
        guard name != Zone.utc.identifier else { return .utc }
        guard let zone = TimeZone(identifier: name) else { throw Self.unknown(name) }
        return Zone(identifier: name) { instant in
            let writable = min(max(instant, .distantPast), .distantFuture)
            return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(writable.seconds)))
        }
    }

    private static let known: [String] = TimeZone.knownTimeZoneIdentifiers

    /// The IANA names without a slash (tzdata 2025b, files `backward`, `etcetera` and the continents).
    private static let slashless: [String] = [
        "UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "GMT0", "GMT+0", "GMT-0", "EST", "MST", "HST", "EST5EDT", "CST6CDT",
        "MST7MDT", "PST8PDT", "CET", "MET", "EET", "WET", "Cuba", "Egypt", "Eire", "GB", "GB-Eire", "Hongkong", "Iceland", "Iran",
        "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "NZ", "NZ-CHAT", "Navajo", "PRC", "Poland", "Portugal", "ROC", "ROK",
        "Singapore", "Turkey", "W-SU",
    ]

    private static func isPermitted(_ name: String) -> Bool {
        let utf8 = name.utf8
        guard utf8.count <= 64, utf8.allSatisfy(isNameByte) else { return false }
        guard utf8.contains(UInt8(ascii: "/")) else { return slashless.contains(name) }
        return !name.hasPrefix("SystemV/") && utf8.first != UInt8(ascii: "/")
    }

    /// Letters, digits and `/ _ + -`: the bytes of the names in the database.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func unknown(_ name: String) -> TimeError {
        let message = "unknown time zone \(shown(name)); use an IANA name such as Europe/Berlin or UTC"
        return TimeError(.unknownZone, value: name, message: message, hint: nearest(name).map { "did you mean \($0)?" })
    }

    /// The zone of a city that was given alone, else the zone with the closest name.
    private static func nearest(_ name: String) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        let names = known.filter { $0.utf8.contains(UInt8(ascii: "/")) } + slashless
        let ending = "/" + name.lowercased()
        return names.first { $0.lowercased().hasSuffix(ending) } ?? nearestName(name, in: names)
    }
}
