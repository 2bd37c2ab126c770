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
///
/// Nothing that a connection does ends it. Where the system ends it all the same, it listens anew at the same port.
struct ListenService: Service {
    let address: ListenAddress
    /// Who answers a request that comes in now.
    let responder: @Sendable () -> DoorResponder
    let settings: DoorSettings
    let logger: Logger
    let onListening: @Sendable (ListenAddress) async -> Void
    /// What is shown to a connection that comes now; asked where the address is one of TLS.
    var certificate: @Sendable () -> ServerCertificate? = { nil }

    /// How long it waits before it listens anew.
    private static let pause = Duration.milliseconds(500)

    func run() async throws {
        let life = ListenerLife(address)
        try await withGracefulShutdownHandler {
            try await listen(life)
            while !life.isStopping, !Task.isCancelled {
                logger.error("the listener at \(life.address.place) was ended by the system; it is opened again")
                try await Task.sleep(for: Self.pause)
                do {
                    try await listen(life)
                } catch let error as ListenError {
                    logger.error("\(error)")
                }
            }
        } onGracefulShutdown: {
            life.stop()
        }
    }

    /// Returns when the listener has ended and all of its connections are closed.
    private func listen(_ life: ListenerLife) async throws {
        // Hummingbird's own notes are for those who look closely.
        var quiet = logger
        quiet.logLevel = logger.logLevel <= .debug ? logger.logLevel : .critical
        let connections = OpenConnections(limit: connectionLimit, patience: settings.edge.headPatience)
        let unclaimed = UnclaimedConnections()
        defer { unclaimed.close() }
        let failure = Mutex<ListenError?>(nil)
        // Hummingbird's `Application` would do the same, and wake an idle daemon each second for the date of its answers.
        let dates = HTTPDate()
        let isUserOnly = if case .socket = address { true } else { false }
        let builder = HTTPServerBuilder { [settings, certificate] responder in
            EdgeChannel(
                connections, unclaimed, settings: settings, certificate: certificate, isUserOnly: isUserOnly, responder: responder)
        }
        let server = try builder.buildServer(
            configuration: ServerConfiguration(
                address: life.address.bindAddress,
                availableConnectionsDelegate: MaximumAvailableConnections(connections.acceptLimit, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ) { [responder, quiet] request, writer, channel in
            var context = DoorContext(logger: quiet)
            context.isConnected = true
            context.place = channel.remoteAddress.map { .connection($0) } ?? .none
            var response = try await responder().respond(to: request, context: context)
            response.headers[.date] = dates.now()
            do {
                try await writer.write(response: response.head, body: response.body)
            } catch is HTTPParserError {
                // The parser's own error would be answered once more, behind the answer that has begun.
                throw BrokenRequest()
            }
        } onServerRunning: { [quiet] channel in
            if let error = protect() {
                failure.withLock { $0 = error }
                life.stop()
                try? await channel.close()
                return
            }
            await AcceptFence.add(to: channel, logger: quiet)
            // While any connection is open the server does not return, and nobody listens.
            channel.closeFuture.whenComplete { _ in if !life.isStopping { connections.closeAll() } }
            let real = life.address.with(port: channel.localAddress?.port)
            life.found(real)
            await onListening(real)
        }
        do {
            try await server.run()
        } catch {
            throw reason(error)
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    private var connectionLimit: Int {
        switch address {
        case .tcp, .tls: settings.connectionLimit
        case .socket: settings.socketConnectionLimit
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

/// What is known of a listener while it lives.
private final class ListenerLife: Sendable {
    private let state: Mutex<(address: ListenAddress, isStopping: Bool)>

    init(_ address: ListenAddress) { state = Mutex((address, false)) }

    /// With the port that the system gave, once it has.
    var address: ListenAddress { state.withLock { $0.address } }
    var isStopping: Bool { state.withLock { $0.isStopping } }

    func found(_ address: ListenAddress) { state.withLock { $0.address = address } }
    func stop() { state.withLock { $0.isStopping = true } }
}

extension ListenAddress {
    fileprivate var bindAddress: BindAddress {
        switch self {
        case .tcp(let host, let port), .tls(let host, let port): .hostname(host, port: port)
        case .socket(let path): .unixDomainSocket(path: path)
        }
    }

    fileprivate func with(port: Int?) -> ListenAddress {
        switch self {
        case .tcp(let host, let asked): .tcp(host: host, port: port ?? asked)
        case .tls(let host, let asked): .tls(host: host, port: port ?? asked)
        case .socket: self
        }
    }
}

/// The connection broke off in the middle of a request whose answer had begun.
private struct BrokenRequest: Error {}
