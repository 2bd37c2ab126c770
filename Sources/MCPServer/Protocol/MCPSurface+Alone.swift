package import StrictJSON

/// What can be answered where the house cannot be reached: a bridge is there at once, whether or not the daemon is.
extension MCPSurface {
    /// The answer to a request that takes nothing but what the server says of itself, and to one that is wrong.
    ///
    /// - Parameter version: what a handshake agreed on; nil for a request that stands for itself.
    /// - Returns: nil for what takes the house.
    package func answer(to request: RPCRequest, _ version: ProtocolVersion?) -> JSON? {
        do throws(RPCError) {
            let era = try Self.era(of: request, version)
            if let result = try result(of: request, era) { return request.response(result) }
            let needsHouse =
                ["tools/call", "resources/read"].contains(request.method) || request.method == "subscriptions/listen" && era.isModern
            return needsHouse ? Optional.none : RPCError.unknownMethod(request.method).response(to: request.id)
        } catch {
            return error.response(to: request.id)
        }
    }

    /// The answer to a request that takes the house, where it is not there: of a tool a result that the model can read, else an error.
    ///
    /// - Parameter why: one sentence that says what is wrong and what helps.
    package func refusal(of request: RPCRequest, _ version: ProtocolVersion?, why: String) -> JSON {
        do throws(RPCError) {
            let era = try Self.era(of: request, version)
            guard request.method == "tools/call" else { throw RPCError(.internalError, why) }
            guard let name = request.params["name"]?.stringValue, tools.contains(where: { $0.spec.name == name }) else {
                throw RPCError(.invalidParams, "params.name has to be the name of a tool")
            }
            return request.response(framed(ToolResult.failure(.refused(why), of: [:]), era))
        } catch {
            return error.response(to: request.id)
        }
    }

    private static func era(of request: RPCRequest, _ version: ProtocolVersion?) throws(RPCError) -> Era {
        try Era(of: request, headers: Optional.none, legacyVersion: version)
    }
}
