import HTTPTypes
import Hummingbird

/// The routes of the house: handed to Hummingbird's router, and remembered so that a wrong method can be told from a wrong path.
struct Routes {
    typealias Handler = @Sendable (Request, DoorContext) async throws -> Response

    private let router: Router<DoorContext>
    private let answers: KeptAnswers
    let table: RouteTable

    init(answers: KeptAnswers) {
        self.answers = answers
        router = Router(context: DoorContext.self, options: .autoGenerateHeadEndpoints)
        table = RouteTable()
        router.add(middleware: UnroutedMiddleware(table: table))
    }

    /// - Parameters:
    ///   - path: as Hummingbird writes it: `v1/pulses/:id`.
    ///   - name: the one path that the handler takes of all those, where it refuses the others.
    ///   - manner: how a `POST` of `/v1` is answered that is asked again with its `Idempotency-Key`.
    func on(
        _ method: HTTPRequest.Method, _ path: String, for name: String? = nil, keeping manner: KeptAnswers.Manner = .around(),
        _ handler: @escaping Handler
    ) {
        table.add(method, name ?? path)
        guard method == .post, path.hasPrefix("v1/"), case .around(let afterCrash, let isSecret) = manner else {
            router.on(RouterPath(path), method: method) { request, context in try await handler(request, context) }
            return
        }
        router.on(RouterPath(path), method: method) { [answers] request, context in
            try await answers.answer(request, context, afterCrash: afterCrash, isSecret: isSecret, handler)
        }
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
