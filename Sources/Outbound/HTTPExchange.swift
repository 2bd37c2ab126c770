import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// One request to one address that has been checked, and its answer.
///
/// The name stays in `Host`, in the handshake and in the check of the certificate; only where the connection goes is given. Each exchange has
/// a client of its own, so that no connection is used by anyone else.
struct HTTPExchange: Sendable {
    let request: OutboundRequest
    let address: IPAddress
    let tls: TLSConfiguration
    let progress: CallProgress

    private var place: String { Self.place(request.url, address) }

    /// `example.com (192.0.2.1)`
    static func place(_ url: OutboundURL, _ address: IPAddress) -> String {
        url.address == nil ? "\(url.host) (\(address))" : url.host
    }

    func answer() async throws -> OutboundAnswer {
        progress.reach(.connecting(place))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<OutboundAnswer, any Error>
        do {
            result = .success(try await exchange(client))
        } catch {
            result = .failure(error)
        }
        // Closes the connection, whatever of the answer is still on its way.
        try? await client.shutdown()
        return try result.get()
    }

    private var configuration: HTTPClient.Configuration {
        let connect = min(OutboundLimits.connect, request.timeout)
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(
                connect: .nanoseconds(connect.components.seconds * 1_000_000_000 + connect.components.attoseconds / 1_000_000_000)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        if request.url.address == nil { configuration.dnsOverride = [request.url.host: address.description] }
        let (address, place, progress) = (address, place, progress)
        configuration.http1_1ConnectionDebugInitializer = { channel in
            // The last word: who is at the other end.
            let peer = channel.remoteAddress?.ipAddress.flatMap(IPAddress.init)
            guard peer == address else {
                let failure = OutboundFailure.refused("\(place): the connection went to \(peer.map(String.init(describing:)) ?? "nobody")")
                return channel.eventLoop.makeFailedFuture(failure)
            }
            progress.reach(.waiting(place))
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        return configuration
    }

    private func exchange(_ client: HTTPClient) async throws -> OutboundAnswer {
        var outgoing = HTTPClientRequest(url: request.url.text)
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
        if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(outgoing, deadline: .distantFuture)
        var answer = OutboundAnswer(
            url: request.url, address: address, status: Int(response.status.code), reason: response.status.reasonPhrase,
            headers: response.headers.map { OutboundHeader($0.name.lowercased(), $0.value) }, body: [], read: 0, isCut: false)
        progress.reach(.reading(place, 0))
        for try await part in response.body {
            answer.read += Int64(part.readableBytes)
            answer.body += part.readableBytesView.prefix(OutboundLimits.kept - answer.body.count)
            progress.reach(.reading(place, answer.read))
            if answer.read > OutboundLimits.read {
                answer.isCut = true
                break
            }
        }
        return answer
    }
}
