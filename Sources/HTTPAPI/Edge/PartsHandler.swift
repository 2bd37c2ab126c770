import NIOCore
import NIOHTTP1

/// Tells the edge where in an exchange its connection is: right behind the decoder.
final class PartsHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let edge: EdgeHandler
    private let bodyLimit: Int
    /// Whether the connection ends with the answer to the last request that came.
    private var isLast = false

    init(_ edge: EdgeHandler, bodyLimit: Int) {
        self.edge = edge
        self.bodyLimit = bodyLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(var head):
            edge.headCame()
            if wantsLeave(head) { edge.goOn() }
            // After an offer to change the protocol the decoder reads nothing more; and Hummingbird knows the plain word alone.
            if !head.isKeepAlive || head.headers.contains(name: "Upgrade") || head.method == .CONNECT {
                isLast = true
                head.headers.replaceOrAdd(name: "Connection", value: "close")
            }
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body:
            edge.bodyCame()
            context.fireChannelRead(data)
        case .end:
            edge.requestCame()
            context.fireChannelRead(data)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError { edge.cannotRead(isTooLarge: error == .headerOverflow) }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            edge.answerBegan()
            if isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            edge.answerEnded()
        default:
            context.write(data, promise: promise)
        }
    }

    /// A body that is said to be too large is refused without having been sent.
    private func wantsLeave(_ head: HTTPRequestHead) -> Bool {
        guard head.version == .http1_1, head.headers.first(name: "Expect")?.lowercased() == "100-continue" else { return false }
        return head.headers.first(name: "Content-Length").flatMap { Int($0) }.map { $0 <= bodyLimit } ?? true
    }
}
