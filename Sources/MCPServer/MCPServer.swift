package import ControlPlane
package import StrictJSON

/// The agent's door, free of transport: takes one message, gives back what answers it.
///
/// It keeps nothing between messages. Cancelling the task of an answer gives the request up; nothing is sent for it then.
package struct MCPServer: Sendable {
    package let surface: MCPSurface
    let plane: ControlPlane

    package init(_ plane: ControlPlane, info: MCPInfo) {
        self.plane = plane
        surface = MCPSurface(info: info)
    }

    /// Takes a message on, without doing anything yet.
    package func open(_ bytes: some Collection<UInt8>, in context: MCPContext) -> MCPExchange {
        do throws(RPCMessage.Fault) {
            return open(try RPCMessage(parsing: bytes), in: context)
        } catch {
            return MCPExchange(MCPAnswer(error.error, to: error.id, isModern: true), id: error.id)
        }
    }

    package func open(_ message: RPCMessage, in context: MCPContext) -> MCPExchange {
        guard case .request(let request) = message else { return MCPExchange(.none, id: nil) }
        do throws(RPCError) {
            return MCPExchange(
                self, request, try Era(of: request, headers: context.headers, legacyVersion: context.legacyVersion), context.caller)
        } catch {
            return MCPExchange(MCPAnswer(error, to: request.id, isModern: true), id: request.id)
        }
    }

    /// Carries a message out.
    ///
    /// - Parameter notify: takes what goes out before the answer, in its order; nothing after this returns.
    package func answer(
        _ bytes: some Collection<UInt8>, in context: MCPContext, notify: @escaping @Sendable (JSON) async -> Void = { _ in }
    ) async -> MCPAnswer {
        await open(bytes, in: context).run(notify)
    }
}
