import Pulses
import Recurrence
import StrictJSON

/// A pulse as the tables have it. Its spec stays text until it has left the writer's thread.
struct PulseRow: Sendable {
    var id: Int64
    var columns: SpecColumns
    var dueAt: Int64
    var status: PulseStatus
    var reason: String?
    var attempt: Int64
    var spent: Int64
    var lost: Int64
    var finishedAt: Int64?
    var spec: [UInt8]
    var lane: Int64
    var pipeline: Int64?
    /// How many pulses it waits or waited for.
    var awaits: Int64
    var approval: Approval

    /// The columns in the order of `StoreStatement.selectPulse`; the 14th is the running attempt, null where there is none.
    init(_ row: borrowing HotRow) {
        id = row.integer(0)
        columns = SpecColumns(
            createdAt: row.integer(1), scheduledAt: row.integer(2), priority: row.integer(4), key: row.optionalText(11),
            schedule: row.optionalInteger(14), nominal: row.optionalInteger(15), owner: row.optionalText(16))
        dueAt = row.integer(3)
        let running = row.optionalInteger(13)
        status = running != nil ? .processing : PulseStatus(rawValue: Int(row.integer(5))) ?? .failed
        reason = row.optionalText(6)
        attempt = running ?? row.integer(7)
        spent = row.integer(8)
        lost = row.integer(9)
        finishedAt = row.optionalInteger(10)
        spec = row.bytes(12)
        lane = row.integer(17)
        pipeline = row.optionalInteger(18)
        awaits = row.integer(19)
        approval = Approval(rawValue: Int(row.integer(20))) ?? .awaited
    }

    static func find(_ id: PulseID, _ session: Session) throws(Failure) -> PulseRow? {
        try session.statement(.selectPulse).bind(1, id.value).first { PulseRow($0) }
    }

    /// As it was when it was made.
    func asMade() throws(StoreError) -> Pulse {
        Pulse.new(
            id: PulseID(id), spec: try PulseSpec(stored: spec, columns, of: id), isWaiting: awaits > 0,
            pipeline: pipeline.map { PulseID($0) }, awaitsApproval: approval != .unneeded)
    }

    func pulse() throws(StoreError) -> Pulse {
        Pulse(
            id: PulseID(id), spec: try PulseSpec(stored: spec, columns, of: id),
            progress: PulseProgress(
                status: status, reason: reason, dueAt: Instant(milliseconds: dueAt), attempt: Int(attempt), spent: Int(spent),
                lost: Int(lost), finishedAt: finishedAt.map { Instant(milliseconds: $0) }),
            pipeline: pipeline.map { PulseID($0) })
    }
}

/// The part of a spec that has columns of its own.
struct SpecColumns: Sendable {
    var createdAt: Int64
    var scheduledAt: Int64
    var priority: Int64
    var key: String?
    var schedule: Int64?
    var nominal: Int64?
    var owner: String?
}

extension PulseSpec {
    /// Reads a stored spec; a row that cannot be read is an error of its own, not one of the store.
    init(stored text: [UInt8], _ columns: SpecColumns, of id: Int64) throws(StoreError) {
        let document: JSON
        do {
            document = try JSON(parsing: text)
        } catch {
            throw .malformed("the spec of pulse \(id): \(error)")
        }
        guard let priority = Priority(rawValue: Int(columns.priority)),
            let spec = PulseSpec(
                document: document, scheduledAt: Instant(milliseconds: columns.scheduledAt),
                createdAt: Instant(milliseconds: columns.createdAt), priority: priority, key: columns.key)
        else { throw .malformed("the spec of pulse \(id)") }
        self = spec
        schedule = columns.schedule.map { ScheduleID($0) }
        nominal = columns.nominal.map { Instant(milliseconds: $0) }
        owner = columns.owner
    }
}
