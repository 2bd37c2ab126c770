import ControlPlane
import Pulses
import StrictJSON

/// One page of a list: recurring pulses by name, then single ones, newest first.
struct PulseListing {
    /// Where a page goes on: `s` and the name of the last recurring one, `p` and the number of the last single one, `p` alone after the
    /// recurring ones.
    enum Cursor: Hashable {
        case afterSchedule(String)
        case pulses(before: PulseID?)

        init?(_ text: String) {
            let rest = String(text.dropFirst())
            switch text.first {
            case "s" where ScheduleName.isValid(rest): self = .afterSchedule(rest)
            case "p" where rest.isEmpty: self = .pulses(before: nil)
            case "p":
                guard let id = PulseID(decimal: rest) else { return nil }
                self = .pulses(before: id)
            default: return nil
            }
        }

        var text: String {
            switch self {
            case .afterSchedule(let name): "s\(name)"
            case .pulses(let before): "p\(before?.description ?? "")"
            }
        }
    }

    private let cursor: Cursor?
    private let limit: Int
    private let detail: ItemShape.Detail
    /// Each with where the list goes on after it.
    private var entries: [(item: JSON, after: Cursor)] = []
    /// Where it goes on after all of them.
    private var next: Cursor?

    init(cursor: Cursor?, limit: Int, detail: ItemShape.Detail) {
        self.cursor = cursor
        self.limit = limit
        self.detail = detail
    }

    mutating func addSchedules(_ call: ToolCall, tag: String?, arePaused: Bool) async throws(ToolFailure) {
        var after: String?
        switch cursor {
        case .pulses: return
        case .afterSchedule(let name): after = name
        case nil: break
        }
        let (limit, start) = (limit, after)
        let now = call.plane.clock.now()
        let page = try await requesting { () async throws(RequestError) in
            try await call.plane.own.schedules(after: start, limit: limit, for: call.sight) { schedule in
                (tag.map { schedule.spec.template.tags.contains($0) } ?? true) && (!arePaused || schedule.isPaused(at: now))
            }
        }
        entries += page.schedules.map { (.object(call.item($0, detail)), .afterSchedule($0.schedule.spec.name)) }
        next = page.nextAfter.map { .afterSchedule($0) }
    }

    mutating func addPulses(_ call: ToolCall, _ statuses: Set<PulseStatus>, tag: String?) async throws(ToolFailure) {
        guard next == nil else { return }
        guard entries.count < limit else {
            next = .pulses(before: nil)
            return
        }
        var before: PulseID?
        if case .pulses(let id) = cursor { before = id }
        let (room, start) = (limit - entries.count, before)
        let (page, names) = try await requesting { () async throws(RequestError) in
            let page = try await call.plane.own.newest(statuses, limit: room, before: start, for: call.sight) { pulse in
                tag.map { pulse.spec.tags.contains($0) } ?? true
            }
            return (page, try await call.plane.scheduleNames(of: page.pulses))
        }
        for pulse in page.pulses {
            let schedule = pulse.spec.schedule.flatMap { names[$0] }
            entries.append((.object(call.item(pulse, detail, schedule: schedule)), .pulses(before: pulse.id)))
        }
        next = page.nextBefore.map { .pulses(before: $0) }
    }

    /// As many as fit into one result, at least one; and where it goes on.
    func fitted() -> (items: [JSON], next: String?) {
        var kept = entries[...]
        var next = next
        while kept.count > 1, !Self.fits(kept.map(\.item)) {
            kept.removeLast()
            next = kept.last?.after
        }
        return (kept.map(\.item), next?.text)
    }

    static func fits(_ items: [JSON]) -> Bool {
        let sentence = String(repeating: "x", count: 400)
        return ToolResult.fits(ToolAnswer(sentence: sentence, structured: ["items": .array(items), "next_cursor": .string(sentence)]))
    }
}
