import ControlPlane
import HTTPTypes
import Hummingbird
import WireModel

/// `POST /v1/reload`: reads the configuration anew, or says what that would change.
struct ReloadRoutes {
    let plane: ControlPlane
    let body: BodyReader

    func add(to routes: Routes) {
        routes.on(.post, "v1/reload") { request, context in
            try request.refuseQuery()
            let wish = try await body.optionalValue(of: request, as: ReloadRequest.self)
            let outcome = try await plane.reconfigure(isDryRun: wish?.isDryRun ?? false, by: context.caller)
            return Answer.json(ReloadResponse(outcome))
        }
    }
}

extension ReloadResponse {
    init(_ outcome: Reconfiguration) {
        self.init(
            isDryRun: outcome.isDryRun,
            changes: outcome.changes.map {
                Change(subject: $0.subject.rawValue, name: $0.name, kind: $0.kind.rawValue, detail: $0.detail)
            },
            refused: outcome.refused.map { Refusal(name: $0.name, why: $0.why) }, needsRestart: outcome.needsRestart)
    }
}
