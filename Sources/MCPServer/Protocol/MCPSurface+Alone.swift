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
            switch request.method {
            case "tools/call": _ = try tool(of: request)
            case "resources/read":
                let uri = try request.string("uri")
                if ResourceURI(uri) == nil { throw ResourceURI.unknown(uri, era) }
            case "subscriptions/listen" where era.isModern: break
            default: throw RPCError.unknownMethod(request.method)
            }
            return nil
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
            _ = try tool(of: request)
            return request.response(framed(ToolResult.failure(.refused(why), of: [:]), era))
        } catch {
            return error.response(to: request.id)
        }
    }

    /// Whether doing it twice is the same as once: where no answer came, it can be asked again.
    package func mayRepeat(_ request: RPCRequest) -> Bool {
        if request.lasts { return false }
        return request.method == "resources/read" || (try? tool(of: request))?.spec.hints.isReadOnly == true
    }

    /// - Throws: `invalidParams` for an unknown tool, and for a request that names none.
    func tool(of request: RPCRequest) throws(RPCError) -> any Tool {
        let name = try request.string("name")
        if let tool = tools.first(where: { $0.spec.name == name }) { return tool }
        let near = nearest(name, in: tools.map(\.spec.name)).map { "; did you mean \($0)?" } ?? ""
        throw RPCError(.invalidParams, "there is no tool \(shown(name))\(near)")
    }

    private static func era(of request: RPCRequest, _ version: ProtocolVersion?) throws(RPCError) -> Era {
        try Era(of: request, headers: Optional.none, legacyVersion: version)
    }
}
