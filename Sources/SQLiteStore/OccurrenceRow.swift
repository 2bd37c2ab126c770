import Pulses
import Recurrence

/// A row of `occurrence`, and for those that fired what came of their pulse.
struct OccurrenceRow: Sendable {
    static let fired = 0
    static let skipped = 1
    static let missed = 2

    static let columns = "o.schedule, o.first, o.last, o.count, o.fate, o.reason, o.pulse, o.at"

    /// The last ones with what came of each: the first attempt tells when it began, the latest how it ended.
    static let withOutcomes = """
        SELECT \(columns), p.status, p.reason, p.attempt, p.finished_at, r.attempt, r.started_at, r.due_at,
            f.started_at, f.due_at, l.outcome, l.started_at, l.ended_at
        FROM occurrence AS o LEFT JOIN pulse AS p ON p.id = o.pulse LEFT JOIN running AS r ON r.id = p.id
            LEFT JOIN attempt AS f ON f.pulse = p.id AND f.number = 1
            LEFT JOIN attempt AS l ON l.pulse = p.id AND l.number = p.attempt
        WHERE o.schedule = ?1 AND o.first < ?2 ORDER BY o.first DESC LIMIT ?3
        """

    static let plain = "SELECT \(columns) FROM occurrence AS o WHERE o.schedule = ?1 AND o.first < ?2 ORDER BY o.first DESC LIMIT ?3"

    var occurrence: Occurrence

    init(_ row: borrowing HotRow) {
        let reason = row.optionalText(5) ?? ""
        let fate: Occurrence.Fate =
            switch Int(row.integer(4)) {
            case Self.fired: .fired(PulseID(row.integer(6)))
            case Self.skipped: .skipped(SkipReason(rawValue: reason) ?? .coalesced)
            default: .missed(MissReason(rawValue: reason) ?? .late)
            }
        occurrence = Occurrence(
            schedule: ScheduleID(row.integer(0)), first: Instant(milliseconds: row.integer(1)),
            last: Instant(milliseconds: row.integer(2)), count: Int(row.integer(3)), fate: fate, at: Instant(milliseconds: row.integer(7)))
    }

    /// What came of it, from the columns of `withOutcomes`.
    static func run(_ row: borrowing HotRow) -> OccurrenceOutcome.Run? {
        guard let stored = row.optionalInteger(8).flatMap({ PulseStatus(rawValue: Int($0)) }) else { return nil }
        let running = row.optionalInteger(12)
        let isFirst = running == 1
        let startedAt = (isFirst ? row.optionalInteger(13) : row.optionalInteger(15)).map { Instant(milliseconds: $0) }
        let dueAt = (isFirst ? row.optionalInteger(14) : row.optionalInteger(16)).map { Instant(milliseconds: $0) }
        var run = OccurrenceOutcome.Run(
            status: running != nil ? .processing : stored, reason: row.optionalText(9), attempts: Int(running ?? row.integer(10)),
            startedAt: startedAt, finishedAt: row.optionalInteger(11).map { Instant(milliseconds: $0) })
        if let startedAt, let dueAt { run.lateness = max(startedAt - dueAt, .zero) }
        if let outcome = row.optionalInteger(17) {
            run.outcome = AttemptOutcome(rawValue: Int(outcome))
            run.duration = max(.milliseconds(row.integer(19) - row.integer(18)), .zero)
        }
        return run
    }
}
