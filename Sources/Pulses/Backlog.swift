import Recurrence

/// The nominal times between a schedule's cursor and now, in stretches of which all have the same fate: found by arithmetic over the
/// edges of windows and pauses, never by going through the times one by one.
struct Backlog {
    /// Nominal times in a row that are open, or blocked for the same reason.
    struct Stretch {
        var first: Instant
        var last: Instant
        var count: Int
        var blocked: SkipReason?
        /// When what blocks them is over.
        var opening: Instant
    }

    private(set) var stretches: [Stretch] = []

    /// The newest nominal time that is due; nil where none is.
    private(set) var newest: Instant?

    /// As many edges are looked at; what lies before is one stretch.
    private static let mostEdges = 20_000

    init(_ due: DueSchedule, _ calendar: ScheduleCalendar, _ upkeep: ScheduleJudge.Maintenance?, now: Instant) {
        let state = due.schedule.state
        let blocks = Blocks(pause: state.pause, standstill: due.standstill, upkeep: upkeep, calendar: calendar)
        guard var newest = calendar.times.last(atOrBefore: now), newest > state.cursor else { return }
        if calendar.timing.isAfterCompletion, let only = calendar.times.next(after: state.cursor) { newest = only }
        if calendar.fireTime(newest) > now {
            guard let before = calendar.times.last(atOrBefore: newest + .milliseconds(-1)), before > state.cursor else { return }
            newest = before
        }
        // What waits for a window that is still closed is not due yet.
        if calendar.timing.onBlocked == .defer, let closing = blocks.windowClosed(at: now) {
            if newest >= closing {
                guard let before = calendar.times.last(atOrBefore: closing + .milliseconds(-1)), before > state.cursor else { return }
                newest = before
            }
        }
        guard let oldest = calendar.times.next(after: state.cursor), oldest <= newest else { return }
        self.newest = newest
        let catchUp = now - due.schedule.spec.policies.catchUpWindow
        var edges = blocks.edges(from: oldest, to: newest, limit: Self.mostEdges)
        if catchUp > oldest, catchUp <= newest { edges.append(catchUp) }
        edges = Set(edges).union([oldest]).sorted()
        for (index, edge) in edges.enumerated() {
            let end = index + 1 < edges.count ? edges[index + 1] + .milliseconds(-1) : newest
            let before = edge + .milliseconds(-1)
            let count = calendar.times.count(after: before, through: end)
            guard count > 0, let first = calendar.times.next(after: before), let last = calendar.times.last(atOrBefore: end) else {
                continue
            }
            let (reason, opening) = blocks.reason(at: first, now: now)
            stretches.append(Stretch(first: first, last: last, count: count, blocked: reason, opening: opening))
        }
    }
}

/// What keeps occurrences from firing, and when.
private struct Blocks {
    var pause: Pause?
    var standstill: Standstill?
    var upkeep: ScheduleJudge.Maintenance?
    var calendar: ScheduleCalendar

    /// Why a nominal time is blocked, and until when.
    func reason(at nominal: Instant, now: Instant) -> (SkipReason?, opening: Instant) {
        if let standstill, nominal >= standstill.since, nominal < standstill.until ?? now {
            return (.pausedAll, min(standstill.until ?? now, now))
        }
        if let upkeep, !upkeep.windows.isOpen(at: nominal, in: upkeep.zone) {
            return (.maintenance, min(upkeep.windows.nextOpening(after: nominal, in: upkeep.zone) ?? now, now))
        }
        if let pause, nominal >= pause.since, nominal < pause.until ?? now {
            return (pause.skipReason, min(pause.until ?? now, now))
        }
        if !calendar.windows.isOpen(at: nominal, in: calendar.times.zone) {
            return (.window, min(calendar.windows.nextOpening(after: nominal, in: calendar.times.zone) ?? now, now))
        }
        return (nil, nominal)
    }

    /// The instants within a span at which the reason can change.
    func edges(from oldest: Instant, to newest: Instant, limit: Int) -> [Instant] {
        var edges = [pause?.since, pause?.until, standstill?.since, standstill?.until].compactMap(\.self)
        edges.removeAll { $0 <= oldest || $0 > newest }
        edges += Self.edges(calendar.windows, calendar.times.zone, from: oldest, to: newest, limit: limit)
        if let upkeep { edges += Self.edges(upkeep.windows, upkeep.zone, from: oldest, to: newest, limit: limit) }
        return edges
    }

    private static func edges(_ windows: Windows, _ zone: Zone, from oldest: Instant, to newest: Instant, limit: Int) -> [Instant] {
        guard !windows.areAlwaysOpen, !windows.areNeverOpen else { return [] }
        var edges: [Instant] = []
        var at = oldest
        while edges.count < limit {
            let edge =
                windows.isOpen(at: at, in: zone) ? windows.nextClosing(after: at, in: zone) : windows.nextOpening(after: at, in: zone)
            guard let edge, edge <= newest else { break }
            edges.append(edge)
            at = edge
        }
        return edges
    }

    /// Since when the schedule's windows have been closed, where they are now.
    func windowClosed(at now: Instant) -> Instant? {
        guard !calendar.windows.isOpen(at: now, in: calendar.times.zone) else { return nil }
        // Windows go by the week: one closing at least lies within the last eight days.
        var (at, closing) = (now - .seconds(8 * 86_400), nil as Instant?)
        while let next = calendar.windows.nextClosing(after: at, in: calendar.times.zone), next <= now { (at, closing) = (next, next) }
        return closing
    }
}
