/// When a schedule may fire: inside of an active window, if there are any, and outside of every quiet one.
///
/// Windows go by the clock of the schedule's zone. A stretch that the clocks show twice is open, or not, both times. Where
/// they jump over an edge, the instant of the jump is the edge.
public struct Windows: Hashable, Sendable {
    public let active: [Window]
    public let quiet: [Window]
    let hours: OpeningHours

    public init(active: [Window] = [], quiet: [Window] = []) {
        self.active = active
        self.quiet = quiet
        hours = OpeningHours(active: active, quiet: quiet)
    }

    /// Whether there is no time at all when it is open.
    public var areNeverOpen: Bool { hours.constant == false }

    /// Whether there is no time at all when it is closed.
    public var areAlwaysOpen: Bool { hours.constant == true }

    public func isOpen(at instant: Instant, in zone: Zone) -> Bool {
        hours.isOpen(at: instant, in: zone)
    }

    /// The first instant after another one at which it opens; nil when it never does.
    public func nextOpening(after instant: Instant, in zone: Zone) -> Instant? {
        hours.nextEdge(after: instant, opens: true, in: zone)
    }

    /// The first instant after another one at which it closes; nil when it never does.
    public func nextClosing(after instant: Instant, in zone: Zone) -> Instant? {
        hours.nextEdge(after: instant, opens: false, in: zone)
    }
}
