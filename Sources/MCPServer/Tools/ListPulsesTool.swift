import ControlPlane
import Pulses
import Recurrence
import StrictJSON

/// Lists what there is: recurring pulses by name, then single ones, newest first; or what comes within a time, soonest first.
struct ListPulsesTool: Tool {
    private static let open: Set<PulseStatus> = [.blocked, .pending, .processing]
    private static let pageSize = 20

    let spec = ToolSpec(
        name: "pulse_list", title: "List pulses",
        description: """
            See your pulses before you plan, or to find an id. Shows what is open: recurring ones first, then single ones, newest first. \
            `status` shows others, `within` what comes next, in order of time. Go on with `cursor` while the answer holds `next_cursor`. Prompts \
            are cut; pulse_get shows one in full.
            """,
        fields: [
            ArgumentField(
                "status", .choice(["open", "all", "recurring", "paused"] + PulseStatus.allCases.map(\.name)),
                "Which; default open. recurring and paused: recurring ones alone.", example: "open"),
            ArgumentField("within", .text, "Only what comes within this time from now, soonest first.", example: "24h"),
            ArgumentField("tag", .text, "Only those with this tag.", example: "deploy"),
            ArgumentField("detail", .choice(["concise", "full"]), "Default concise.", example: "concise"),
            ArgumentField("limit", .integer(1...100), "How many; default 20. Fewer come where they would be too long.", example: 20),
            ArgumentField("cursor", .text, "next_cursor of the answer before, with the same other arguments.", example: "p12"),
        ],
        output: Schema.object(
            [("items", Schema.array(of: ItemShape.full))], optional: [("next_cursor", Schema.string)]),
        hints: ToolSpec.Hints(isReadOnly: true))

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let limit = Int(arguments.integer("limit") ?? Int64(Self.pageSize))
        if let within = arguments.text("within") { return try await upcoming(within, limit, arguments, call) }
        var list = PulseListing(cursor: try cursor(arguments), limit: limit, detail: detail(arguments))
        let (status, tag) = (arguments.text("status") ?? "open", arguments.text("tag"))
        if PulseStatus(name: status) == nil { try await list.addSchedules(call, tag: tag, arePaused: status == "paused") }
        if status != "recurring", status != "paused" {
            let statuses = status == "open" ? Self.open : PulseStatus(name: status).map { [$0] } ?? []
            try await list.addPulses(call, statuses, tag: tag)
        }
        let (items, next) = list.fitted()
        var structured: JSONObject = ["items": .array(items)]
        structured.tell("next_cursor", next)
        let count = items.count == 1 ? "1 pulse" : "\(items.count) pulses"
        let more = next == nil ? "" : " There are more: ask again with the cursor."
        return ToolAnswer(sentence: items.isEmpty && next == nil ? "There are none." : "\(count).\(more)", structured: structured)
    }

    private func detail(_ arguments: ToolArguments) -> ItemShape.Detail { arguments.text("detail") == "full" ? .full : .concise }

    private func cursor(_ arguments: ToolArguments) throws(ToolFailure) -> PulseListing.Cursor? {
        guard let text = arguments.text("cursor") else { return nil }
        guard let cursor = PulseListing.Cursor(text) else { throw Self.unknownCursor(text) }
        return cursor
    }

    private func upcoming(
        _ within: String, _ limit: Int, _ arguments: ToolArguments, _ call: ToolCall
    ) async throws(ToolFailure) -> ToolAnswer {
        for other in arguments.present(["status"]) {
            throw .arguments([ArgumentFault(field: other, says: "does not go with within", fix: .remove(other))])
        }
        guard let length = try? HumanDuration.parse(within), length > .zero else {
            let field = spec.fields.first { $0.name == "within" }
            throw .arguments([
                ArgumentFault(
                    field: "within", says: "is \(shown(within)), which is no length of time", accepted: "such as 90m, 24h or 7d",
                    fix: field.map { .set("within", $0.example) })
            ])
        }
        var cursor = UpcomingCursor(end: call.plane.clock.now() + length)
        if let text = arguments.text("cursor") {
            guard let known = UpcomingCursor(text) else { throw Self.unknownCursor(text) }
            cursor = known
        }
        let (end, tag, most) = (cursor.end, arguments.text("tag"), min(cursor.given + limit, UpcomingCursor.longest))
        let (found, isCut) = try await requesting { () async throws(RequestError) in
            try await call.plane.own.upcoming(until: end, tag: tag, limit: most, for: call.sight)
        }
        let entries = cursor.rest(of: found).prefix(limit)
        var items = entries.map { JSON.object(call.item($0, detail(arguments))) }
        while items.count > 1, !PulseListing.fits(items) { items.removeLast() }
        let hasMore = isCut || items.count < cursor.rest(of: found).count
        let next = hasMore && !items.isEmpty ? cursor.after(entries.prefix(items.count)) : nil
        var structured: JSONObject = ["items": .array(items)]
        structured.tell("next_cursor", next.flatMap { $0.given < UpcomingCursor.longest ? $0.text : nil })
        let first = entries.first.map { " The first comes \(call.moment(of: $0).words)." } ?? ""
        let more = hasMore ? " There are more: ask again with the cursor." : ""
        let count = items.count == 1 ? "1 time" : "\(items.count) times"
        return ToolAnswer(sentence: "\(count) within \(HumanDuration.format(length)).\(first)\(more)", structured: structured)
    }

    private static func unknownCursor(_ text: String) -> ToolFailure {
        .arguments([
            ArgumentFault(
                field: "cursor", says: "is \(shown(text)), which was not given out here; leave it out to begin anew", fix: .remove("cursor")
            )
        ])
    }
}

extension ToolCall {
    /// One time that comes.
    func item(_ entry: ReadUpcoming.Entry, _ detail: ItemShape.Detail) -> JSONObject {
        switch entry {
        case .pulse(let pulse): item(pulse, detail)
        case .fire(let schedule, let fire):
            recurring(
                schedule.spec.name, schedule.spec.timing.rule, [fire], what: schedule.spec.template.action.words(detail), status: "active")
        }
    }

    func moment(of entry: ReadUpcoming.Entry) -> Moment {
        switch entry {
        case .pulse(let pulse): moment(of: pulse)
        case .fire(_, let fire): moment(fire.at, fire.zone)
        }
    }
}
