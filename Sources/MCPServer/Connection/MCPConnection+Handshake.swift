import StrictJSON

extension MCPConnection {
    /// What is answered by the connection itself: the handshake of legacy versions, and nothing else before it.
    ///
    /// - Returns: nil for what somebody else carries out.
    /// - Throws: `invalidRequest` for a request of a legacy version before the handshake.
    func handshake(_ request: RPCRequest) throws(RPCError) -> JSONObject? {
        guard !isModern(request) else { return nil }
        switch request.method {
        case "initialize":
            let agreed = try MCPSurface.negotiated(request)
            version = agreed
            return surface.initializeResult(agreed, canSubscribe: true)
        case "ping": return [:]
        default:
            guard version != nil else {
                throw RPCError(
                    .invalidRequest,
                    "this connection has not begun: send initialize first, or say in params._meta what version the request speaks")
            }
            return nil
        }
    }

    /// Whether a request stands for itself; what is wrong with it then is said by who carries it out.
    func isModern(_ request: RPCRequest) -> Bool { Era.isModern(request) }
}
