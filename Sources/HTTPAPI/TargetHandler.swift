import NIOCore
import NIOHTTP1

/// Keeps what an absolute target is addressed to: the conversion to HTTPTypes further down drops it.
///
/// Where the two differ, the target's authority is added as a second Host field, which ``HostRule`` refuses. Where they
/// are the same there is nothing to add (RFC 9112 section 3.2.2: the target counts, not the field).
final class TargetHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), !head.uri.hasPrefix("/"), head.uri != "*" else {
            context.fireChannelRead(data)
            return
        }
        let authority = RequestTarget(head.uri)?.authority ?? head.uri
        if let host = head.headers.first(name: "Host"), host.lowercased() != authority.lowercased() {
            head.headers.add(name: "Host", value: authority)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
