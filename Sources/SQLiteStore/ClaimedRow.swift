import Pulses
import Recurrence
import StrictJSON

/// A row of `StoreStatement.claimable`.
struct ClaimedRow: Sendable {
    var dueAt: Int64
    var id: Int64
    /// Empty where the spec is known.
    var text: [UInt8]
    var known: PulseSpec?
    var columns: SpecColumns
    /// The number of the attempt that begins.
    var attempt: Int
    var spent: Int64
    var lost: Int64
    var lane: Int
    /// Pulses that it waited for; `inputs` is about them.
    var awaits: Int64
    var pipeline: Int64?
    var inputs: [InputRow] = []

    init(_ row: borrowing HotRow, priority: Priority, lane: Int, known: PulseSpec?) {
        dueAt = row.integer(0)
        id = row.integer(1)
        self.known = known
        text = known == nil ? row.bytes(2) : []
        columns = SpecColumns(
            createdAt: row.integer(3), scheduledAt: row.integer(4), priority: Int64(priority.rawValue), key: row.optionalText(5),
            schedule: row.optionalInteger(9), nominal: row.optionalInteger(10), owner: row.optionalText(11))
        attempt = Int(row.integer(6)) + 1
        spent = row.integer(7)
        lost = row.integer(8)
        self.lane = lane
        awaits = row.integer(12)
        pipeline = row.optionalInteger(13)
    }

    /// Its place in its queue.
    var place: (Int64, Int64) { (dueAt, id) }

    var key: RunKey { RunKey(pulse: PulseID(id), attempt: attempt) }

    func claim(startedAt: Instant) throws(StoreError) -> Claim {
        let spec: PulseSpec
        if let known { spec = known } else { spec = try PulseSpec(stored: text, columns, of: id) }
        return Claim(
            key: key, spec: spec, dueAt: Instant(milliseconds: dueAt), startedAt: startedAt, spent: Int(spent), lost: Int(lost),
            inputs: inputs.map { $0.input() })
    }
}

/// A row of `StoreStatement.inputs`.
struct InputRow: Sendable {
    var id: Int64
    var attempt: Int64
    var spec: [UInt8]

    init(_ row: borrowing HotRow) {
        id = row.integer(0)
        attempt = row.integer(1)
        spec = row.bytes(2)
    }

    /// Where its spec cannot be read it still is an input, without a name.
    func input() -> RunInput {
        RunInput(step: (try? JSON(parsing: spec))?["step"]?.stringValue, key: RunKey(pulse: PulseID(id), attempt: Int(attempt)))
    }
}

/// A row of `StoreStatement.orphans`.
struct OrphanRow: Sendable {
    var claimed: (id: Int64, attempt: Int64, owner: String, dueAt: Int64, startedAt: Int64)
    var process: ProcessRecord?
    var isCancelled: Bool
    var spec: [UInt8]
    var columns: SpecColumns
    var spent: Int64
    var lost: Int64

    init(_ row: borrowing HotRow) {
        claimed = (row.integer(0), row.integer(1), row.text(2), row.integer(3), row.integer(4))
        if let pid = row.optionalInteger(5) {
            process = ProcessRecord(
                pid: Int32(truncatingIfNeeded: pid), startTicks: UInt64(bitPattern: row.integer(6)),
                group: Int32(truncatingIfNeeded: row.integer(7)))
        }
        isCancelled = row.integer(8) == 1
        spec = row.bytes(9)
        columns = SpecColumns(
            createdAt: row.integer(10), scheduledAt: row.integer(11), priority: row.integer(13), key: row.optionalText(12),
            schedule: row.optionalInteger(16), nominal: row.optionalInteger(17), owner: row.optionalText(18))
        spent = row.integer(14)
        lost = row.integer(15)
    }

    /// An orphan whose spec cannot be read is still one: its end needs no spec but the policy, for which the default stands in.
    func orphan() -> Orphan {
        let spec: PulseSpec
        do {
            spec = try PulseSpec(stored: self.spec, columns, of: claimed.id)
        } catch {
            spec = PulseSpec(
                action: .command(Command(arguments: ["unreadable"])), scheduledAt: Instant(milliseconds: columns.scheduledAt),
                createdBy: "unreadable", door: .commandLine, createdAt: Instant(milliseconds: columns.createdAt))
        }
        return Orphan(
            claim: Claim(
                key: RunKey(pulse: PulseID(claimed.id), attempt: Int(claimed.attempt)), spec: spec,
                dueAt: Instant(milliseconds: claimed.dueAt), startedAt: Instant(milliseconds: claimed.startedAt),
                spent: Int(spent), lost: Int(lost)),
            owner: BootID(claimed.owner), process: process, isCancelled: isCancelled)
    }
}
