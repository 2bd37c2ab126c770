import Pulses
import Recurrence

/// A row of `ScheduleStatement.selectStandstill`.
struct StandstillRow: Sendable {
    var standstill: Standstill
    /// Its end is on record.
    var hasEnded: Bool

    init(_ standstill: Standstill, hasEnded: Bool) {
        self.standstill = standstill
        self.hasEnded = hasEnded
    }

    init(_ row: borrowing HotRow) {
        standstill = Standstill(
            by: row.text(0), why: row.optionalText(1), since: Instant(milliseconds: row.integer(2)),
            until: row.optionalInteger(3).map { Instant(milliseconds: $0) })
        hasEnded = row.integer(4) == 1
    }
}

extension Session {
    /// The latest standstill, one that is over included: read once, then at hand.
    func latestStandstill() throws(Failure) -> StandstillRow? {
        if let standstill { return standstill }
        let row = try statement(.selectStandstill).first { StandstillRow($0) }
        standstill = .some(row)
        return row
    }

    func save(_ row: StandstillRow) throws(Failure) {
        let value = row.standstill
        try statement(.saveStandstill).bind(1, value.by).bind(2, value.why).bind(3, value.since.milliseconds)
            .bind(4, value.until?.milliseconds).bind(5, row.hasEnded ? 1 : 0).run()
        standstill = .some(row)
    }

    /// Begins a standstill, or goes on with the one that is in force in other words; nil ends it.
    func standStill(_ wish: Standstill?, at now: Instant) throws(Failure) {
        try endStandstillInTime(at: now)
        var current = try latestStandstill()
        if current?.hasEnded == true { current = nil }
        if var wish {
            if let current { wish.since = min(current.standstill.since, wish.since) }
            try save(StandstillRow(wish, hasEnded: false))
            try record(.standstillBegan, at: now.milliseconds, detail: wish.words)
        } else if var current {
            current.standstill.until = now
            current.hasEnded = true
            try save(current)
            try record(.standstillEnded, at: now.milliseconds)
        }
    }

    /// Puts on record that a standstill has come to the end that it was given.
    func endStandstillInTime(at now: Instant) throws(Failure) {
        guard var row = try latestStandstill(), !row.hasEnded, !row.standstill.isInForce(at: now) else { return }
        row.hasEnded = true
        try save(row)
        try record(.standstillEnded, at: now.milliseconds)
    }

    /// Whether nothing may start now, and when that changes: nil when somebody has to end it.
    func closure(at now: Instant) throws(Failure) -> (isClosed: Bool, until: Instant?) {
        try endStandstillInTime(at: now)
        if let row = try latestStandstill(), !row.hasEnded { return (true, row.standstill.until) }
        let maintenance = judge.maintenance(at: now)
        return maintenance.isClosed ? (true, maintenance.until) : (false, nil)
    }
}
