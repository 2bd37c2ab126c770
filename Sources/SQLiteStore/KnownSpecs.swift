import Pulses

/// The specs of schedules that were read lately, so that one that fires often is not read from text each time.
///
/// One place for each id modulo the size, the newest wins. It belongs to the writer's thread, and is emptied when a transaction is taken
/// back: a revision may have been another one there.
struct KnownSpecs {
    private static let places = 1024
    /// A longer text is not kept.
    private static let largest = 4096

    /// An object, so that an empty place is a pointer and no more.
    private final class Entry {
        let id: ScheduleID
        let revision: Int
        let spec: KnownSpec
        let pulse: [UInt8]

        init(_ id: ScheduleID, _ revision: Int, _ spec: KnownSpec, _ pulse: [UInt8]) {
            self.id = id
            self.revision = revision
            self.spec = spec
            self.pulse = pulse
        }
    }

    private var kept = [Entry?](repeating: nil, count: places)

    /// The spec, and the text of the pulses that its occurrences make.
    func find(_ id: ScheduleID, _ revision: Int) -> (spec: KnownSpec, pulse: [UInt8])? {
        guard let entry = kept[place(id)], entry.id == id, entry.revision == revision else { return nil }
        return (entry.spec, entry.pulse)
    }

    mutating func keep(_ spec: KnownSpec, pulse: [UInt8], of id: ScheduleID, _ revision: Int, bytes: Int) {
        if bytes <= Self.largest { kept[place(id)] = Entry(id, revision, spec, pulse) }
    }

    mutating func forgetAll() { kept = Array(repeating: nil, count: Self.places) }

    private func place(_ id: ScheduleID) -> Int { Int(id.value % Int64(Self.places)) }
}
