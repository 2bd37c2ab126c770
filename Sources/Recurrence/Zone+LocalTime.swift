extension Zone {
    /// What calendar and clock show in the zone at an instant.
    public func civilTime(at instant: Instant) -> CivilTime {
        CivilTime(millisecondsSinceEpoch: instant.shifted(milliseconds: Int64(offset(at: instant)) * 1000).milliseconds)
    }

    /// The day that the calendar shows at an instant: from its first moment to that of the next, 23 to 25 hours as a rule.
    public func day(at instant: Instant) -> Range<Instant> {
        func start(_ dayNumber: Int64) -> Instant {
            self.instant(of: CivilTime(millisecondsSinceEpoch: dayNumber &* CivilTime.millisecondsPerDay))
        }
        let day = civilTime(at: instant).dayNumber
        // Where midnight comes twice, or a whole day is skipped, the instant itself still lies in its day.
        return min(start(day), instant)..<max(start(day + 1), instant.shifted(milliseconds: 1))
    }

    /// The instants at which the clocks of the zone show a time.
    public enum Resolution: Hashable, Sendable {
        /// They show it once.
        case unique(Instant)
        /// They jump over it. The instant is shifted forward by the length of the gap: 02:30 becomes 03:30.
        case gap(shifted: Instant)
        /// They show it twice; where it is more often, the first time and the last.
        case overlap(first: Instant, second: Instant)
    }

    /// Finds the instants of a local time, however close together the transitions are.
    public func resolve(_ time: CivilTime) -> Resolution {
        let asUTC = Instant(milliseconds: time.millisecondsSinceEpoch)
        func instant(_ offset: Int64) -> Instant {
            asUTC.shifted(milliseconds: -offset * 1000)
        }
        let local = asUTC.seconds
        var span = span(at: local - SpanTable.widestOffset)
        var first: Int64?
        var last: Int64?
        var gap: Int64?
        while true {
            if span.contains(local - span.offset) {
                first = first ?? span.offset
                last = span.offset
            }
            guard span.until <= local + SpanTable.widestOffset else { break }
            let next = self.span(at: span.until)
            if gap == nil, local - span.offset >= span.until, local - next.offset < span.until {
                gap = span.offset
            }
            span = next
        }
        switch (first, last) {
        case (let first?, let last?) where first != last: return .overlap(first: instant(first), second: instant(last))
        case (let only?, _): return .unique(instant(only))
        default: return .gap(shifted: instant(gap ?? span.offset))
        }
    }

    /// The instant of a local time: shifted forward by the gap when it falls into one, the first one of an overlap
    /// (RFC 5545 section 3.3.5; "compatible" in TC39 Temporal).
    public func instant(of time: CivilTime) -> Instant {
        switch resolve(time) {
        case .unique(let instant), .gap(let instant), .overlap(let instant, _): instant
        }
    }
}
