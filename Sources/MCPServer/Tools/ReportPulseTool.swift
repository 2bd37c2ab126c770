import ControlPlane
import Pulses
import StrictJSON

/// Takes down how the run ended that calls it.
struct ReportPulseTool: Tool {
    private static let messageLimit = 4000

    let spec = ToolSpec(
        name: "pulse_report", title: "Report how this run ended",
        description: """
            Say at the end of a run that Upbeat started how it went: done, failed, or nothing_to_say when nobody needs to hear of it. `message` \
            goes to the person. `next_check_in` wakes you once more, with the same prompt, after that time. Without `run` this run is meant. A \
            second report takes the place of the first.
            """,
        fields: [
            ArgumentField(
                "outcome", .choice(RunReport.Outcome.allCases.map(\.rawValue)), "How it went.", example: "done", isRequired: true),
            ArgumentField("message", .text, "A few lines for the person.", example: "CI is green again; the cause was a flaky test."),
            ArgumentField("next_check_in", .text, "Look again after this time.", example: "2h"),
            ArgumentField("run", .text, "Another run of yours, as pulse_get names its attempts.", example: "12.1"),
        ],
        output: Schema.object(
            [("run", Schema.string), ("outcome", Schema.string)], optional: [("next_check", ItemShape.concise)]),
        hints: ToolSpec.Hints(isIdempotent: true))

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        guard let reports = call.reports, let outcome = arguments.text("outcome").flatMap(RunReport.Outcome.init) else {
            throw .refused("reports are not kept here")
        }
        let key = try key(arguments, call)
        if let message = arguments.text("message"), !(1...Self.messageLimit).contains(message.unicodeScalars.count) {
            let says = "has \(message.unicodeScalars.count) characters; 1 to \(Self.messageLimit) are allowed"
            throw .arguments([ArgumentFault(field: "message", says: says, fix: .set("message", "A few lines."))])
        }
        let pulse = try await requesting { () async throws(RequestError) in
            let shown = try await call.plane.own.shown(key.pulse, for: call.sight)
            guard shown.attempts.contains(where: { $0.attempt.key == key }) else { throw .notFound("there is no run \(key.dotted)") }
            return shown.pulse
        }
        let next = try await nextCheck(arguments.text("next_check_in"), of: pulse, call)
        let report = RunReport(outcome: outcome, message: arguments.text("message"), nextCheck: next?.id)
        try await requesting { () async throws(RequestError) in try await reports.keep(report, of: key) }
        var structured: JSONObject = ["run": .string(key.dotted), "outcome": .string(outcome.rawValue)]
        if let next { structured["next_check"] = .object(call.item(next, .concise)) }
        let then = next.map { " You will be woken again, as pulse \($0.id), \(call.moment(of: $0).words)." } ?? ""
        return ToolAnswer(sentence: "It is on record that run \(key.dotted) ended: \(outcome.rawValue).\(then)", structured: structured)
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

    /// The same prompt once more. A second report replaces what the first one asked for.
    private func nextCheck(_ length: String?, of pulse: Pulse, _ call: ToolCall) async throws(ToolFailure) -> Pulse? {
        guard let length else { return nil }
        guard case .prompt(let prompt) = pulse.spec.action else {
            throw .arguments([
                ArgumentFault(field: "next_check_in", says: "goes with a run of a prompt alone", fix: .remove("next_check_in"))
            ])
        }
        let names = FieldNames(spec.fields, time: "next_check_in")
        return try await names.requesting { () async throws(RequestError) in
            let request = PulseRequest(
                prompt: prompt.text, at: "in \(length)", priority: pulse.spec.priority.name, session: prompt.session, notes: prompt.notes,
                tags: pulse.spec.tags, key: "check-after-\(pulse.id)", zone: pulse.spec.zone, onKey: KeyPolicy.replace.rawValue)
            return try await call.plane.schedule(request, by: call.caller).pulse
        }
    }
}
