import ControlPlane
import StrictJSON

extension RequestHandler {
    /// - Throws: `invalidParams` for an unknown tool, and for a request that names none.
    func callTool(_ notify: @escaping @Sendable (JSON) async -> Void) async throws(RPCError) -> JSONObject {
        let tool = try server.surface.tool(of: request)
        let given = params["arguments"] ?? .null
        guard let arguments = given == .null ? [:] : given.objectValue else {
            throw RPCError(.invalidParams, "params.arguments is \(given.kindName), not an object")
        }
        let progress = try progress(notify)
        do throws(ToolFailure) {
            let call = ToolCall(
                plane: plane, caller: caller,
                sight: try await requesting { () async throws(RequestError) in try await plane.sight(of: caller) },
                progress: progress)
            return ToolResult.result(try await tool.run(try ToolArguments(arguments, for: tool.spec), call), era.version)
        } catch {
            return ToolResult.failure(error, of: arguments)
        }
    }

    private func progress(_ notify: @escaping @Sendable (JSON) async -> Void) throws(RPCError) -> Progress? {
        switch progressToken {
        case nil: return nil
        case .string?, .integer?: return progressToken.map { Progress(token: $0, notify: notify) }
        default: throw RPCError(.invalidParams, "params._meta.progressToken has to be a string or an integer")
        }
    }
}

/// Asks the house, and says its errors as those of a tool.
func requesting<Answer: Sendable>(_ body: () async throws(RequestError) -> Answer) async throws(ToolFailure) -> Answer {
    do {
        return try await body()
    } catch {
        throw .request(error)
    }
}
