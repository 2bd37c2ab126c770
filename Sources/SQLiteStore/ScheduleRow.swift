import Pulses
import Recurrence
import StrictJSON

/// How far a schedule has come: the part of it that each occurrence changes.
struct ProgressRow: Sendable {
    var id: ScheduleID
    /// Without the times at which it was made and changed, which `SpecRow` has.
    var state: ScheduleState
    /// A pulse of its has not ended.
    var hasOpen: Bool

    /// The columns in the order of `ScheduleStatement.selectProgress`.
    init(_ row: borrowing HotRow) {
        id = ScheduleID(row.integer(0))
        var next: NextOccurrence?
        if let at = row.optionalInteger(4) {
            next = NextOccurrence(
                nominal: Instant(milliseconds: row.optionalInteger(3) ?? at), at: Instant(milliseconds: at))
        }
        state = ScheduleState(
            revision: Int(row.integer(1)), createdAt: .distantPast, cursor: Instant(milliseconds: row.integer(2)), next: next,
            pause: row.optionalText(5).map(Self.pause), over: row.optionalText(6), fires: Int(row.integer(7)),
            failures: Int(row.integer(8)), isInIncident: row.integer(9) == 1)
        hasOpen = row.integer(10) == 1
    }

    /// What cannot be read any more still pauses.
    private static func pause(_ text: String) -> Pause {
        (try? JSON(parsing: text)).flatMap { Pause(document: $0) } ?? Pause(by: "unreadable", since: .distantPast)
    }

    func schedule(_ known: KnownSpec) -> Schedule {
        var schedule = Schedule(id: id, spec: known.spec, state: state)
        schedule.state.createdAt = known.createdAt
        schedule.state.updatedAt = known.updatedAt
        return schedule
    }
}

/// What is asked of a schedule, as the tables have it.
struct SpecRow: Sendable {
    var name: String
    var createdAt: Int64
    var updatedAt: Int64
    var text: [UInt8]

    /// The columns in the order of `ScheduleStatement.spec`.
    init(_ row: borrowing HotRow, from column: Int32 = 0) {
        name = row.text(column)
        createdAt = row.integer(column + 1)
        updatedAt = row.integer(column + 2)
        text = row.bytes(column + 3)
    }
}

/// What is asked of a schedule, read.
struct KnownSpec: Sendable {
    var spec: ScheduleSpec
    var createdAt: Instant
    var updatedAt: Instant
    /// A spec that cannot be read hides no schedule: another one stands in that never fires, to be seen, changed or removed.
    var isReadable: Bool

    init(_ row: SpecRow?) {
        createdAt = Instant(milliseconds: row?.createdAt ?? 0)
        updatedAt = Instant(milliseconds: row?.updatedAt ?? 0)
        let name = row?.name ?? "unreadable"
        if let row, let spec = (try? JSON(parsing: row.text)).flatMap({ ScheduleSpec(document: $0, name: name) }) {
            self.spec = spec
            isReadable = true
        } else {
            let template = PulseSpec(
                action: .command(Command(arguments: ["unreadable"])), scheduledAt: createdAt, createdBy: "unreadable", door: .schedule,
                createdAt: createdAt)
            spec = ScheduleSpec(
                name: name, timing: ScheduleTiming(rule: "unreadable", zone: "UTC", anchor: createdAt), template: template)
            isReadable = false
        }
    }
}
