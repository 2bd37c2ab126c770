import Hummingbird
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

/// Puts a ``TargetHandler`` where it belongs: right behind the decoder. Hummingbird adds handlers of its users further down alone.
final class TargetHandlerInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        do {
            let pipeline = context.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(TargetHandler(), position: .after(decoder))
        } catch {
            // Without it the rule for hosts could be got around.
            context.close(promise: nil)
        }
    }
}
