import ControlPlane
import Pulses
import Recurrence
import StrictJSON

extension SchedulePulseTool {
    /// How often a name is tried that was made up.
    private static let tries = 20

    func recurring(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let names = FieldNames(spec.fields)
        let key = arguments.text("key")
        let name = arguments.text("name") ?? key.flatMap { ScheduleName.isValid($0) ? $0 : ScheduleName.made(from: $0) }
        // The key says that it is the same one.
        let existing = key == nil ? nil : await known(name, call)
        var request = ScheduleRequest(arguments, isWhole: existing != nil)
        let chosen = name ?? ScheduleName.made(from: arguments.text("prompt") ?? "")
        if existing == nil { request.name = .set(chosen) }
        guard arguments.flag("dry_run") != true else {
            if existing == nil, let name, try await isTaken(name, names, call) { throw Self.taken(name) }
            return try await preview(request, existing, chosen, names, call)
        }
        let view: ScheduleView
        if let existing {
            view = try await names.requesting { () async throws(RequestError) in
                try await call.plane.changeSchedule(existing, request, by: call.caller)
            }
        } else {
            view = try await make(request, chosen, isMadeUp: name == nil, names, call)
        }
        var structured: JSONObject = ["made": true, "dry_run": false, "item": .object(call.item(view, .full))]
        structured.tell("replaced", existing.map { [$0] } ?? [])
        structured.tell("warnings", view.warnings.map(\.message) + view.notes)
        let id = view.schedule.spec.name
        return ToolAnswer(
            sentence:
                "The recurring pulse \(id) is \(existing == nil ? "made" : "replaced") (\(view.words)): \(call.words(view.next)).\(Self.end(view))",
            structured: structured, whole: .schedule(id))
    }

    private static func end(_ view: ScheduleView) -> String {
        let timing = view.schedule.spec.timing
        let end = timing.end == nil && timing.maxRuns == nil ? " It goes on until you cancel it with pulse_cancel." : ""
        return end + view.notes.map { " Note: \($0)." }.joined()
    }

    /// The name, where there is one of it that the caller sees.
    private func known(_ name: String?, _ call: ToolCall) async -> String? {
        guard let name else { return nil }
        return try? await call.plane.own.schedule(name, for: call.sight).view.schedule.spec.name
    }

    private func preview(
        _ request: ScheduleRequest, _ existing: String?, _ name: String, _ names: FieldNames, _ call: ToolCall
    ) async throws(ToolFailure) -> ToolAnswer {
        let answer = try await names.requesting { () async throws(RequestError) in
            if let existing {
                return try await call.plane.previewSchedule(existing, changed: request, count: 3, by: call.caller)
            }
            try await call.plane.own.checkRoom(schedules: 1, for: call.caller)
            return try await call.plane.previewSchedule(request, count: 3, by: call.caller)
        }
        let item = call.recurring(name, answer.words, answer.next, what: (request.pulse.prompt.value ?? "").cut(to: 200))
        var structured: JSONObject = ["made": false, "dry_run": true, "item": .object(item)]
        structured.tell("warnings", answer.warnings.map(\.message) + answer.notes)
        return ToolAnswer(
            sentence: "Nothing was made; it would fire (\(answer.words)): \(call.words(answer.next)).", structured: structured)
    }

    private func isTaken(_ name: String, _ names: FieldNames, _ call: ToolCall) async throws(ToolFailure) -> Bool {
        try await names.requesting { () async throws(RequestError) in try await call.plane.scheduleID(of: name) } != nil
    }

    private static func taken(_ name: String) -> ToolFailure { .refused("the name \(name) is taken; choose another one") }

    /// A name that was made up and is taken gets a number.
    private func make(
        _ request: ScheduleRequest, _ name: String, isMadeUp: Bool, _ names: FieldNames, _ call: ToolCall
    ) async throws(ToolFailure) -> ScheduleView {
        var (request, number) = (request, 1)
        while true {
            do throws(RequestError) {
                return try await call.plane.makeSchedule(request, by: call.caller)
            } catch {
                guard case .conflict = error else { throw names.failure(error) }
                number += 1
                if isMadeUp, number <= Self.tries {
                    request.name = .set("\(name)-\(number)")
                } else if call.sight.agent != nil, await known(name, call) == nil {
                    // What another has planned is not told.
                    throw Self.taken(name)
                } else {
                    throw .request(error)
                }
            }
        }
    }
}

extension ScheduleName {
    /// A name out of the first words of a text; there is always one.
    static func made(from text: String) -> String {
        var words: [String] = []
        for word in text.lowercased().prefix(400).split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) }) {
            guard words.count < 5, words.joined(separator: "-").utf8.count + word.utf8.count <= 40 else { break }
            words.append(String(word))
        }
        let name = words.joined(separator: "-")
        return isValid(name) ? name : isValid("pulse-\(name)") && !name.isEmpty ? "pulse-\(name)" : "pulse"
    }
}
