/// Fires on a zone's clocks, in seconds since 1970-01-01T00:00:00Z. The rules for changes of the clock are vixie cron's.
///
/// A fixed-time job whose time is left out fires once, when the gap ends, unless the gap is a correction of the date line;
/// of a time that is shown twice it takes the first pass. An interval job leaves out what is left out, and fires in both
/// passes.
extension CronPlan {
    /// Gaps of so many seconds or more are corrections of the date line: what they leave out is skipped.
    private static let correction: Int64 = 3 * 3600

    /// More than any two offsets differ by: whoever is so far from a transition need not look at it.
    private static let margin: Int64 = 3 * 86_400

    /// The seconds of the years 1 to 9999.
    static let bounds = Instant.distantPast.seconds...Instant.distantFuture.seconds

    /// The first fire from an instant on; nil if there is none up to the year 9999.
    ///
    /// - Parameter span: a span of the zone, best the one around `start`; then the one that the search ended in.
    func first(from start: Int64, in zone: Zone, span: inout Zone.Span) -> Int64? {
        var from = start
        while from <= Self.bounds.upperBound {
            if from < span.from || from >= span.until {
                span = zone.span(at: from)
            }
            var local = from + span.offset
            if isFixedTime, from < span.from &+ Self.margin, span.from != .min {
                let before = zone.span(at: span.from - 1).offset
                if from == span.from, leavesOutFires(at: from, before, span.offset) {
                    return from
                }
                local = max(local, span.from + before)
            }
            let match = first(from: local)
            if let match, match - span.offset < span.until {
                let fire = match - span.offset
                return fire <= Self.bounds.upperBound ? fire : nil
            }
            let mayRepeat = !isFixedTime && from > span.until - Self.margin
            if let match, !mayRepeat {
                from = max(span.until, match - Self.margin)
                span = zone.span(at: match - span.offset)
                if match - span.offset > span.from &+ Self.margin, match - span.offset < min(span.until, Self.bounds.upperBound) {
                    return match - span.offset
                }
            } else {
                guard mayRepeat else { return nil }
                from = span.until
            }
        }
        return nil
    }

    /// The last fire up to an instant; nil if there is none since the year 1.
    func last(through end: Int64, in zone: Zone) -> Int64? {
        var through = end
        while through >= Self.bounds.lowerBound {
            let span = zone.span(at: through)
            let match = last(through: through + span.offset)
            guard span.from != .min else { return match.map { $0 - span.offset } }
            let before = zone.span(at: span.from - 1).offset
            if let match, match >= span.from + (isFixedTime ? max(before, span.offset) : span.offset) {
                return match - span.offset
            }
            if isFixedTime, leavesOutFires(at: span.from, before, span.offset) {
                return span.from
            }
            let repeats = through + span.offset < span.from + before
            guard match != nil || repeats else { return nil }
            through = min(span.from - 1, repeats ? .max : (match ?? 0) + Self.margin)
        }
        return nil
    }

    /// How many fires a range of instants has.
    func count(in range: Range<Int64>, in zone: Zone) -> Int {
        var count = 0
        var from = range.lowerBound
        while from < range.upperBound {
            let span = zone.span(at: from)
            var local = from + span.offset
            if isFixedTime, from < span.from &+ Self.margin, span.from != .min {
                let before = zone.span(at: span.from - 1).offset
                if from == span.from, leavesOutFires(at: from, before, span.offset), self.count(in: local..<local + 1) == 0 {
                    count += 1
                }
                local = max(local, span.from + before)
            }
            from = min(span.until, range.upperBound)
            if local < from + span.offset {
                count += self.count(in: local..<from + span.offset)
            }
        }
        return count
    }

    /// Whether a change of the offset leaves out times at which a fixed-time job is to fire, and which it makes up for.
    private func leavesOutFires(at transition: Int64, _ before: Int64, _ after: Int64) -> Bool {
        guard after > before, after - before < Self.correction else { return false }
        return first(from: transition + before).map { $0 < transition + after } ?? false
    }
}
