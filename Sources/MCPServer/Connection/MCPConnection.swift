package import StrictJSON
import Synchronization

/// One client at the other end of a pipe, from its first line to the end of its input: the handshake of legacy versions, requests under way,
/// cancelling, subscriptions. What a request says is carried out by somebody else, here or in the daemon.
package final class MCPConnection: Sendable {
    /// Carries one request out, as ``MCPServer/open(_:in:)`` and ``MCPExchange/run(_:)`` do.
    ///
    /// - Parameters:
    ///   - version: what the handshake agreed on; nil for a request that stands for itself.
    ///   - notify: takes what goes out before the answer.
    /// - Returns: the message that answers it; nil: none. It is to return soon once its task is cancelled.
    package typealias Responder =
        @Sendable (
            _ request: RPCRequest, _ version: ProtocolVersion?, _ notify: @escaping @Sendable (JSON) async -> Void
        ) async -> JSON?

    /// Requests under way at once, subscriptions included. Further ones are refused until one of these has ended.
    package static let requestLimit = 512
    /// Bytes of their lines, all together.
    package static let byteLimit = 8 * RPCMessage.lengthLimit

    let surface: MCPSurface
    let respond: Responder
    /// Sends one message after another.
    let write: @Sendable (JSON) async -> Void
    let requests = RequestsUnderWay(limit: requestLimit, byteLimit: byteLimit)
    private let state = Mutex(State())

    private struct State {
        /// What the handshake agreed on; nil before it.
        var version: ProtocolVersion?
    }

    /// - Parameter write: sends one message; called by one at a time.
    package init(surface: MCPSurface, respond: @escaping Responder, write: @escaping @Sendable (JSON) async -> Void) {
        self.surface = surface
        self.respond = respond
        let gate = WriteGate(write)
        self.write = { await gate.send($0) }
    }

    /// The connection of a server in this process.
    package convenience init(_ server: MCPServer, context: MCPContext, write: @escaping @Sendable (JSON) async -> Void) {
        self.init(
            surface: server.surface,
            respond: { request, version, notify in
                var context = context
                context.legacyVersion = version
                return await server.open(.request(request), in: context).run(notify).message
            }, write: write)
    }

    var version: ProtocolVersion? {
        get { state.withLock { $0.version } }
        set { state.withLock { $0.version = newValue } }
    }

    /// How long requests under way have to come to their end after the last line. What waits or listens is given up at once.
    package static let grace = Duration.seconds(1)

    /// Takes messages until there are no more, and returns when what is under way has ended or been given up.
    package func run<Lines: AsyncSequence>(_ lines: Lines) async throws where Lines.Element == [UInt8] {
        // Keeps nothing of what has ended: a connection may live for months.
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            for try await line in lines {
                // A line that holds nothing is no message.
                guard !line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) else { continue }
                if let work = await take(line) { group.addTask { await work() } }
            }
            requests.cancelLasting()
            await withTaskGroup(of: Void.self) { [requests] ending in
                ending.addTask {
                    try? await Task.sleep(for: Self.grace)
                    requests.cancelAll()
                }
                await requests.isEmpty()
                ending.cancelAll()
            }
        }
    }

    /// What is to be done for a message; nil where all of it has been done.
    private func take(_ line: [UInt8]) async -> (@Sendable () async -> Void)? {
        do throws(RPCMessage.Fault) {
            switch try RPCMessage(parsing: line) {
            case .response: return nil
            case .notification(let method, let params):
                if method == "notifications/cancelled", let id = params["requestId"].flatMap(RequestID.init) {
                    requests.cancel(.client(id))
                }
                return nil
            case .request(let request): return await take(request, size: line.count)
            }
        } catch {
            await write(error.error.response(to: error.id))
            return nil
        }
    }

    private func take(_ request: RPCRequest, size: Int) async -> (@Sendable () async -> Void)? {
        do throws(RPCError) {
            if let result = try handshake(request) {
                await write(request.response(result))
                return nil
            }
            let isModern = isModern(request)
            switch request.method {
            case "resources/subscribe" where !isModern: return { [self] in await subscribe(request, size: size) }
            case "resources/unsubscribe" where !isModern:
                await write(unsubscribe(request))
                return nil
            default: return try carryOut(request, isModern ? nil : version, size)
            }
        } catch {
            await write(error.response(to: request.id))
            return nil
        }
    }

    private func carryOut(
        _ request: RPCRequest, _ version: ProtocolVersion?, _ size: Int
    ) throws(RPCError) -> @Sendable () async -> Void {
        let place = try requests.begin(.client(request.id), lasts: request.lasts, size: size)
        return { [self] in
            await place.whileWanted { [self] in
                let answer = await respond(request, version) { message in if place.isWanted { await self.write(message) } }
                if let answer, place.end() { await write(answer) }
            }
            place.leave()
        }
    }
}
