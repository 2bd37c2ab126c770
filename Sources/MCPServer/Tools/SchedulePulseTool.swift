import StrictJSON

/// Makes a pulse, once or recurring.
struct SchedulePulseTool: Tool {
    static let times = ["at", "in", "every", "cron"]

    let spec = ToolSpec(
        name: "pulse_schedule", title: "Schedule a pulse",
        description: """
            Leave a prompt that wakes an agent later, once (`at` or `in`) or again and again (`every` or `cron`); give exactly one of these four. \
            It is kept on disk and runs even when this session has ended. With a `key`, an open pulse of that key is replaced, so asking twice \
            does no harm. With `dry_run`, nothing is made and you see when it would run. Answers with the id and the next times; look at them: \
            they show how the time was understood.
            """,
        fields: fields,
        output: Schema.object(
            [("made", Schema.boolean), ("dry_run", Schema.boolean), ("item", ItemShape.full)],
            optional: [("replaced", Schema.strings), ("warnings", Schema.strings)]),
        hints: ToolSpec.Hints())

    private static var fields: [ArgumentField] {
        var fields = PulseFields.changeable
        fields[0].isRequired = true
        return fields + [
            ArgumentField(
                "key", .text, "Your own id for the purpose. An open pulse with it is replaced.", example: "ci-check"),
            ArgumentField("dry_run", .flag, "Only say what would be made.", example: true),
        ]
    }

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let given = arguments.present(Self.times)
        guard given.count == 1, let time = given.first else { throw Self.notOneTime(given) }
        return if time == "at" || time == "in" {
            try await once(arguments, by: time, call)
        } else {
            try await recurring(arguments, call)
        }
    }

    private static func notOneTime(_ given: [String]) -> ToolFailure {
        guard let first = given.first else {
            return .arguments([
                ArgumentFault(field: "at, in, every and cron", says: "are all missing; give exactly one", fix: .set("in", "20m"))
            ])
        }
        let others = given.dropFirst().map { name in
            ArgumentFault(field: name, says: "and \(first) are both there; give exactly one of at, in, every, cron", fix: .remove(name))
        }
        return .arguments(others)
    }
}
