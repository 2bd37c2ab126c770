extension CronExpression {
    /// The first fire strictly after an instant.
    ///
    /// Nil if there is none any more, which takes a year field, or the end of the year 9999. A start before the year 1
    /// counts as its beginning.
    public func next(after instant: Instant, in zone: Zone) -> Instant? {
        let start = Self.start(after: instant)
        var span = zone.span(at: start)
        return plan.first(from: start, in: zone, span: &span).map(Instant.init(seconds:))
    }

    /// The fires strictly after an instant, in order; see ``next(after:in:)``.
    public func fires(after instant: Instant, in zone: Zone) -> Fires {
        let start = Self.start(after: instant)
        return Fires(plan: plan, zone: zone, start: start, span: zone.span(at: start))
    }

    /// The newest fire not after an instant, from the year 1 on; nil if there was none yet, which takes a year field.
    public func last(atOrBefore instant: Instant, in zone: Zone) -> Instant? {
        let end = min(instant, .distantFuture).seconds
        return plan.last(through: end, in: zone).map(Instant.init(seconds:)).flatMap { $0 < .distantPast ? nil : $0 }
    }

    /// How many fires are after the first instant and not after the second, within the years 1 to 9999.
    ///
    /// Takes some nanoseconds for each month in between, and for each change of the zone's offset.
    public func count(after: Instant, through: Instant, in zone: Zone) -> Int {
        let start = Self.start(after: after)
        let end = min(through, .distantFuture).seconds + 1
        return start < end ? plan.count(in: start..<end, in: zone) : 0
    }

    /// The fires of an expression in a zone, in order.
    public struct Fires: Sequence, IteratorProtocol, Sendable {
        let plan: CronPlan
        let zone: Zone
        var start: Int64
        var span: Zone.Span

        public mutating func next() -> Instant? {
            guard let fire = plan.first(from: start, in: zone, span: &span) else { return nil }
            start = fire + 1
            return Instant(seconds: fire)
        }
    }

    /// The first whole second after an instant; from the year 1 on, at most one second behind the year 9999.
    private static func start(after instant: Instant) -> Int64 {
        guard instant >= .distantPast else { return CronPlan.bounds.lowerBound }
        return min(instant, .distantFuture).seconds + 1
    }
}
