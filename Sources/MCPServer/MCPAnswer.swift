package import StrictJSON

/// What goes back for a message.
package struct MCPAnswer: Hashable, Sendable {
    /// Nil where nothing does: for a notification, and for a request that was given up.
    package var message: JSON?
    /// What Streamable HTTP says beside it.
    package var status: Int

    init(_ message: JSON?, status: Int) {
        self.message = message
        self.status = status
    }

    /// Took note.
    package static let none = MCPAnswer(nil, status: 202)

    /// - Parameter isModern: in legacy versions the status tells of the transport alone: clients of theirs read no body of another one.
    init(_ error: RPCError, to id: RequestID?, isModern: Bool) {
        let status =
            switch error.code {
            case .parse, .invalidRequest, .headerMismatch, .unsupportedVersion: 400
            case .methodNotFound: isModern ? 404 : 200
            case .invalidParams: isModern ? 400 : 200
            case .internalError, .resourceNotFound: 200
            }
        self.init(error.response(to: id), status: status)
    }
}
