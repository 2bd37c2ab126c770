import ControlPlane
import Pulses
import StrictJSON

extension SchedulePulseTool {
    func once(_ arguments: ToolArguments, by time: String, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        try Self.refuseRecurring(arguments)
        let request = Self.request(arguments, by: time)
        let names = FieldNames(spec.fields, time: time)
        guard arguments.flag("dry_run") != true else {
            return try await preview(request, names, call)
        }
        let answer = try await make(request, names, call)
        var structured: JSONObject = [
            "made": .bool(answer.isCreated), "dry_run": false, "item": .object(call.item(answer.pulse, .full)),
        ]
        structured.tell("replaced", answer.replaced.map(\.description))
        let place =
            answer.replaced.isEmpty ? "" : " It takes the place of pulse \(answer.replaced.map(\.description).joined(separator: ", "))."
        return ToolAnswer(
            sentence:
                "Pulse \(answer.pulse.id) is made: it runs once, \(call.moment(of: answer.pulse).words).\(place)\(answer.pulse.approvalWords)",
            structured: structured,
            whole: .pulse(answer.pulse.id))
    }

    private func preview(_ request: PulseRequest, _ names: FieldNames, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let (wish, replaced) = try await names.requesting { () async throws(RequestError) in
            let wish = try await call.plane.preview(request, by: call.caller)
            let key = request.key
            let open = key == nil ? [] : try await call.plane.own.open(for: call.sight) { $0.spec.key == key }.map(\.id.description)
            try await call.plane.own.checkRoom(LimitDemand(made: 1, opening: open.isEmpty ? 1 : 0), for: call.caller)
            return (wish, open)
        }
        let moment = call.moment(wish.scheduledAt, call.zone(named: wish.zone))
        let place = replaced.isEmpty ? "" : " It would take the place of pulse \(replaced.joined(separator: ", "))."
        var structured: JSONObject = [
            "made": false, "dry_run": true, "item": .object(call.item(wish, .full, id: "new", status: "preview")),
        ]
        structured.tell("replaced", replaced)
        return ToolAnswer(sentence: "Nothing was made; it would run once, \(moment.words).\(place)", structured: structured)
    }

    private func make(
        _ request: PulseRequest, _ names: FieldNames, _ call: ToolCall
    ) async throws(ToolFailure) -> SchedulePulse.Answer {
        do throws(RequestError) {
            return try await call.plane.schedule(request, by: call.caller)
        } catch {
            // Whose the other one is, is not told to who does not see it.
            if case .denied = error, let key = request.key, await isTaken(call) {
                throw .refused("the key \(shown(key)) is in use by somebody else; choose another one")
            }
            throw names.failure(error)
        }
    }

    /// Whether the refusal is about another's pulse: an agent that may make pulses at all was refused for the one with its key.
    private func isTaken(_ call: ToolCall) async -> Bool {
        guard call.sight.agent != nil else { return false }
        return (try? await call.plane.preview(PulseRequest(prompt: "probe"), by: call.caller)) != nil
    }

    private static func request(_ arguments: ToolArguments, by time: String) -> PulseRequest {
        var tags = arguments.texts("tags") ?? []
        if let name = arguments.text("name"), !tags.contains(name) { tags.append(name) }
        let key = arguments.text("key")
        let text = arguments.text(time) ?? ""
        return PulseRequest(
            prompt: arguments.text("prompt"), at: time == "in" ? phrase(text) : text, priority: arguments.text("priority"),
            session: arguments.text("session"), notes: arguments.texts("sticky_notes") ?? [], tags: tags,
            expires: arguments.text("until"), key: key, zone: arguments.text("timezone"),
            onKey: key == nil ? nil : KeyPolicy.replace.rawValue)
    }

    /// A length of time as the phrase that it stands for.
    static func phrase(_ text: String) -> String {
        let word = text.lowercased()
        return word.hasPrefix("in ") || word.hasPrefix("+") || word.hasPrefix("p") ? text : "in \(text)"
    }

    /// What has no meaning for one time.
    private static func refuseRecurring(_ arguments: ToolArguments) throws(ToolFailure) {
        var wrong = arguments.present(["max_fires", "if_running"])
        // It runs once, however late, as the other two say.
        if arguments.text("if_missed") == "skip" { wrong.append("if_missed") }
        guard wrong.isEmpty else {
            throw .arguments(
                wrong.map { name in
                    ArgumentFault(
                        field: name, says: "goes with every and cron; a one-off runs once, however late, unless `until` says otherwise",
                        fix: .remove(name))
                })
        }
    }
}

extension Pulse {
    /// That the person has to agree first; nothing where it does not wait for that.
    var approvalWords: String {
        guard progress.status == .blocked, progress.reason == Approval.reason else { return "" }
        return " It waits until the person approves it (upbeat approve \(id))."
    }
}
