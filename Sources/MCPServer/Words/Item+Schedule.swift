import ControlPlane
import Pulses
import Recurrence
import StrictJSON

extension ToolCall {
    func item(_ view: ScheduleView, _ detail: ItemShape.Detail) -> JSONObject {
        let (spec, state) = (view.schedule.spec, view.schedule.state)
        let status = state.over != nil ? "over" : view.isPaused ? "paused" : "active"
        var item = recurring(spec.name, view.words, view.next, what: spec.template.action.words(detail), status: status)
        item.tell("reason", state.over ?? view.pause.map(words))
        item.tell("tags", detail == .concise ? Array(spec.template.tags.prefix(5)) : spec.template.tags)
        guard detail == .full else { return item }
        if case .prompt(let prompt) = spec.template.action {
            item.tell("sticky_notes", prompt.notes)
            item.tell("session", prompt.session)
        }
        item.tell("priority", spec.template.priority.name)
        item.tell("timezone", spec.timing.zone)
        item.tell("made_by", spec.origin.file ?? spec.template.createdBy)
        item.tell("until", spec.timing.end.map { moment($0, zone(named: spec.timing.zone)) })
        item.tell("max_fires", spec.timing.maxRuns)
        item.tell("fires", state.fires)
        item.tell("if_missed", MissedWord.word(spec.policies.misfire))
        item.tell("if_running", RunningWord.word(spec.policies.overlap))
        return item
    }

    /// One that may not be made yet.
    func recurring(_ name: String, _ rule: String, _ next: [Fire], what: String, status: String = "preview") -> JSONObject {
        [
            "id": .string(name), "kind": "recurring", "status": .string(status), "what": .string(what), "rule": .string(rule),
            "next": .array(next.map { moment($0.at, $0.zone).json }),
        ]
    }

    /// The next fires in a sentence: `next Tue …, then …`.
    func words(_ fires: [Fire]) -> String {
        guard let first = fires.first else { return "no next time" }
        let others = fires.dropFirst().prefix(2).map { moment($0.at, $0.zone).shortWords }
        return (["next \(moment(first.at, first.zone).words)"] + others.map { "then \($0)" }).joined(separator: ", ")
    }

    private func words(_ pause: Pause) -> String {
        let until = pause.until.map { " until \($0)" } ?? ""
        return "\(pause.kind == .snooze ? "put off" : "paused") by \(pause.by)\(until)\(pause.why.map { ": \($0)" } ?? "")"
    }
}

extension Schedule {
    /// Nothing of it fires. One whose next time was put off is not paused.
    func isPaused(at now: Instant) -> Bool { state.pause.map { $0.kind != .snooze && $0.isInForce(at: now) } ?? false }
}

extension ScheduleView {
    var isPaused: Bool { schedule.isPaused(at: now) }
}

/// `if_missed`: what becomes of times that went by while nothing could run.
enum MissedWord {
    static let words = ["run_once", "run_all", "skip"]

    /// The other policies keep their own names.
    static func word(_ policy: MisfirePolicy) -> String { policy.rawValue }
}

/// `if_running`: what becomes of a time that comes while the last run is still under way.
enum RunningWord {
    static let words = ["skip", "queue", "allow"]

    static func policy(_ word: String) -> String {
        switch word {
        case "queue": OverlapPolicy.bufferAll.rawValue
        case "allow": OverlapPolicy.allowAll.rawValue
        default: word
        }
    }

    /// The other policies keep their own names.
    static func word(_ policy: OverlapPolicy) -> String {
        switch policy {
        case .bufferAll: "queue"
        case .allowAll: "allow"
        case .skip, .bufferOne, .cancelOther, .terminateOther: policy.rawValue
        }
    }
}
