import HTTPTypes
import Hummingbird

/// The routes of the house: handed to Hummingbird's router, and remembered so that a wrong method can be told from a wrong path.
struct Routes {
    typealias Handler = @Sendable (Request, DoorContext) async throws -> Response

    private let router: Router<DoorContext>
    let table: RouteTable

    init() {
        router = Router(context: DoorContext.self, options: .autoGenerateHeadEndpoints)
        table = RouteTable()
        router.add(middleware: UnroutedMiddleware(table: table))
    }

    /// - Parameters:
    ///   - path: as Hummingbird writes it: `v1/pulses/:id`.
    ///   - name: the one path that the handler takes of all those, where it refuses the others.
    func on(_ method: HTTPRequest.Method, _ path: String, for name: String? = nil, _ handler: @escaping Handler) {
        table.add(method, name ?? path)
        router.on(RouterPath(path), method: method) { request, context in try await handler(request, context) }
    }

    func responder() -> RouterResponder<DoorContext> { router.buildResponder() }
}

/// Says of a request that no route takes whether its path or its method is the reason.
struct UnroutedMiddleware: RouterMiddleware {
    let table: RouteTable

    func handle(
        _ request: Request, context: DoorContext, next: @concurrent (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let methods = table.methods(at: request.uri.path)
            throw methods.isEmpty ? DoorError.noRoute(String(request.uri.path.prefix(200))) : DoorError.methodNotAllowed(methods)
        }
    }
}
