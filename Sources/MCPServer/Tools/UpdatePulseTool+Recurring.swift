import ControlPlane
import Pulses
import Recurrence
import StrictJSON

extension UpdatePulseTool {
    /// Fields first, then pausing, then putting off: what is wrong with a field leaves all as it was.
    func change(
        _ name: String, _ arguments: ToolArguments, _ given: [String], _ call: ToolCall
    ) async throws(ToolFailure) -> ToolAnswer {
        for time in arguments.present(["at", "in"]) {
            throw .arguments([
                ArgumentFault(
                    field: time, says: "does not go with a recurring pulse; give every or cron", fix: .replace(time, by: "every", "2h"))
            ])
        }
        let names = FieldNames(spec.fields)
        var view = try await names.requesting { () async throws(RequestError) in
            try await call.plane.own.schedule(name, for: call.sight).view
        }
        var request = ScheduleRequest(arguments, isWhole: false)
        request.name = Change(arguments.text("name"))
        if request != ScheduleRequest() {
            let wish = request
            view = try await names.requesting { () async throws(RequestError) in
                try await call.plane.changeSchedule(name, wish, by: call.caller)
            }
        }
        let current = view.schedule.spec.name
        // Paused is what it is to be, not a blow: what is so already stays so.
        if let isPaused = arguments.flag("paused"), isPaused != view.isPaused {
            view = try await names.requesting { () async throws(RequestError) in
                isPaused
                    ? try await call.plane.pauseSchedule(current, PauseSchedule.Wish(), by: call.caller)
                    : try await call.plane.resumeSchedule(current, by: call.caller)
            }
        }
        if let length = arguments.text("snooze") {
            view = try await names.requesting { () async throws(RequestError) in
                try await call.plane.snoozeSchedule(current, by: length, by: call.caller)
            }
        }
        var structured: JSONObject = ["item": .object(call.item(view, .full)), "changed": .array(given.map { .string($0) })]
        structured.tell("warnings", view.warnings.map(\.message) + view.notes)
        let state = view.isPaused ? "it is paused" : call.words(view.next)
        return ToolAnswer(
            sentence: "The recurring pulse \(current) (\(view.words)) is changed: \(state).", structured: structured,
            whole: .schedule(current))
    }
}
