import ControlPlane
package import StrictJSON

/// A message and its answer, on the way.
package struct MCPExchange: Sendable {
    /// The request's; nil where there is none, or none could be read.
    package let id: RequestID?
    private let content: Content

    private enum Content {
        case ready(MCPAnswer)
        case request(RequestHandler)
    }

    init(_ answer: MCPAnswer, id: RequestID?) {
        self.id = id
        content = .ready(answer)
    }

    init(_ server: MCPServer, _ request: RPCRequest, _ era: Era, _ caller: Caller) {
        id = request.id
        content = .request(RequestHandler(server: server, request: request, era: era, caller: caller))
    }

    /// Whether something may go out before the answer: over HTTP it takes a stream of events then, else one JSON object does.
    package var isStream: Bool {
        guard case .request(let handler) = content else { return false }
        return handler.request.method == "subscriptions/listen" || handler.wantsProgress && handler.request.lasts
    }

    /// Carries it out, once.
    ///
    /// - Parameter notify: takes what goes out before the answer, in its order; nothing after this returns.
    package func run(_ notify: @escaping @Sendable (JSON) async -> Void = { _ in }) async -> MCPAnswer {
        switch content {
        case .ready(let answer): return answer
        case .request(let handler):
            let answer = await handler.answer(notify)
            return Task.isCancelled ? .none : answer
        }
    }
}
