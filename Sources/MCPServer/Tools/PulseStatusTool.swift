import ControlPlane
import Pulses
import Recurrence
import StrictJSON

/// Says how things are.
struct PulseStatusTool: Tool {
    private static let shownNext = 3
    private static let shownMissed = 10

    let spec = ToolSpec(
        name: "pulse_status", title: "Status",
        description: """
            What time it is and in which zone times are read, what comes next, what was missed since `since`, how much is open, and what is left \
            of your limits. A good first call; reading changes nothing.
            """,
        fields: [
            ArgumentField("since", .text, "How far to look back for what was missed: \"24h\", or a time. Default 24h.", example: "24h")
        ],
        output: Schema.object(
            [
                ("now", Moment.schema), ("timezone", Schema.string), ("daemon_runs", Schema.boolean),
                ("next", Schema.array(of: ItemShape.concise)), ("missed", Schema.array(of: missed)), ("missed_count", Schema.integer),
            ],
            optional: [
                ("running", Schema.strings), ("standstill", Schema.string), ("agent", Schema.string),
                ("limits", limits), ("run", Schema.string),
            ]),
        hints: ToolSpec.Hints(isReadOnly: true))

    private static let missed = Schema.object(
        [("when", Moment.schema), ("what", Schema.string)], optional: [("reason", Schema.string)])

    private static let limits = Schema.object(
        [],
        optional: [
            ("open_pulses_left", Schema.integer), ("pulses_today_left", Schema.integer), ("recurring_left", Schema.integer),
            ("smallest_interval", Schema.string), ("furthest", Schema.string), ("recurring_ends_after", Schema.string),
            ("approval", Schema.string),
        ])

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let (plane, caller, sight) = (call.plane, call.caller, call.sight)
        let field = spec.fields
        return try await FieldNames(field).requesting { () async throws(RequestError) in
            let since = try await plane.own.pastMoment(arguments.text("since") ?? "24h", "since", for: caller)
            let zone = try await plane.own.zone(for: caller)
            let next = Self.each(try await plane.own.upcoming(limit: Self.shownNext * 10, for: sight).entries)
            let (missed, count) = try await plane.own.missed(since: since, limit: Self.shownMissed, for: sight)
            let running = try await plane.own.newest([.processing], limit: 20, for: sight).pulses
            let standstill = try await plane.own.standstill()
            let allowance = try await plane.own.allowance(for: caller)
            let now = call.moment(plane.clock.now(), zone)
            var structured: JSONObject = [
                "now": now.json, "timezone": .string(zone.identifier), "daemon_runs": .bool(plane.engine.isRunning),
                "next": .array(next.map { .object(call.item($0, .concise)) }),
                "missed": .array(missed.map { Self.item($0, call.moment($0.event.at, zone)) }), "missed_count": .integer(Int64(count)),
            ]
            structured.tell("running", running.map(\.id.description))
            structured.tell("standstill", standstill.map { Self.words($0) })
            structured.tell("agent", sight.agent)
            structured.tell("run", caller.run?.dotted)
            if let allowance { structured["limits"] = Self.item(allowance) }
            let first = next.first.map { "The next comes \(call.moment(of: $0).words)." } ?? "Nothing is planned."
            let gone = count == 0 ? "Nothing was missed since \(call.moment(since, zone).shortWords)." : "\(count) missed since then."
            let held = standstill.map { " Nothing starts now: \(Self.words($0))." } ?? ""
            let stopped = plane.engine.isRunning ? "" : " The daemon does not run, so nothing fires; `upbeat start` starts it."
            return ToolAnswer(sentence: "It is \(now.words). \(first) \(gone)\(held)\(stopped)", structured: structured)
        }
    }

    /// The first time of each.
    private static func each(_ entries: [ReadUpcoming.Entry]) -> [ReadUpcoming.Entry] {
        var schedules: Set<ScheduleID> = []
        let first = entries.filter { entry in
            if case .fire(let schedule, _) = entry { schedules.insert(schedule.id).inserted } else { true }
        }
        return Array(first.prefix(shownNext))
    }

    private static func item(_ missed: Own.Missed, _ when: Moment) -> JSON {
        var item: JSONObject = ["when": when.json]
        item.tell("what", missed.event.pulse.map { "pulse \($0)" } ?? missed.schedule ?? "a recurring pulse that is gone")
        item.tell("reason", missed.event.detail)
        return .object(item)
    }

    private static func words(_ standstill: Standstill) -> String {
        let until = standstill.until.map { " until \($0)" } ?? ""
        return "everything was paused by \(standstill.by)\(until)\(standstill.why.map { " (\($0.excerpt(120)))" } ?? "")"
    }

    private static func item(_ allowance: ListAgents.Shown) -> JSON {
        let (limits, usage) = (allowance.agent.limits, allowance.usage)
        var object: JSONObject = [:]
        object.tell("open_pulses_left", limits.openPulses.map { max($0 - usage.openPulses, 0) })
        object.tell("pulses_today_left", limits.pulsesPerDay.map { max($0 - usage.recentPulses, 0) })
        object.tell("recurring_left", limits.schedules.map { max($0 - usage.schedules, 0) })
        object.tell("smallest_interval", limits.shortestInterval.map { HumanDuration.format($0) })
        object.tell("furthest", limits.furthest.map { HumanDuration.format($0) })
        object.tell("recurring_ends_after", limits.scheduleLifetime.map { HumanDuration.format($0) })
        object.tell("approval", allowance.agent.needsApproval ? "required" : nil)
        return .object(object)
    }
}
