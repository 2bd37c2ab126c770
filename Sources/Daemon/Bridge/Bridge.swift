import Client
import MCPServer
import StrictJSON
import Synchronization

/// Carries out what an agent asks over a pipe: by the daemon that is there at that moment, else in this process, which holds the lock as
/// long as one call takes. What needs neither is answered at once.
final class Bridge: Sendable {
    let surface = MCPSurface(info: MCPInfo(version: upbeatVersion))
    private let options: DaemonOptions
    private let identity: BridgeIdentity
    /// The daemon's connections are shared with others.
    private let calls = Gate(places: 16)
    private let waits = Gate(places: waitLimit)
    /// The lock is one.
    private let house = Gate(places: 1)
    private let transports = Mutex<[String: SocketTransport]>([:])

    static let waitLimit = 32
    /// How long a call may take. Hosts give up on calls of a minute.
    private static let patience = Duration.seconds(20)
    /// The same, for what waits up to 50 s.
    private static let longPatience = Duration.seconds(80)

    init(_ options: DaemonOptions, _ identity: BridgeIdentity) {
        self.options = options.ledBack
        self.identity = identity
    }

    /// Closes the connections.
    func close() async {
        for transport in transports.withLock({ $0 }).values { await transport.close() }
    }

    /// See ``MCPConnection/Responder``.
    @Sendable func answer(
        _ request: RPCRequest, _ version: ProtocolVersion?, _ notify: @escaping @Sendable (JSON) async -> Void
    ) async -> JSON? {
        if let answer = surface.answer(to: request, version) { return answer }
        do throws(BridgeFailure) {
            guard request.lasts else {
                return try await calls.pass { () async throws(BridgeFailure) in try await ask(request, version, notify) }
            }
            let answer = try await waits.passAtOnce { () async throws(BridgeFailure) -> JSON? in
                let isListening = request.method == "subscriptions/listen"
                return isListening ? try await listen(request, notify) : try await ask(request, version, notify)
            }
            guard let answer else { throw .tooManyWait(limit: Self.waitLimit) }
            return answer
        } catch {
            return surface.refusal(of: request, version, why: error.words)
        }
    }

    /// Asks once, and once more where no answer came and nothing can have been done by it.
    private func ask(
        _ request: RPCRequest, _ version: ProtocolVersion?, _ notify: @escaping @Sendable (JSON) async -> Void
    ) async throws(BridgeFailure) -> JSON {
        do throws(BridgeFailure) {
            return try await askOnce(request, version, notify)
        } catch {
            switch error {
            case .client(.notRunning): break
            case .cutOff(.connectionBroken, .nothing): break
            default: throw error
            }
            return try await askOnce(request, version, notify)
        }
    }

    /// - Parameter notify: takes what comes before the answer.
    func askOnce(
        _ request: RPCRequest, _ version: ProtocolVersion?, _ notify: @escaping @Sendable (JSON) async -> Void
    ) async throws(BridgeFailure) -> JSON {
        if let client = try daemon() { return try await post(request, version, to: client, notify) }
        guard !request.lasts else { throw .noDaemon }
        // One after the other: the lock is one, and each lets it go. Who has waited for the others waits no longer for the lock.
        let clock = ContinuousClock()
        let begin = clock.now
        let answer = try await house.pass { () async throws(BridgeFailure) -> JSON in
            let reached: Reached
            do throws(CommandFailure) {
                reached = try await reach(options, patience: max(.milliseconds(200), .seconds(5) - begin.duration(to: clock.now)))
            } catch { throw .unreachable(error) }
            do throws(BridgeFailure) {
                let answer = try await post(request, version, to: reached.client, notify)
                await reached.close()
                return answer
            } catch {
                await reached.close()
                throw error
            }
        }
        guard let answer else { throw .cancelled }
        return answer
    }

    /// The daemon that these options mean, with the connections of the call before; nil where none listens.
    private func daemon() throws(BridgeFailure) -> UpbeatClient? {
        let found: (socket: String, environment: [String: String])?
        do throws(CommandFailure) { found = try answeringDaemon(options) } catch { throw .unreachable(error) }
        guard let found else { return nil }
        let transport = transports.withLock { transports in
            let transport = transports[found.socket] ?? SocketTransport(path: found.socket)
            transports[found.socket] = transport
            return transport
        }
        return UpbeatClient(transport, environment: found.environment)
    }

    private func post(
        _ request: RPCRequest, _ version: ProtocolVersion?, to client: UpbeatClient, _ notify: @escaping @Sendable (JSON) async -> Void
    ) async throws(BridgeFailure) -> JSON {
        let headers = MCPHeaders.fields(of: request, version) + identity.headers
        do throws(ClientError) {
            return try await client.post(
                message: request.json, headers: headers, timeout: request.lasts ? Self.longPatience : Self.patience, notify: notify)
        } catch {
            switch error {
            case .timedOut, .connectionBroken, .answerTooLarge, .unreadable: throw .cutOff(error, loss(of: request))
            case .cancelled: throw .cancelled
            case .notRunning, .accessDenied, .problem: throw .client(error)
            }
        }
    }

    private func loss(of request: RPCRequest) -> BridgeFailure.Loss {
        if request.lasts { return .watch }
        return surface.mayRepeat(request) ? .nothing : .unknown(request.params["name"]?.stringValue ?? request.method)
    }
}
