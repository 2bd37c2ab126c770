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
            let status = try await plane.status()
            return Answer.json(StatusResponse(status, try await plane.poolWaits(of: status.next.map { [$0] } ?? [])))
        }
        routes.on(.get, "healthz") { _, _ in Answer.json(HealthResponse()) }
    }
}
