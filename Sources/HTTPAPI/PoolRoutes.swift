import ControlPlane
import HTTPTypes
import Hummingbird
import WireModel

/// `/v1/pools`: the limits that pulses share, and how they stand.
struct PoolRoutes {
    let plane: ControlPlane

    func add(to routes: Routes) {
        routes.on(.get, "v1/pools") { request, _ in
            try request.refuseQuery()
            return Answer.json(PoolListResponse(pools: try await plane.listPools().map(PoolResponse.init)))
        }
    }
}
