import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One listener of the door. Ends when it is shut down gracefully; cancelling it closes its connections at once.
struct ListenService: Service {
    let address: ListenAddress
    /// Who answers a request that comes in now.
    let responder: @Sendable () -> DoorResponder
    let settings: DoorSettings
    let logger: Logger
    let onListening: @Sendable (ListenAddress) async -> Void

    func run() async throws {
        // Hummingbird's own notes are for those who look closely.
        var quiet = logger
        quiet.logLevel = logger.logLevel <= .debug ? logger.logLevel : .critical
        let failure = Mutex<ListenError?>(nil)
        // Hummingbird's `Application` would do the same, and wake an idle daemon each second for the date of its answers.
        let dates = HTTPDate()
        let server = try HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [TargetHandlerInstaller()], idleTimeout: .seconds(Int64(settings.idleSeconds)))
        )
        .buildServer(
            configuration: ServerConfiguration(
                address: bindAddress, availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionLimit, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ) { [responder, quiet] request, writer, channel in
            var context = DoorContext(logger: quiet)
            context.isConnected = true
            context.place = DoorContext.place(of: channel.remoteAddress?.ipAddress)
            var response = try await responder().respond(to: request, context: context)
            response.headers[.date] = dates.now()
            do {
                try await writer.write(response: response.head, body: response.body)
            } catch is HTTPParserError {
                // The parser's own error would be answered once more, behind the answer that has begun.
                throw BrokenRequest()
            }
        } onServerRunning: { channel in
            if let error = protect() {
                failure.withLock { $0 = error }
                try? await channel.close()
                return
            }
            await onListening(real(channel))
        }
        do {
            try await server.run()
        } catch {
            throw reason(error)
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    private var bindAddress: BindAddress {
        switch address {
        case .tcp(let host, let port): .hostname(host, port: port)
        case .socket(let path): .unixDomainSocket(path: path)
        }
    }

    /// The address with the port that the system gave.
    private func real(_ channel: any Channel) -> ListenAddress {
        switch address {
        case .tcp(let host, let port): .tcp(host: host, port: channel.localAddress?.port ?? port)
        case .socket: address
        }
    }

    /// Gives the socket its mode. Before that, the mode of its folder keeps everybody else out.
    private func protect() -> ListenError? {
        guard case .socket(let path) = address else { return nil }
        guard chmod(path, 0o600) != 0 else { return nil }
        return .failed(address, "its mode could not be set: \(String(cString: strerror(errno)))")
    }

    private func reason(_ error: any Error) -> any Error {
        switch error {
        case let error as IOError:
            switch error.errnoCode {
            case EADDRINUSE: ListenError.inUse(address)
            case EACCES, EPERM: ListenError.notPermitted(address)
            case EADDRNOTAVAIL: ListenError.notHere(address, String(cString: strerror(error.errnoCode)))
            case ENAMETOOLONG: ListenError.pathTooLong(address)
            default: ListenError.failed(address, String(cString: strerror(error.errnoCode)))
            }
        case SocketAddressError.unixDomainSocketPathTooLong: ListenError.pathTooLong(address)
        case is SocketAddressError: ListenError.notHere(address, "its name is not known")
        case is CancellationError: error
        default: ListenError.failed(address, "\(error)")
        }
    }
}

/// The connection broke off in the middle of a request whose answer had begun.
private struct BrokenRequest: Error {}
