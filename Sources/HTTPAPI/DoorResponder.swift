import ControlPlane
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import Pulses

/// Lets a request in by one entry, has it answered, and answers its errors: nothing leaves without a request id.
package struct DoorResponder: HTTPResponder {
    let entry: Entry
    let routes: RouterResponder<DoorContext>
    let admission: Admission
    let logger: Logger
    let measures: Measures
    let admitPerson: AdmitPerson

    package func respond(to request: Request, context: DoorContext) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.entry = entry
        if !entry.isLocal { context.place = admission.place(of: request, from: context.place) }
        let target = RequestTarget(request.head.path ?? "")
        var response: Response
        do {
            context.caller = try await admit(request, target, from: context.place)
            response = try await routes.respond(to: request, context: context)
        } catch let error as DoorError {
            response = refusal(error, request, target, context)
        } catch let error as RequestError {
            response = refusal(.request(error), request, target, context)
        }
        response.headers[.requestID] = context.requestID
        if request.method == .head { response = response.createHeadResponse() }
        measures.answered(kind(request, response, context), in: start.duration(to: .now))
        log(request, target, response, context, since: start)
        return response
    }

    private func admit(_ request: Request, _ target: RequestTarget?, from place: DoorContext.Place) async throws -> Caller {
        guard entry.isLocal else { return try await admission.caller(of: request, target, from: place) }
        guard let target else { throw DoorError.malformedTarget }
        // Elsewhere nobody needs one here, and what is sent all the same is not looked at.
        let token = target.segments == ["mcp"] ? request.bearerToken : nil
        return try await admitPerson(as: request.headers[.agent], with: token, inside: try request.run())
    }

    private func refusal(_ error: DoorError, _ request: Request, _ target: RequestTarget?, _ context: DoorContext) -> Response {
        let path = target?.path ?? request.uri.path
        let form: ErrorAnswer.Form = path.split(separator: "/").first == "api" ? .reeve : .problem
        let answer = ErrorAnswer(error, form: form)
        if answer.status == .internalServerError {
            logger.error("a request failed", metadata: ["request_id": "\(context.requestID)", "error": "\(answer.detail)"])
        }
        let response = answer.response(form: form, requestID: context.requestID)
        guard case .tooLarge(_, let rest) = error else { return response }
        return response.leaving(rest, of: request)
    }

    /// By names of our own alone: what came from outside makes no new one.
    private func kind(_ request: Request, _ response: Response, _ context: DoorContext) -> Measures.RequestKind {
        Measures.RequestKind(
            route: context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "other",
            method: Self.methods.contains(request.method) ? request.method.rawValue : "other",
            status: Measures.statusClass(response.status.code))
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .patch, .delete, .put, .options]

    /// Nothing secret: neither query nor headers nor bodies.
    private func log(
        _ request: Request, _ target: RequestTarget?, _ response: Response, _ context: DoorContext, since start: ContinuousClock.Instant
    ) {
        logger.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\((target?.path ?? "?").prefix(200))",
                "status": "\(response.status.code)", "duration_us": "\((ContinuousClock.now - start) / .microseconds(1))",
                "entry": "\(entry.rawValue)", "request_id": "\(context.requestID)",
            ])
    }
}

extension Response {
    /// After the answer to a body that was too large, the rest of the body is thrown away, or the connection is.
    func leaving(_ rest: DoorError.Rest, of request: Request) -> Response {
        if case .none = rest { return self }
        var response = self
        let (answer, isUnread) = (body, { if case .unread = rest { true } else { false } }())
        response.headers[.connection] = "close"
        response.body = ResponseBody(contentLength: answer.contentLength) { writer in
            try await answer.write(writer)
            if isUnread {
                var size = 0
                for try await chunk in request.body {
                    size += chunk.readableBytes
                    if size > BodyReader.patience { break }
                }
            }
            // Hummingbird closes a connection whose answer could not be written to its end; this one is at its end.
            throw RefusedBody()
        }
        return response
    }
}

/// Ends a connection whose answer has been written.
struct RefusedBody: Error {}
