/// A time zone: a name and its offset from UTC at every instant. Zones with the same identifier are equal.
public struct Zone: Hashable, Sendable, CustomStringConvertible {
    /// The IANA name it was asked for by, links included: `Europe/Berlin`, `UTC`.
    public let identifier: String

    let table: SpanTable

    init(identifier: String, table: SpanTable) {
        self.identifier = identifier
        self.table = table
    }

    /// A zone of one's own.
    ///
    /// - Parameters:
    ///   - identifier: its name; zones with the same name are equal.
    ///   - offset: seconds ahead of UTC (negative: behind) before the first transition; held to less than 26 hours.
    ///   - transitions: the offset from an instant on, in any order; instants count by whole seconds.
    public init(identifier: String, offset: Int, transitions: [Instant: Int] = [:]) {
        let sorted = transitions.sorted { $0.key < $1.key }.map { ($0.key.seconds, Int64($0.value)) }
        self.init(identifier: identifier, table: SpanTable(offset: Int64(offset), transitions: sorted, tail: .constant))
    }

    /// UTC: no offset, ever.
    public static let utc = Zone(identifier: "UTC", offset: 0)

    public var description: String { identifier }

    /// Tells the data of zones apart: it changes when any offset of the years 1970 to 2105 does. The same in every process
    /// and on every machine, and whichever way the data came in.
    ///
    /// Next fires that were computed under another fingerprint have to be computed again.
    public var fingerprint: UInt64 { table.fingerprint }

    /// A stretch of time with one offset; its neighbours have others.
    package struct Span: Hashable, Sendable {
        /// The first second, since 1970-01-01T00:00:00Z; `Int64.min` when it has no beginning.
        package let from: Int64
        /// The first second after it; `Int64.max` when it has no end.
        package let until: Int64
        /// Seconds ahead of UTC; negative when behind. Always less than 26 hours.
        package let offset: Int64

        func contains(_ seconds: Int64) -> Bool {
            from <= seconds && seconds < until
        }
    }

    /// The longest span around an instant, in seconds since 1970-01-01T00:00:00Z. Exact up to the year 9999.
    @inline(__always)
    package func span(at seconds: Int64) -> Span {
        table.span(at: seconds)
    }

    /// Seconds ahead of UTC at an instant; negative when behind.
    public func offset(at instant: Instant) -> Int {
        Int(span(at: instant.seconds).offset)
    }

    public static func == (lhs: Zone, rhs: Zone) -> Bool {
        lhs.identifier == rhs.identifier
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}
