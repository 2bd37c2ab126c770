import Hummingbird
import MCPServer
import NIOCore
import StrictJSON

/// An answer before which other messages go out, as server-sent events: progress, and what somebody listens to. Who hangs up gives the request
/// up.
struct MCPStream {
    private enum Line: Sendable {
        case message(JSON)
        /// Keeps proxies from closing a silent connection.
        case comment

        var text: String {
            switch self {
            case .message(let message): "event: message\ndata: \(message.serialized())\n\n"
            case .comment: ": still here\n\n"
            }
        }
    }

    private let exchange: MCPExchange

    init(_ exchange: MCPExchange) { self.exchange = exchange }

    var answer: LastingAnswer {
        let exchange = exchange
        let (lines, writer) = AsyncStream.makeStream(of: Line.self)
        let stop = { @Sendable in writer.finish() }
        return LastingAnswer(headers: [.contentType: EventStream.mediaType], stop: stop, hasReadBody: true) { body in
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    let answer = await exchange.run { writer.yield(.message($0)) }
                    if let message = answer.message { writer.yield(.message(message)) }
                    writer.finish()
                }
                group.addTask {
                    while true {
                        try await Task.sleep(for: EventStream.interval)
                        writer.yield(.comment)
                    }
                }
                for await line in lines { try await body.write(ByteBuffer(string: line.text)) }
            }
        }
    }
}
