import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// What every accepted connection goes through before it is one of HTTP/1.1: room for it, TLS where there is any, and its limits.
struct EdgeChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let connections: OpenConnections
    private let unclaimed: UnclaimedConnections
    private let settings: DoorSettings
    /// Of a connection that comes now; nil where there is no TLS.
    private let certificate: @Sendable () -> ServerCertificate?
    /// Whether it is looked who is at the other side.
    private let isUserOnly: Bool

    init(
        _ connections: OpenConnections, _ unclaimed: UnclaimedConnections, settings: DoorSettings,
        certificate: @escaping @Sendable () -> ServerCertificate?, isUserOnly: Bool, responder: @escaping HTTPChannelHandler.Responder
    ) {
        self.connections = connections
        self.unclaimed = unclaimed
        self.settings = settings
        self.certificate = certificate
        self.isUserOnly = isUserOnly
        let edge = settings.edge
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: edge.headBytes, maxHeaderListSize: edge.headBytes, maxHeaderFieldCount: edge.fields)
        base = HTTP1Channel(responder: responder, configuration: HTTP1Channel.Configuration(httpDecoderConfiguration: decoder))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        guard isUserOnly else { return open(channel, logger) }
        return PeerRule.admits(channel).flatMap { isAdmitted in
            if isAdmitted { return open(channel, logger) }
            logger.warning("somebody who is not this user tried to come in by the socket; look at the modes of its folder")
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(Stranger())
        }
    }

    /// Another user at the user's own socket.
    private struct Stranger: Error {}

    private func open(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Value> {
        let certificate = certificate()
        let connection = connections.admit(channel, at: EdgeHandler.now)
        if let connection {
            channel.closeFuture.whenComplete { [connections] _ in connections.remove(connection) }
        }
        let edge = EdgeHandler(
            connection, of: connections, limits: settings.edge, idleTime: .seconds(settings.idleSeconds), isSecure: certificate != nil)
        do {
            let pipeline = channel.pipeline.syncOperations
            if let certificate { try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context)) }
            try pipeline.addHandler(edge)
        } catch {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(error)
        }
        return base.setup(channel: channel, logger: logger).assumeIsolated().flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let parts = PartsHandler(edge, bodyLimit: settings.bodyLimit)
            try pipeline.addHandlers([parts, TargetHandler()], position: .after(decoder))
            unclaimed.add(value)
            return value
        }.nonisolated().flatMapErrorThrowing { error in
            // Without its rules no connection is taken.
            channel.close(promise: nil)
            throw error
        }
    }

    func handle(value: Value, logger: Logger) async {
        unclaimed.claim(value)
        await base.handle(value: value, logger: logger)
    }
}
