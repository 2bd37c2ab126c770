import ControlPlane
import Pulses
import Recurrence
import StrictJSON

/// Watches until a pulse fires. It takes nothing from anybody: the pulse runs as it would have.
struct WaitForPulseTool: Tool {
    /// Seconds. Hosts give up on calls of a minute.
    static let longest: Int64 = 50
    /// Between signs of how far the waiting has come.
    static let interval = Duration.seconds(5)

    let spec = ToolSpec(
        name: "pulse_wait", title: "Wait for a pulse",
        description: """
            Wait until the next of your pulses fires or is missed, or `timeout_s` is over; watching changes nothing and consumes nothing. For \
            waits of a minute at most: for anything longer end your turn and let the pulse wake you.
            """,
        fields: [
            ArgumentField("id", .text, "Wait for this one alone: number, or name of a recurring one.", example: "12"),
            ArgumentField("timeout_s", .integer(1...longest), "Seconds; default 50, which is the most.", example: 30),
        ],
        output: Schema.object(
            [("outcome", Schema.choice(["fired", "missed", "over", "timed_out"])), ("waited_s", Schema.integer)],
            optional: [("item", ItemShape.concise), ("next", ItemShape.concise)]),
        hints: ToolSpec.Hints(isReadOnly: true))

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        guard call.plane.engine.isRunning else {
            throw .refused("the daemon does not run, so nothing fires while you wait; `upbeat start` starts it")
        }
        var watch = PulseWatch(call: call, only: nil)
        if arguments.has("id") { watch.only = try call.identifier(arguments, spec, orOwnRun: false) }
        let seconds = arguments.integer("timeout_s") ?? Self.longest
        let begin = call.plane.clock.monotonic()
        let seen = try await watch.first(within: .seconds(seconds), tellingEvery: Self.interval)
        let waited = (call.plane.clock.monotonic() - begin).components.seconds
        var structured: JSONObject = ["waited_s": .integer(waited)]
        guard let seen else {
            let next = try await requesting { () async throws(RequestError) in
                try await call.plane.own.upcoming(limit: 1, for: call.sight).entries.first
            }
            structured["outcome"] = "timed_out"
            if let next { structured["next"] = .object(call.item(next, .concise)) }
            let then = next.map { "the next comes \(call.moment(of: $0).words)" } ?? "nothing is planned"
            return ToolAnswer(sentence: "Nothing fired within \(seconds) s; \(then).", structured: structured)
        }
        structured["outcome"] = seen.isMissed ? "missed" : seen.isOver ? "over" : "fired"
        guard let pulse = seen.pulse else {
            return ToolAnswer(sentence: "A time of the recurring pulse \(seen.schedule ?? "") was missed.", structured: structured)
        }
        structured["item"] = .object(call.item(pulse, .concise, schedule: seen.schedule))
        let what = seen.isMissed ? "was missed" : seen.isOver ? "has not to be waited for: it is \(pulse.progress.status.name)" : "fired"
        return ToolAnswer(
            sentence: "Pulse \(pulse.id) \(what), due \(call.moment(of: pulse).words).", structured: structured,
            whole: .pulse(pulse.id))
    }
}
