/// A point in time: milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
///
/// Arithmetic never traps. Results are held between ``distantPast`` and ``distantFuture``, the instants that RFC 3339
/// can write.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; any value is allowed.
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whole seconds since 1970-01-01T00:00:00Z; saturates.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        milliseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// 0001-01-01T00:00:00Z.
    public static let distantPast = Instant(milliseconds: -62_135_596_800_000)

    /// 9999-12-31T23:59:59.999Z.
    public static let distantFuture = Instant(milliseconds: 253_402_300_799_999)

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
    public var seconds: Int64 {
        floorDivide(milliseconds, 1000)
    }

    public static func < (lhs: Instant, rhs: Instant) -> Bool {
        lhs.milliseconds < rhs.milliseconds
    }

    /// Adds a duration, of which fractions of a millisecond are dropped; held to the range that can be written.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        instant.shifted(milliseconds: duration.wholeMilliseconds).writable
    }

    /// Subtracts a duration; see `+`.
    public static func - (instant: Instant, duration: Duration) -> Instant {
        instant + .milliseconds(-duration.wholeMilliseconds)
    }

    public static func += (instant: inout Instant, duration: Duration) {
        instant = instant + duration
    }

    public static func -= (instant: inout Instant, duration: Duration) {
        instant = instant - duration
    }

    /// The time that passes from `earlier` to `later`; negative when they are the other way round.
    public static func - (later: Instant, earlier: Instant) -> Duration {
        .milliseconds(later.milliseconds) - .milliseconds(earlier.milliseconds)
    }

    /// The instant so much later; saturates at the ends of `Int64`.
    func shifted(milliseconds distance: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(distance)
        return Instant(milliseconds: overflow ? (distance < 0 ? .min : .max) : sum)
    }

    /// The instant, held between ``distantPast`` and ``distantFuture``.
    var writable: Instant {
        min(max(self, .distantPast), .distantFuture)
    }

    /// Whether RFC 3339 can write the instant.
    var isWritable: Bool {
        self >= .distantPast && self <= .distantFuture
    }
}

extension Duration {
    /// Milliseconds, the rest dropped; durations of more than a hundred million years count as that.
    var wholeMilliseconds: Int64 {
        let limit = Duration.seconds(3_155_760_000_000_000)
        let (seconds, attoseconds) = min(max(self, .zero - limit), limit).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

/// Division that rounds towards the past; `divisor` is positive.
@inline(__always)
func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}
