import ControlPlane
import Pulses
import Recurrence
import StrictJSON

extension RequestHandler {
    /// How much of what a run wrote is read of each stream.
    private static let tail = 2048
    private static let upcomingLimit = 50

    /// - Throws: `invalidParams`, in legacy versions `resourceNotFound`, for what is not there, or is another's.
    func readResource() async throws(RPCError) -> JSONObject {
        let text = try string("uri")
        guard let uri = ResourceURI(text) else { throw ResourceURI.unknown(text, era) }
        let document: JSONObject
        do throws(RequestError) {
            document = try await self.document(uri)
        } catch {
            switch error {
            case .notFound: throw ResourceURI.unknown(text, era)
            default: throw RPCError(.internalError, error.message)
            }
        }
        let content: JSON = ["uri": .string(text), "mimeType": "application/json", "text": .string(JSON.object(document).serialized())]
        return server.surface.framed(["contents": [content]], era, lifetime: 0, isPrivate: true)
    }

    private func document(_ uri: ResourceURI) async throws(RequestError) -> JSONObject {
        let call = ToolCall(plane: plane, caller: caller, sight: try await plane.sight(of: caller), progress: nil)
        switch uri {
        case .upcoming:
            let (entries, isCut) = try await plane.own.upcoming(limit: Self.upcomingLimit, for: call.sight)
            let now = call.moment(plane.clock.now(), try await plane.own.zone(for: caller))
            return ["now": now.json, "items": .array(entries.map { .object(call.item($0, .concise)) }), "more": .bool(isCut)]
        case .pulse(let id):
            let shown = try await plane.own.shown(id, for: call.sight)
            let schedule = try await plane.scheduleNames(of: [shown.pulse]).values.first
            var item = call.item(shown.pulse, .full, schedule: schedule)
            // Whole: this is where to look for what was cut elsewhere.
            if case .prompt(let prompt) = shown.pulse.spec.action { item["what"] = .string(prompt.text) }
            return ["item": .object(item), "attempts": .array(shown.attempts.suffix(20).map { .string($0.attempt.key.dotted) })]
        case .schedule(let name):
            let shown = try await plane.own.schedule(name, for: call.sight)
            var item = call.item(shown.view, .full)
            if case .prompt(let prompt) = shown.view.schedule.spec.template.action { item["what"] = .string(prompt.text) }
            return ["item": .object(item), "open": .array(shown.open.map { .string($0.id.description) })]
        case .attempt(let key):
            let shown = try await plane.own.shown(key.pulse, for: call.sight)
            guard let attempt = shown.attempts.first(where: { $0.attempt.key == key }) else {
                throw .notFound("there is no attempt \(key.dotted)")
            }
            return ["attempt": .object(call.attempt(attempt, call.zone(named: shown.pulse.spec.zone), tail: Self.tail))]
        }
    }
}
