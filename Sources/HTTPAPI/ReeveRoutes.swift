import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import StrictJSON
import WireModel

/// Reeve's routes as they were (spec/sources.md R6 to R8): unknown fields ignored, a past time means now.
struct ReeveRoutes {
    let plane: ControlPlane
    let body: BodyReader

    static let limits: ClosedRange<Int64> = 1...1000

    func add(to routes: Routes) {
        routes.on(.post, "api/pulse/trigger", trigger)
        routes.on(.get, "api/pulse/upcoming", upcoming)
        routes.on(.get, "api/health") { _, _ in Answer.json(HealthResponse()) }
        routes.on(.get, "api/status", status)
    }

    @Sendable private func trigger(_ request: Request, _ context: DoorContext) async throws -> Response {
        let bytes = try await body.bytes(of: request)
        let wish = try Self.wish(in: try body.json(bytes))
        let idempotency = try request.idempotency(context.caller, plane, bytes)
        let source = wish.source.flatMap { $0.isEmpty ? nil : $0 } ?? "external"
        let answer = try await plane.schedule(
            PulseRequest(
                prompt: wish.prompt, at: wish.scheduledAt ?? "now", priority: wish.priority ?? Priority.high.name,
                tags: wish.tags ?? [], creator: source, rules: .reeve),
            by: context.caller, idempotency: idempotency)
        var response = Answer.json(
            ReeveTriggerResponse(pulseID: answer.pulse.id.value, scheduledAt: answer.pulse.spec.scheduledAt.pythonic))
        response.noteReplay(answer.isReplay)
        return response
    }

    private static func wish(in document: JSON) throws(DoorError) -> ReeveTriggerRequest {
        do throws(JSONFieldErrors) {
            var reader = JSONReader(document)
            for key in ReeveTriggerRequest.neverNull where document[key] == .null { reader.fail(key, "expected a string, got null") }
            let wish = ReeveTriggerRequest(reading: &reader)
            try reader.finish(unknown: .ignore)
            guard let wish else { throw JSONFieldErrors([JSONFieldError(pointer: "", message: "expected an object")]) }
            return wish
        } catch {
            throw DoorError(error)
        }
    }

    @Sendable private func upcoming(_ request: Request, _ context: DoorContext) async throws -> Response {
        var query = QueryReader(request.query, known: ["limit"], manner: .lenient)
        let limit = query.integer("limit", in: Self.limits, default: 20)
        try query.finish()
        let pulses = try await plane.list.upcoming(limit: Int(limit))
        return Answer.json(ReeveUpcomingResponse(pulses: pulses.map(Self.entry)))
    }

    private static func entry(_ pulse: Pulse) -> ReeveUpcomingResponse.Entry {
        let text =
            switch pulse.spec.action {
            case .prompt(let prompt): prompt.text
            case .command(let command): command.arguments.joined(separator: " ")
            case .webhook(let webhook): "\(webhook.method) \(webhook.url)"
            }
        return ReeveUpcomingResponse.Entry(
            id: pulse.id.value, scheduledAt: pulse.progress.dueAt.pythonic, priority: pulse.spec.priority.name,
            prompt: shortened(text), status: pulse.progress.status.name)
    }

    /// The first 100 characters as Python counts them, and `...` where there are more.
    static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 100, limitedBy: scalars.endIndex), end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "..."
    }

    @Sendable private func status(_ request: Request, _ context: DoorContext) async throws -> Response {
        let reading = plane.status
        let tally = try await reading.tally()
        var runs = Dictionary(
            uniqueKeysWithValues: AttemptOutcome.allCases.map { ($0.name, tally.byOutcome[$0, default: 0]) })
        runs["total"] = tally.ended
        return Answer.json(
            ReeveStatusResponse(
                status: reading.isRunning ? "running" : "stopped", uptimeSeconds: (reading.uptime ?? .zero).components.seconds,
                version: plane.facts.version, pulsesExecuted: tally.ended, failures: tally.unsuccessful, runs: runs,
                meanDurationMilliseconds: tally.meanDuration?.milliseconds))
    }
}
