import ControlPlane
import Pulses
import StrictJSON

/// Takes down how the run ended that calls it.
struct ReportPulseTool: Tool {
    let spec = ToolSpec(
        name: "pulse_report", title: "Report how this run ended",
        description: """
            Say at the end of a run that Upbeat started how it went: done, failed, or nothing_to_say when nobody needs to hear of it. `message` \
            goes to the person. `next_check_in` wakes you once more, with the same prompt, after that time. Without `run` this run is meant. A \
            second report takes the place of the first.
            """,
        fields: [
            ArgumentField(
                "outcome", .choice(RunReport.Outcome.allCases.map(\.name)), "How it went.", example: "done", isRequired: true),
            ArgumentField("message", .text, "A few lines for the person.", example: "CI is green again; the cause was a flaky test."),
            ArgumentField("next_check_in", .text, "Look again after this time.", example: "2h"),
            ArgumentField("run", .text, "Another run of yours, as pulse_get names its attempts.", example: "12.1"),
        ],
        output: Schema.object(
            [("run", Schema.string), ("outcome", Schema.string)], optional: [("next_check", ItemShape.concise)]),
        hints: ToolSpec.Hints(isIdempotent: true))

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let key = try key(arguments, call)
        let request = ReportRequest(
            outcome: arguments.text("outcome") ?? "", message: arguments.text("message"), nextCheckIn: arguments.text("next_check_in"))
        let answer = try await FieldNames(spec.fields).requesting { () async throws(RequestError) in
            // What is another's is not there.
            _ = try await call.plane.own.pulse(key.pulse, for: call.sight)
            return try await call.plane.report(key.pulse, attempt: key.attempt, request, by: call.caller)
        }
        var structured: JSONObject = ["run": .string(key.dotted), "outcome": .string(answer.report.outcome.name)]
        if let next = answer.next { structured["next_check"] = .object(call.item(next, .concise)) }
        let late = answer.report.isLate ? " The run had ended already, and its outcome stays as it is." : ""
        let then = answer.next.map { " You will be woken again, as pulse \($0.id), \(call.moment(of: $0).words)." } ?? ""
        return ToolAnswer(
            sentence: "It is on record that run \(key.dotted) ended: \(answer.report.outcome.name).\(late)\(then)", structured: structured)
    }

    private func key(_ arguments: ToolArguments, _ call: ToolCall) throws(ToolFailure) -> RunKey {
        guard let text = arguments.text("run") else {
            if let run = call.caller.run { return run }
            let says = "is missing, and this is no run of a pulse, which could be meant"
            throw .arguments([ArgumentFault(field: "run", says: says, fix: .set("run", "12.1"))])
        }
        guard let key = RunKey(dotted: text) else {
            let says = "is \(shown(text)); the first attempt of pulse 12 is 12.1"
            throw .arguments([ArgumentFault(field: "run", says: says, fix: .set("run", "12.1"))])
        }
        return key
    }
}
