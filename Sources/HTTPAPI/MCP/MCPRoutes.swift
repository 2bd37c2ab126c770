import ControlPlane
import HTTPTypes
import Hummingbird
import MCPServer
import NIOCore
import StrictJSON

/// `/mcp`: the agent's door over Streamable HTTP, in both eras of the protocol and without sessions: each POST stands for itself.
///
/// Who comes in is decided as everywhere; the agent is the one of the token, whatever a client calls itself.
struct MCPRoutes {
    let server: MCPServer
    let streams: OpenStreams
    let streamLimit: Int

    func add(to routes: Routes) { routes.on(.post, "mcp", answer) }

    @Sendable private func answer(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let bytes = try await BodyReader(limit: RPCMessage.lengthLimit).bytes(of: request)
        try BodyReader.checkMediaType(request, bytes)
        let headers = MCPHeaders(request.headers.map { (name: $0.name.rawName, value: $0.value) })
        let exchange = server.open(bytes.readableBytesView, in: MCPContext(caller: context.caller, headers: headers))
        if exchange.isStream { return try MCPStream(exchange).answer.response(to: request, context, streams, limit: streamLimit) }
        let answer = await exchange.run()
        let status = HTTPResponse.Status(code: answer.status)
        guard let message = answer.message else { return Response(status: status) }
        return Response(
            status: status, headers: [.contentType: Answer.json], body: ResponseBody(byteBuffer: ByteBuffer(string: message.serialized())))
    }
}
