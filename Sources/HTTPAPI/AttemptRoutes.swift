import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import WireModel

/// `/v1/pulses/{id}/attempts`: list, show.
struct AttemptRoutes {
    let plane: ControlPlane

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
    }
}
