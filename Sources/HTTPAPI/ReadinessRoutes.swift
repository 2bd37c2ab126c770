import ControlPlane
import HTTPTypes
import Hummingbird
import WireModel

/// `/readyz`: whether the daemon can do its work. No token is wanted, as monitors have none.
struct ReadinessRoutes {
    let plane: ControlPlane

    func add(to routes: Routes) {
        routes.on(.get, "readyz") { _, _ in
            let faults = await plane.readiness()
            guard faults.isEmpty else { throw DoorError.notReady(faults) }
            return Answer.json(ReadinessResponse())
        }
    }
}
