/// A time zone: a name and its offset from UTC at every instant. Zones with the same identifier are equal.
public struct Zone: Hashable, Sendable, CustomStringConvertible {
    /// The IANA name it was asked for by, links included: `Europe/Berlin`, `UTC`.
    public let identifier: String

    private let offsetAt: @Sendable (Instant) -> Int

    /// - Parameter offsetAt: seconds ahead of UTC (negative: behind); has to answer for every instant, the same each time.
    public init(identifier: String, offsetAt: @escaping @Sendable (Instant) -> Int) {
        self.identifier = identifier
        self.offsetAt = offsetAt
    }

    /// UTC: no offset, ever.
    public static let utc = Zone(identifier: "UTC") { _ in 0 }

    public var description: String { identifier }

    /// Seconds ahead of UTC at an instant; negative when behind.
    public func offset(at instant: Instant) -> Int {
        offsetAt(instant)
    }

    /// What calendar and clock show in the zone at an instant.
    public func civilTime(at instant: Instant) -> CivilTime {
        CivilTime(millisecondsSinceEpoch: instant.shifted(milliseconds: Int64(offset(at: instant)) * 1000).milliseconds)
    }

    /// The instants at which the clocks of the zone show a time.
    public enum Resolution: Hashable, Sendable {
        /// They show it once.
        case unique(Instant)
        /// They jump over it. The instant is shifted forward by the length of the gap: 02:30 becomes 03:30.
        case gap(shifted: Instant)
        /// They show it twice.
        case overlap(first: Instant, second: Instant)
    }

    /// Finds the instants of a local time. Transitions may be as little as two days apart and change the offset by up to a day.
    public func resolve(_ time: CivilTime) -> Resolution {
        let asUTC = time.instant(offset: 0)
        let before = offset(at: asUTC.shifted(milliseconds: -CivilTime.millisecondsPerDay))
        let after = offset(at: asUTC.shifted(milliseconds: CivilTime.millisecondsPerDay))
        let candidates = Set([before, after, offset(at: asUTC)])
        let instants = candidates.map { time.instant(offset: $0) }.filter { civilTime(at: $0) == time }.sorted()
        switch (instants.first, instants.last) {
        case (let first?, let last?) where first != last: return .overlap(first: first, second: last)
        case (let only?, _): return .unique(only)
        default: return .gap(shifted: time.instant(offset: before))
        }
    }

    /// The instant of a local time: shifted forward by the gap when it falls into one, the first one of an overlap
    /// (RFC 5545 section 3.3.5; "compatible" in TC39 Temporal).
    public func instant(of time: CivilTime) -> Instant {
        switch resolve(time) {
        case .unique(let instant), .gap(let instant), .overlap(let instant, _): instant
        }
    }

    public static func == (lhs: Zone, rhs: Zone) -> Bool {
        lhs.identifier == rhs.identifier
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}

/// Where zones come from.
public protocol ZoneSource: Sendable {
    /// The zone of an IANA name; links are accepted.
    /// - Throws: `unknownZone` for anything else: abbreviations, offsets, paths.
    func zone(named name: String) throws(TimeError) -> Zone
}
