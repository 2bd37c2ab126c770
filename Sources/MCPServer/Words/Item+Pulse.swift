import ControlPlane
import Pulses
import Recurrence
import StrictJSON

extension ToolCall {
    /// - Parameter schedule: the name of the one that it comes from.
    func item(_ pulse: Pulse, _ detail: ItemShape.Detail, schedule: String? = nil) -> JSONObject {
        var item = item(pulse.spec, detail, id: "\(pulse.id)", status: pulse.progress.status.name)
        if pulse.progress.status.isOpen {
            item["next"] = [moment(of: pulse).json]
        } else {
            item["next"] = nil
        }
        item.tell("reason", pulse.progress.reason)
        item.tell("schedule", schedule)
        guard detail == .full else { return item }
        item.tell("attempts", pulse.progress.attempt)
        item.tell("ended", pulse.progress.finishedAt.map { moment($0, zone(named: pulse.spec.zone)) })
        return item
    }

    /// What is asked of a pulse, made or not.
    func item(_ spec: PulseSpec, _ detail: ItemShape.Detail, id: String, status: String) -> JSONObject {
        let zone = zone(named: spec.zone)
        var item: JSONObject = ["id": .string(id), "kind": "once", "status": .string(status), "what": .string(spec.action.words(detail))]
        item["next"] = [moment(spec.scheduledAt, zone).json]
        item.tell("tags", detail == .concise ? Array(spec.tags.prefix(5)) : spec.tags)
        guard detail == .full else { return item }
        if case .prompt(let prompt) = spec.action {
            item.tell("sticky_notes", prompt.notes)
            item.tell("session", prompt.session)
        }
        item.tell("priority", spec.priority.name)
        item.tell("key", spec.key)
        item.tell("timezone", spec.zone)
        item.tell("made_by", spec.createdBy)
        item.tell("until", spec.expiresAt.map { moment($0, zone) })
        return item
    }

    func moment(_ instant: Instant, _ zone: Zone) -> Moment { Moment(instant: instant, zone: zone, now: plane.clock.now()) }

    /// When it is due, or was.
    func moment(of pulse: Pulse) -> Moment { moment(pulse.progress.dueAt, zone(named: pulse.spec.zone)) }
}

extension Action {
    /// What is done: the prompt; what is no prompt with its kind before it.
    func words(_ detail: ItemShape.Detail) -> String {
        let text =
            switch self {
            case .prompt(let prompt): prompt.text
            case .command(let command): "command: \(command.arguments.joined(separator: " "))"
            // What its URL holds may be secret.
            case .webhook: "webhook"
            }
        return detail == .concise ? text.excerpt(detail.promptLimit) : text.cut(to: detail.promptLimit)
    }
}
