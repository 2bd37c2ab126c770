import ControlPlane
import Pulses
import Recurrence
import StrictJSON

/// Shows one pulse, with how its runs went.
struct GetPulseTool: Tool {
    /// Characters of each stream.
    private static let tail = 1000

    let spec = ToolSpec(
        name: "pulse_get", title: "Show a pulse",
        description: """
            All about one pulse: its prompt, its next times, its last attempts with their outcome and the end of their output; of a recurring \
            one, what became of its last times. Use it to find out why something failed or did not run. Inside a run, without `id`, it shows \
            the pulse that this run belongs to.
            """,
        fields: [
            ArgumentField("id", .text, "Number of a single pulse, name of a recurring one.", example: "12"),
            ArgumentField("runs", .integer(0...20), "How many of the last attempts or times; default 3.", example: 3),
        ],
        output: Schema.object(
            [("item", ItemShape.full)],
            optional: [("attempts", Schema.array(of: attempt)), ("occurrences", Schema.array(of: occurrence)), ("open", Schema.strings)]),
        hints: ToolSpec.Hints(isReadOnly: true))

    private static let attempt = Schema.object(
        [("id", Schema.string), ("outcome", Schema.string), ("started", Moment.schema), ("late", Schema.string)],
        optional: [
            ("took", Schema.string), ("exit_code", Schema.integer), ("error", Schema.string), ("output", Schema.string),
            ("error_output", Schema.string), ("report", report),
        ])

    private static let report = Schema.object(
        [("outcome", Schema.string), ("at", Moment.schema)],
        optional: [("message", Schema.string), ("next_check", Schema.string), ("late", Schema.boolean)])

    private static let occurrence = Schema.object(
        [("time", Moment.schema), ("fate", Schema.string)],
        optional: [("pulse", Schema.string), ("status", Schema.string), ("reason", Schema.string), ("count", Schema.integer)])

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let runs = Int(arguments.integer("runs") ?? 3)
        switch try call.identifier(arguments, spec, orOwnRun: true) {
        case .pulse(let id): return try await pulse(id, runs, call)
        case .schedule(let name): return try await schedule(name, runs, call)
        }
    }

    private func pulse(_ id: PulseID, _ runs: Int, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let (shown, names) = try await requesting { () async throws(RequestError) in
            let shown = try await call.plane.own.shown(id, for: call.sight)
            return (shown, try await call.plane.scheduleNames(of: [shown.pulse]))
        }
        let pulse = shown.pulse
        let item = call.item(pulse, .full, schedule: pulse.spec.schedule.flatMap { names[$0] })
        let zone = call.zone(named: pulse.spec.zone)
        let attempts = shown.attempts.suffix(runs).reversed().map { JSON.object(call.attempt($0, zone, tail: Self.tail)) }
        let status = pulse.progress.status
        let when =
            status.isOpen
            ? "due \(call.moment(of: pulse).words)" : pulse.progress.finishedAt.map { "since \(call.moment($0, zone).words)" } ?? ""
        let count = shown.attempts.count
        return ToolAnswer(
            sentence: "Pulse \(id) is \(status.name), \(when); \(count == 1 ? "1 attempt" : "\(count) attempts").",
            structured: ["item": .object(item), "attempts": .array(attempts)], whole: .pulse(id))
    }

    private func schedule(_ name: String, _ runs: Int, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let shown = try await requesting { () async throws(RequestError) in try await call.plane.own.schedule(name, for: call.sight) }
        let zone = call.zone(named: shown.view.schedule.spec.timing.zone)
        var structured: JSONObject = [
            "item": .object(call.item(shown.view, .full)),
            "occurrences": .array(shown.outcomes.prefix(runs).map { .object(occurrence($0, zone, call)) }),
        ]
        structured.tell("open", shown.open.prefix(20).map(\.id.description))
        return ToolAnswer(
            sentence: "The recurring pulse \(name) (\(shown.view.words)) has fired \(shown.view.schedule.state.fires) times; "
                + "\(call.words(shown.view.next)).", structured: structured, whole: .schedule(name))
    }

    private func occurrence(_ outcome: OccurrenceOutcome, _ zone: Zone, _ call: ToolCall) -> JSONObject {
        let occurrence = outcome.occurrence
        var object: JSONObject = ["time": call.moment(occurrence.last, zone).json]
        switch occurrence.fate {
        case .fired(let pulse):
            object["fate"] = "fired"
            object.tell("pulse", pulse.description)
            object.tell("status", outcome.run?.status.name)
            object.tell("reason", outcome.run?.reason)
        case .skipped(let reason):
            object["fate"] = "skipped"
            object.tell("reason", reason.rawValue)
        case .missed(let reason):
            object["fate"] = "missed"
            object.tell("reason", reason.rawValue)
        }
        if occurrence.count > 1 { object.tell("count", occurrence.count) }
        return object
    }
}

extension ToolCall {
    /// How an attempt went.
    ///
    /// - Parameter tail: so many characters of the end of each stream.
    func attempt(_ shown: ShowPulse.Shown, _ zone: Zone, tail: Int) -> JSONObject {
        let attempt = shown.attempt
        var object: JSONObject = [
            "id": .string(attempt.key.dotted), "outcome": .string(attempt.end?.outcome.name ?? "running"),
            "started": moment(attempt.startedAt, zone).json, "late": .string(HumanDuration.format(attempt.lateness)),
        ]
        object.tell("took", attempt.duration.map { HumanDuration.format($0) })
        object.tell("exit_code", attempt.end?.exitCode)
        object.tell("error", attempt.end?.error?.cut(to: 500))
        if let report = attempt.report {
            var said: JSONObject = ["outcome": .string(report.outcome.name), "at": moment(report.at, zone).json]
            said.tell("message", report.message?.cut(to: 1000))
            said.tell("next_check", report.nextCheck?.description)
            if report.isLate { said["late"] = true }
            object["report"] = .object(said)
        }
        for (key, stream) in [("output", shown.output), ("error_output", shown.error)] where !stream.text.isEmpty {
            let end = String(String.UnicodeScalarView(stream.text.unicodeScalars.suffix(tail)))
            let left = Int(stream.bytes) - end.utf8.count
            object.tell(key, left > 0 ? "(\(left) bytes before this) …\(end)" : end)
        }
        return object
    }

    /// The thing that a call is about.
    ///
    /// - Parameter orOwnRun: where none is named, the pulse of the run inside which the caller was started.
    func identifier(_ arguments: ToolArguments, _ spec: ToolSpec, orOwnRun: Bool) throws(ToolFailure) -> Identifier {
        guard let text = arguments.text("id") else {
            if orOwnRun, let run = caller.run { return .pulse(run.pulse) }
            let says = orOwnRun ? "is missing, and this is no run of a pulse, which could be meant" : "is missing"
            throw .arguments([
                ArgumentFault(field: "id", says: says, accepted: "the number or name that pulse_list tells", fix: .set("id", "12"))
            ])
        }
        guard let id = Identifier(text) else {
            let says = "is \(shown(text)), which is neither the number of a pulse nor the name of a recurring one"
            throw .arguments([ArgumentFault(field: "id", says: says, accepted: "what pulse_list tells", fix: .set("id", "12"))])
        }
        return id
    }
}
