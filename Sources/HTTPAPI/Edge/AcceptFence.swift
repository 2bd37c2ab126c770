import Logging
import NIOCore

/// Keeps what goes wrong with one connection that is being accepted from ending the listener: the stream of connections behind it ends
/// with the first error that it sees.
final class AcceptFence: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let logger: Logger

    private init(_ logger: Logger) { self.logger = logger }

    /// Behind the handler that accepts. NIO gives that one its name; where it is not found a listener that ends is opened again.
    static func add(to channel: any Channel, logger: Logger) async {
        try? await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let accepting = try pipeline.context(name: "AcceptHandler")
            try pipeline.addHandler(AcceptFence(logger), position: .after(accepting.handler))
        }.get()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("a connection could not be accepted", metadata: ["error": "\(error)"])
    }
}
