/// A fire as a list of the next ones shows it: by the clock of its zone, in UTC, and with a mark where the clocks change.
public struct ListedFire: Hashable, Sendable {
    public let instant: Instant
    /// By the clock of the zone: `Sun 2026-03-29 03:00:00`.
    public let local: String
    /// RFC 3339: `2026-03-29T01:00:00Z`.
    public let utc: String
    /// Of the zone at that instant: `+02:00`.
    public let offset: String
    /// The offset before, where it is another: that of the fire before, or for the first one of where the list begins.
    public let offsetBefore: String?

    /// The fires of a list.
    ///
    /// - Parameters:
    ///   - fires: in order.
    ///   - zone: whose clocks are shown.
    ///   - start: where the list begins.
    public static func list(_ fires: some Sequence<Instant>, in zone: Zone, from start: Instant) -> [ListedFire] {
        var before = offset(at: start, in: zone)
        return fires.map { fire in
            let listed = ListedFire(fire, in: zone, offsetBefore: before)
            before = listed.offset
            return listed
        }
    }

    private init(_ instant: Instant, in zone: Zone, offsetBefore: String) {
        let offset = Self.offset(at: instant, in: zone)
        let time = zone.civilTime(at: instant)
        let text = instant.formatted(in: zone).dropLast(offset.count).replacing("T", with: " ")
        self.instant = instant
        local = "\(English.weekdays[time.weekday - 1].prefix(3)) \(text)"
        utc = instant.description
        self.offset = offset
        self.offsetBefore = offsetBefore == offset ? nil : offsetBefore
    }

    private static func offset(at instant: Instant, in zone: Zone) -> String {
        String(instant.formatted(in: zone).suffix(6))
    }
}
