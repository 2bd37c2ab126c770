import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import Outbound

/// Who is called over TLS is checked by the name, though the address is dialled.
@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    private func caller(trusting certificates: [NIOSSLCertificate]?) -> OutboundCaller {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let certificates { tls.trustRoots = .certificates(certificates) }
        return OutboundCaller(rules: AddressRules(), resolver: { _ in [IPAddress("127.0.0.1")].compactMap(\.self) }, tls: tls)
    }

    private func call(
        _ name: String, trusting certificates: [NIOSSLCertificate]?, redirects: Int = 0
    ) async throws -> Result<OutboundAnswer, OutboundFailure> {
        let server = try await TLSServer.start()
        let url = try OutboundURL("https://\(name):\(server.localAddress?.port ?? 0)/")
        let result: Result<OutboundAnswer, OutboundFailure>
        do throws(OutboundFailure) {
            result = .success(
                try await caller(trusting: certificates).call(OutboundRequest(url: url, redirects: redirects, reach: .anywhere)))
        } catch {
            result = .failure(error)
        }
        try await server.close()
        return result
    }

    @Test("the certificate of the name is taken, and the name is what the server hears")
    func rightName() async throws {
        let answer = try await call("hooks.test", trusting: [TLSServer.certificate()]).get()
        #expect(answer.status == 302)
        #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("hooks.test:"))
    }

    @Test("a certificate for another name is an error that no retry mends")
    func wrongName() async throws {
        let result = try await call("other.test", trusting: [TLSServer.certificate()])
        #expect(result == .failure(.untrusted("other.test (127.0.0.1): its certificate is for another name")))
    }

    @Test("a redirect that leads out of TLS is refused")
    func downgrade() async throws {
        let result = try await call("hooks.test", trusting: [TLSServer.certificate()], redirects: 1)
        #expect(result == .failure(.refused("hooks.test redirects from https to http://hooks.test, which is not encrypted")))
    }

    @Test("a certificate that nobody vouches for is an error that no retry mends")
    func unknownAuthority() async throws {
        guard case .failure(.untrusted(let words)) = try await call("hooks.test", trusting: nil) else {
            Issue.record("it was trusted")
            return
        }
        #expect(words.contains("its certificate is not trusted here"))
    }
}

/// Says back the `Host` that it heard, and redirects to the same without TLS.
private enum TLSServer {
    static func certificate() throws -> NIOSSLCertificate { try NIOSSLCertificate(bytes: Array(certificateText.utf8), format: .pem) }

    static func start() async throws -> any Channel {
        let key = try NIOSSLPrivateKey(bytes: Array(keyText.utf8), format: .pem)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try certificate())], privateKey: .privateKey(key))
        let context = try NIOSSLContext(configuration: configuration)
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(HostEcho())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    private final class HostEcho: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let head) = unwrapInboundIn(data) else { return }
            let body = ByteBuffer(string: head.headers.first(name: "host") ?? "none")
            let headers: HTTPHeaders = ["Content-Length": "\(body.readableBytes)", "Location": "http://hooks.test/"]
            let answer = HTTPResponseHead(version: .http1_1, status: .found, headers: headers)
            context.write(wrapOutboundOut(.head(answer)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    /// For hooks.test, signed by itself, good until 2119. Both are for these tests alone.
    private static let certificateText = """
        -----BEGIN CERTIFICATE-----
        MIIBQzCB66ADAgECAgEBMAoGCCqGSM49BAMCMBUxEzARBgNVBAMMCmhvb2tzLnRl
        c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjExOTAxMDEwMDAwMDBaMBUxEzARBgNVBAMM
        Cmhvb2tzLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQRdsG3agjFs/c+
        h0kpR8+QLDbVzJcFZbR1NSQ/L4V5lbgXNEW6ZdByyiZ1q48ZFYt/6xKbXwz83Wyy
        KAN1L7EpoyowKDAVBgNVHREEDjAMggpob29rcy50ZXN0MA8GA1UdEwEB/wQFMAMB
        Af8wCgYIKoZIzj0EAwIDRwAwRAIgI7fJsEUvm1WaDe1B927mEIM8aipmKO1zSNt0
        U28Q3CYCIAY6sDK4OVD32UNgC4TZIbU/8XDJ0b0BsCXxFwgPhz/a
        -----END CERTIFICATE-----
        """

    private static let keyText = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUDsWcIluu7I8KS14
        1Pbw1ylQMeituuKPIan4al+BnAGhRANCAAQRdsG3agjFs/c+h0kpR8+QLDbVzJcF
        ZbR1NSQ/L4V5lbgXNEW6ZdByyiZ1q48ZFYt/6xKbXwz83WyyKAN1L7Ep
        -----END PRIVATE KEY-----
        """
}
