/// The fires of the rule, by what the windows leave of them.
extension Timetable {
    private static let searchLimit = 10_000
    private static let searchTime = Duration.seconds(50 * 366 * 86_400)

    var latest: Instant { end ?? .distantFuture }

    /// Of the rule alone, but not before the start nor after the end.
    func ruleNext(after instant: Instant) -> Instant? {
        rule.next(after: max(instant, origin), anchor: anchor, in: zone).flatMap { $0 <= latest ? $0 : nil }
    }

    func nextOfAll(after instant: Instant) -> Instant? {
        guard hours.constant != true else { return ruleNext(after: instant) }
        var from = max(instant, origin)
        if blocked == .defer {
            if !isOpen(from), let blocked = firstFire(ofClosureAround: from), blocked <= from {
                return opening(after: from)
            }
            guard let fire = ruleNext(after: from) else { return nil }
            return isOpen(fire) ? fire : opening(after: fire)
        }
        let horizon = from + Self.searchTime
        for _ in 0..<Self.searchLimit {
            guard let fire = ruleNext(after: from), fire <= horizon else { return nil }
            guard !isOpen(fire) else { return fire }
            guard let opening = opening(after: fire) else { return nil }
            from = opening.justBefore
        }
        return nil
    }

    func lastOfAll(atOrBefore instant: Instant) -> Instant? {
        let through = min(instant, latest)
        var from = through
        for _ in 0..<Self.searchLimit {
            guard let fire = rule.last(atOrBefore: from, anchor: anchor, in: zone), fire > origin else { return nil }
            guard hours.constant != true, !isOpen(fire) else { return fire }
            if blocked == .defer, let opening = opening(after: fire), opening <= through { return opening }
            guard let closing = hours.lastEdge(atOrBefore: fire, opens: false, in: zone) else { return nil }
            from = closing.justBefore
        }
        return nil
    }

    /// Both ends have to be held to the timetable's own.
    func countOfAll(after: Instant, through: Instant) -> Int {
        guard after < through else { return 0 }
        guard hours.constant != true else { return rule.count(after: after, through: through, anchor: anchor, in: zone) }
        var count = 0
        var from = after
        if !isOpen(from) {
            guard let opening = countedOpening(after: from, through: through, &count) else { return 0 }
            from = opening
        }
        while from < through {
            let closing = hours.nextEdge(after: from, opens: false, in: zone)
            count += rule.count(after: from, through: min(closing?.justBefore ?? through, through), anchor: anchor, in: zone)
            guard let closing, let opening = countedOpening(after: closing, through: through, &count) else { break }
            from = opening
        }
        return count
    }

    /// The instant before the next opening; adds one to the count if fires were deferred to it.
    private func countedOpening(after instant: Instant, through: Instant, _ count: inout Int) -> Instant? {
        guard let opening = opening(after: instant) else { return nil }
        if blocked == .defer, opening <= through, let fire = firstFire(ofClosureAround: instant), fire < opening,
            ruleNext(after: opening.justBefore) != opening
        {
            count += 1
        }
        return opening.justBefore
    }

    /// The first fire since the windows closed; it may be later than the closure.
    private func firstFire(ofClosureAround instant: Instant) -> Instant? {
        ruleNext(after: hours.lastEdge(atOrBefore: instant, opens: false, in: zone)?.justBefore ?? .distantPast)
    }

    private func isOpen(_ instant: Instant) -> Bool {
        hours.isOpen(at: instant, in: zone)
    }

    /// Not after the end.
    private func opening(after instant: Instant) -> Instant? {
        hours.nextEdge(after: instant, opens: true, in: zone).flatMap { $0 <= latest ? $0 : nil }
    }
}

extension Instant {
    /// A millisecond earlier.
    fileprivate var justBefore: Instant { shifted(milliseconds: -1) }
}
