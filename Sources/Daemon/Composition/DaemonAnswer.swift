import Client
import WireModel

/// What comes of asking for a daemon's status.
enum DaemonAnswer: Sendable {
    case answered(StatusResponse)
    /// Somebody listens, and said nothing in time.
    case silent
    case nobody
    /// There is one that said no, or whose socket is another user's.
    case refused(ClientError)

    /// Asks at each socket in turn, until one answers. A first one that is silent ends the search: that daemon is meant. Silence of another
    /// says nothing of this house.
    ///
    /// - Parameter limit: how long each of them has.
    static func ask(_ sockets: [String], within limit: Duration) async -> DaemonAnswer {
        for socket in sockets {
            let transport = SocketTransport(path: socket)
            let result = await ask(transport, limit)
            await transport.close()
            switch result {
            case .silent where socket == sockets.first: return .silent
            case .nobody, .silent: continue
            case .answered, .refused: return result
            }
        }
        return .nobody
    }

    private static func ask(_ transport: SocketTransport, _ limit: Duration) async -> DaemonAnswer {
        do {
            return .answered(try await UpbeatClient(transport, environment: [:]).status(within: limit))
        } catch {
            switch error {
            case .notRunning: return .nobody
            case .timedOut, .connectionBroken: return .silent
            default: return .refused(error)
            }
        }
    }
}
