import ControlPlane
import StrictJSON

/// Carries one request out, by the rules of its era.
struct RequestHandler: Sendable {
    let server: MCPServer
    let request: RPCRequest
    let era: Era
    let caller: Caller

    var plane: ControlPlane { server.plane }
    var params: JSONObject { request.params }

    func answer(_ notify: @escaping @Sendable (JSON) async -> Void) async -> MCPAnswer {
        do throws(RPCError) {
            return MCPAnswer(request.response(try await result(notify)), status: 200)
        } catch {
            return MCPAnswer(error, to: request.id, isModern: era.isModern)
        }
    }

    private func result(_ notify: @escaping @Sendable (JSON) async -> Void) async throws(RPCError) -> JSONObject {
        if let result = try server.surface.result(of: request, era) { return result }
        let result: JSONObject
        switch request.method {
        case "tools/call": result = try await callTool(notify)
        case "resources/read": result = try await readResource()
        case "subscriptions/listen" where era.isModern: result = try await listen(notify)
        default: throw .unknownMethod(request.method)
        }
        return server.surface.framed(result, era)
    }

    /// What names the reports of how far a request has come.
    var progressToken: JSON? { params["_meta"]?["progressToken"].flatMap { $0 == .null ? Optional.none : $0 } }

    var wantsProgress: Bool { progressToken != nil }

    /// A member of the parameters that has to be a string.
    func string(_ key: String) throws(RPCError) -> String { try request.string(key) }
}
