internal import GRDB
import Pulses
import Recurrence
import StrictJSON

/// A pulse as the tables have it. Its spec stays text until it has left the writer's thread.
struct PulseRow: Sendable {
    var id: Int64
    var createdAt: Int64
    var scheduledAt: Int64
    var dueAt: Int64
    var priority: Int64
    var status: PulseStatus
    var reason: String?
    var attempt: Int64
    var spent: Int64
    var lost: Int64
    var finishedAt: Int64?
    var key: String?
    var spec: [UInt8]

    /// The columns in the order of `StoreStatement.selectPulse`; the last is the running attempt, null where there is none.
    init(_ row: borrowing HotRow) {
        id = row.integer(0)
        createdAt = row.integer(1)
        scheduledAt = row.integer(2)
        dueAt = row.integer(3)
        priority = row.integer(4)
        let running = row.optionalInteger(13)
        status = running != nil ? .processing : PulseStatus(rawValue: Int(row.integer(5))) ?? .failed
        reason = row.optionalText(6)
        attempt = running ?? row.integer(7)
        spent = row.integer(8)
        lost = row.integer(9)
        finishedAt = row.optionalInteger(10)
        key = row.optionalText(11)
        spec = row.bytes(12)
    }

    /// The same, read through GRDB on a reader's connection.
    init(_ row: Row) {
        id = row[0]
        createdAt = row[1]
        scheduledAt = row[2]
        dueAt = row[3]
        priority = row[4]
        let running: Int64? = row[13]
        status = running != nil ? .processing : PulseStatus(rawValue: row[5]) ?? .failed
        reason = row[6]
        attempt = running ?? row[7]
        spent = row[8]
        lost = row[9]
        finishedAt = row[10]
        key = row[11]
        spec = Array((row[12] as String).utf8)
    }

    static func find(_ id: PulseID, _ session: Session) throws(Failure) -> PulseRow? {
        try session.statement(.selectPulse).bind(1, id.value).first { PulseRow($0) }
    }

    func pulse() throws(StoreError) -> Pulse {
        let spec = try PulseSpec(
            stored: self.spec, of: id, scheduledAt: scheduledAt, createdAt: createdAt, priority: priority, key: key)
        return Pulse(
            id: PulseID(id), spec: spec,
            progress: PulseProgress(
                status: status, reason: reason, dueAt: Instant(milliseconds: dueAt), attempt: Int(attempt), spent: Int(spent),
                lost: Int(lost), finishedAt: finishedAt.map { Instant(milliseconds: $0) }))
    }
}

extension PulseSpec {
    /// Reads a stored spec; a row that cannot be read is an error of its own, not one of the store.
    init(
        stored text: [UInt8], of id: Int64, scheduledAt: Int64, createdAt: Int64, priority: Int64, key: String?
    ) throws(StoreError) {
        let document: JSON
        do {
            document = try JSON(parsing: text)
        } catch {
            throw .malformed("the spec of pulse \(id): \(error)")
        }
        guard let priority = Priority(rawValue: Int(priority)),
            let spec = PulseSpec(
                document: document, scheduledAt: Instant(milliseconds: scheduledAt),
                createdAt: Instant(milliseconds: createdAt), priority: priority, key: key)
        else { throw .malformed("the spec of pulse \(id)") }
        self = spec
    }
}
