import ControlPlane
import Pulses
import StrictJSON

extension UpdatePulseTool {
    /// What only recurring ones have.
    private static let recurring: Set<String> = ["every", "cron", "name", "max_fires", "if_missed", "if_running", "paused"]
    /// How often it is tried anew where the pulse changes at the same moment.
    private static let tries = 3

    /// Fields first, then putting off: what is wrong with a field leaves all as it was.
    func change(
        _ id: PulseID, _ arguments: ToolArguments, _ given: [String], _ call: ToolCall
    ) async throws(ToolFailure) -> ToolAnswer {
        try Self.refuse(given)
        let time = arguments.has("in") ? "in" : "at"
        let names = FieldNames(spec.fields, time: time)
        let wish = Self.change(arguments, by: time)
        var pulse = try await names.requesting { () async throws(RequestError) in try await call.plane.own.pulse(id, for: call.sight) }
        if wish != PulseChange() {
            pulse = try await names.requesting { () async throws(RequestError) in
                for _ in 0..<Self.tries {
                    let read = try await call.plane.own.pulse(id, for: call.sight)
                    if let changed = try await call.plane.change(read, wish, by: call.caller) { return changed }
                }
                throw .unavailable("pulse \(id) is being changed by others all the time", retryAfter: .seconds(1))
            }
        }
        if let length = arguments.text("snooze") {
            pulse = try await names.requesting { () async throws(RequestError) in
                try await call.plane.snooze(id, by: length, by: call.caller)
            }
        }
        return ToolAnswer(
            sentence: "Pulse \(id) is changed: it runs once, \(call.moment(of: pulse).words).\(pulse.approvalWords)",
            structured: ["item": .object(call.item(pulse, .full)), "changed": .array(given.map { .string($0) })], whole: .pulse(id))
    }

    private static func refuse(_ given: [String]) throws(ToolFailure) {
        var faults = given.filter(recurring.contains).map { name in
            ArgumentFault(field: name, says: "goes with a recurring pulse alone", fix: .replace(name, by: "in", "2h"))
        }
        if given.contains("at"), given.contains("in") {
            faults.append(ArgumentFault(field: "in", says: "and at are both there; give one of them", fix: .remove("in")))
        }
        guard faults.isEmpty else { throw .arguments(faults) }
    }

    private static func change(_ arguments: ToolArguments, by time: String) -> PulseChange {
        var change = PulseChange()
        change.at = Change(time == "in" ? arguments.text("in").map(SchedulePulseTool.phrase) : arguments.text("at"))
        change.zone = Change(arguments.text("timezone"))
        change.expires = arguments.text("until") == ScheduleRequest.never ? .reset : Change(arguments.text("until"))
        change.part.prompt = Change(arguments.text("prompt"))
        change.part.session = Change(arguments.text("session"))
        change.part.notes = Change(arguments.texts("sticky_notes"))
        change.part.tags = Change(arguments.texts("tags"))
        change.part.priority = Change(arguments.text("priority"))
        return change
    }
}
