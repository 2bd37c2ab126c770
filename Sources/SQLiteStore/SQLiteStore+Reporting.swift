internal import GRDB
package import Pulses
import Recurrence

extension SQLiteStore {
    package func report(_ order: ReportOrder) async throws(StoreError) -> Reported {
        let text = order.next?.spec.stored ?? []
        let answer = try await writer.submit { session throws(Failure) in try session.report(order, text: text) }
        switch answer {
        case .unknown: return .unknown
        case .stale(let latest): return .stale(latest: latest)
        case .kept(let report, let answer):
            var made: Made?
            if let next = order.next, let answer { made = try answer.made(next) }
            return .kept(report, next: made)
        case .refused(let answer):
            guard let next = order.next else { throw .malformed("a report was refused for a pulse that nobody asked for") }
            return .refused(try answer.made(next))
        }
    }

    /// What runs of a pulse reported, by the numbers of their attempts.
    static func reports(of id: PulseID, _ db: Database) throws -> [Int: RunReport] {
        let rows = try db.rows(
            "SELECT outcome, message, next_check, at, late, attempt FROM report WHERE pulse = ? ORDER BY attempt", [id.value]
        ) { (attempt: Int($0.integer(5)), report: RunReport(row: $0)) }
        return Dictionary(rows.map { ($0.attempt, $0.report) }) { $1 }
    }

    fileprivate enum ReportAnswer: Sendable {
        case kept(RunReport, next: Answer?)
        case refused(Answer)
        case stale(latest: Int)
        case unknown
    }
}

// In the writer's transaction.
extension Session {
    fileprivate func report(_ order: ReportOrder, text: [UInt8]) throws(Failure) -> SQLiteStore.ReportAnswer {
        let key = order.key
        guard let row = try PulseRow.find(key.pulse, self), key.attempt >= 1, key.attempt <= row.attempt else { return .unknown }
        guard row.attempt == key.attempt else { return .stale(latest: Int(row.attempt)) }
        var (next, id): (SQLiteStore.Answer?, PulseID?)
        if let wish = order.next {
            if let answer = try SQLiteStore.overLimit([wish], self)?.first { return .refused(answer) }
            let answer = try SQLiteStore.make(wish, text: text, self)
            guard let made = answer.id else { return .refused(answer) }
            (next, id) = (answer, made)
        }
        let isUnderWay = try statement(.noteReport).bind(1, key.pulse.value).bind(2, key.attempt).run() > 0
        try statement(.keepReport).bind(1, key.pulse.value).bind(2, key.attempt).bind(3, order.outcome.rawValue).bind(4, order.message)
            .bind(5, id?.value).bind(6, order.at.milliseconds).bind(7, isUnderWay ? 0 : 1).run()
        try record(
            .pulseReported, at: order.at.milliseconds, pulse: key.pulse.value, schedule: row.columns.schedule, attempt: key.attempt,
            detail: order.outcome.name)
        guard let report = try self.report(of: key) else { throw Failure(code: 1, message: "the report of \(key) is not there") }
        return .kept(report, next: next)
    }

    /// What a run reported of itself.
    func report(of key: RunKey) throws(Failure) -> RunReport? {
        try statement(.selectReport).bind(1, key.pulse.value).bind(2, key.attempt).first { RunReport(row: $0) }
    }
}

extension SQLiteStore.Answer {
    /// The pulse that is there for the order now; nil where it was refused.
    fileprivate var id: PulseID? {
        switch self {
        case .created(let id, _), .replaced(let id, _, _): id
        case .kept(let row), .replayed(let row, _): PulseID(row.id)
        case .keyTaken, .fingerprintConflict, .refused, .overLimit, .notTried: nil
        }
    }
}

extension RunReport {
    /// The columns of `StoreStatement.selectReport`.
    fileprivate init(row: borrowing HotRow) {
        self.init(
            outcome: Outcome(rawValue: Int(row.integer(0))) ?? .done, message: row.optionalText(1),
            nextCheck: row.optionalInteger(2).map { PulseID($0) }, at: Instant(milliseconds: row.integer(3)), isLate: row.integer(4) == 1)
    }
}
