import Pulses
import Recurrence

/// Pulses that it is too late for.
extension Session {
    /// More than so many are left for the next turn.
    private static let mostExpired = 1000

    /// Puts on record as missed what waits and is of no use any more. What runs may end.
    ///
    /// - Returns: whether more have expired than were looked at.
    func expire(at now: Instant) throws(Failure) -> Bool {
        var expired: [(at: Int64, id: Int64)] = []
        try statement(.expired).bind(1, now.milliseconds).bind(2, Self.mostExpired).rows { expired.append(($0.integer(0), $0.integer(1))) }
        for (at, id) in expired {
            let row = try PulseRow.find(PulseID(id), self)
            if row?.status == .processing { continue }
            try statement(.deleteExpiry).bind(1, at).bind(2, id).run()
            guard let row, row.status.isOpen else { continue }
            try deleteDue(id, lane: row.lane, priority: row.columns.priority, due: row.dueAt)
            try statement(.missPulse).bind(1, id).bind(2, now.milliseconds).bind(3, MissReason.expired.rawValue).run()
            try record(
                .pulseMissed, at: now.milliseconds, pulse: id, schedule: row.columns.schedule, detail: MissReason.expired.rawValue)
            count(.open, -1)
            if row.status == .blocked { count(.status(.blocked), -1) }
            count(.status(.missed))
            count(.missed(.expired))
            try concluded(id, .missed, of: row.columns.schedule, pipeline: row.pipeline, endedAt: now, now: now)
        }
        return expired.count == Self.mostExpired
    }

    func nextExpiry(after now: Instant) throws(Failure) -> Instant? {
        try statement(.nextExpiry).bind(1, now.milliseconds).first { Instant(milliseconds: $0.integer(0)) }
    }
}
