import ControlPlane
import Pulses
import StrictJSON

/// Changes a pulse that is there.
struct UpdatePulseTool: Tool {
    let spec = ToolSpec(
        name: "pulse_update", title: "Change a pulse",
        description: """
            Change, pause, resume or put off a pulse that you have; what you do not give stays as it is. Of a recurring one any field of \
            pulse_schedule, `paused` and `snooze`; of a single one that waits all but what recurring ones alone have. `until`: "never" and \
            `max_fires`: 0 take an end away. What runs goes on unchanged. Answers with how it stands now.
            """,
        fields: fields,
        output: Schema.object(
            [("item", ItemShape.full), ("changed", Schema.strings)], optional: [("warnings", Schema.strings)]),
        hints: ToolSpec.Hints(isDestructive: true))

    private static let id = ArgumentField(
        "id", .text, "Number of a single pulse, name of a recurring one.", example: "morning-brief", isRequired: true)

    private static var fields: [ArgumentField] {
        var fields = [id] + PulseFields.changeable
        for index in fields.indices where fields[index].name == "max_fires" { fields[index].kind = .integer(0...1_000_000) }
        return fields + [
            ArgumentField("paused", .flag, "true: nothing of it fires until you say false.", example: true),
            ArgumentField("snooze", .text, "Put the next time off by this much.", example: "30m"),
        ]
    }

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let given = spec.fields.map(\.name).filter { $0 != "id" && arguments.has($0) }
        guard !given.isEmpty else {
            throw .arguments([
                ArgumentFault(field: "", says: "there is nothing to change; give at least one field beside id", fix: .set("snooze", "30m"))
            ])
        }
        if arguments.flag("paused") == true, arguments.has("snooze") {
            throw .arguments([ArgumentFault(field: "snooze", says: "does not go with paused: true", fix: .remove("snooze"))])
        }
        switch try call.identifier(arguments, spec, orOwnRun: false) {
        case .schedule(let name): return try await change(name, arguments, given, call)
        case .pulse(let id): return try await change(id, arguments, given, call)
        }
    }
}
