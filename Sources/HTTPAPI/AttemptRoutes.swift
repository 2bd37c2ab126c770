import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import WireModel

/// `/v1/pulses/{id}/attempts`: list, show, report.
struct AttemptRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.get, "v1/pulses/:id/attempts") { request, context in
            try request.refuseQuery()
            let shown = try await plane.show(try context.pulseID())
            return Answer.json(AttemptListResponse(attempts: shown.attempts.map(AttemptResponse.init)))
        }
        routes.on(.get, "v1/pulses/:id/attempts/:attempt") { request, context in
            try request.refuseQuery()
            let id = try context.pulseID()
            let number = try context.attempt(of: id)
            let attempts = try await plane.show(id).attempts
            guard let shown = number.map({ number in attempts.first { $0.attempt.key.attempt == number } }) ?? attempts.last else {
                throw RequestError.notFound(number.map { "pulse \(id) has no attempt \($0)" } ?? "pulse \(id) has not run yet")
            }
            return Answer.json(OneAttemptResponse(attempt: AttemptResponse(shown)))
        }
        routes.on(.post, "v1/pulses/:id/attempts/:attempt/report", report)
    }

    @Sendable private func report(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let id = try context.pulseID()
        let number = try context.attempt(of: id)
        let wish = try await body.value(of: request, as: NewReportRequest.self)
        let report = ReportRequest(outcome: wish.outcome, message: wish.message, nextCheckIn: wish.nextCheckIn)
        let answer = try await plane.report(id, attempt: number, report, by: context.caller)
        var next: PulseResponse?
        if let pulse = answer.next { next = try await plane.response(pulse) }
        return Answer.json(
            ReportedRunResponse(
                pulse: id.value, attempt: Int64(answer.key.attempt), report: ReportResponse(answer.report), next: next))
    }
}
