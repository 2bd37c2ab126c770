import ControlPlane
import HTTPTypes
import Hummingbird
import WireModel

/// How the house is.
struct StatusRoutes {
    let plane: ControlPlane

    func add(to routes: Routes) {
        routes.on(.get, "v1/status") { request, _ in
            try request.refuseQuery()
            return Answer.json(StatusResponse(try await plane.status()))
        }
        routes.on(.get, "healthz") { _, _ in Answer.json(HealthResponse()) }
    }
}
