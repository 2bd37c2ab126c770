extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, with milliseconds only when they are not zero: `2026-01-20T09:00:00Z`, `2026-01-20T09:00:00.250Z`.
    public var description: String {
        Self.text(of: CivilTime(millisecondsSinceEpoch: milliseconds)) + "Z"
    }

    /// RFC 3339 with the zone's offset at this instant: `2026-01-20T10:00:00+01:00`.
    ///
    /// RFC 3339 has no seconds in an offset: where a zone has them (local mean time, before about 1900) offset and local
    /// time are rounded together, so that the text still names this very instant.
    public func formatted(in zone: Zone) -> String {
        let minutes = Self.offsetMinutes(zone.offset(at: self))
        let local = shifted(milliseconds: Int64(minutes) * 60_000).milliseconds
        let size = minutes.magnitude
        let offset = "\(minutes < 0 ? "-" : "+")\(padded(Int64(size / 60), 2)):\(padded(Int64(size % 60), 2))"
        return Self.text(of: CivilTime(millisecondsSinceEpoch: local)) + offset
    }

    /// Parses an RFC 3339 date-time with seconds and offset; lower-case `t` and `z`, or a space for the `T`, are accepted.
    ///
    /// Up to nine digits of a fraction are read and cut to milliseconds. Returns nil for anything else, for second 60
    /// (no leap seconds here), for dates that do not exist, and for instants outside of years 1 to 9999.
    public init?(rfc3339 text: String) {
        guard text.utf8.count <= 64, let stamp = try? Timestamp(parsing: text, column: 1),
            stamp.isRFC3339, let offset = stamp.offset
        else { return nil }
        let instant = stamp.local.instant(offset: offset.seconds)
        guard instant.isWritable else { return nil }
        self = instant
    }

    /// An offset in seconds, rounded to minutes as RFC 3339 writes it.
    static func offsetMinutes(_ seconds: Int) -> Int {
        Int(floorDivide(Int64(seconds) + 30, 60))
    }

    private static func text(of time: CivilTime) -> String {
        let year = time.year < 0 ? "-" + padded(-time.year, 4) : (time.year > 9999 ? "+" : "") + padded(time.year, 4)
        let date = "\(year)-\(padded(Int64(time.month), 2))-\(padded(Int64(time.day), 2))"
        let clock = "\(padded(Int64(time.hour), 2)):\(padded(Int64(time.minute), 2)):\(padded(Int64(time.second), 2))"
        return "\(date)T\(clock)" + (time.millisecond == 0 ? "" : "." + padded(Int64(time.millisecond), 3))
    }
}

/// A number that is not negative, with zeros in front.
func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
