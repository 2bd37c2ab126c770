import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The daemon's Unix socket, by HTTP/1.1.
///
/// Owns its HTTP client: call ``close()`` when done with it.
package struct SocketTransport: ClientTransport {
    /// The longest body of an answer, in bytes.
    package static let answerLimit = 64 * 1_048_576
    /// How long nothing may come while an answer is waited for; what lasts gives a sign every 15 s.
    package static let longestSilence: Duration = .seconds(90)
    /// Requests under way at once; further ones wait for one of these.
    private static let connectionLimit = 64

    package let path: String
    private let http: HTTPClient

    /// Opens nothing yet; the first request connects.
    package init(path: String) {
        self.path = path
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: TimeAmount(Self.longestSilence)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connectionLimit
        // A socket that refuses will not change its mind within the back-off of a network.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends idle connections and gives up requests that are under way.
    package func close() async {
        // The one error is that it was closed before.
        try? await http.shutdown()
    }

    package func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
        do {
            // The HTTP client's own deadline ends with the head of the answer; a body can stall too.
            return try await withThrowingTaskGroup(of: ClientResponse?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await exchange(request) }
                group.addTask {
                    try await Task.sleep(for: request.timeout)
                    return nil
                }
                guard let first = try await group.next(), let response = first else {
                    throw ClientError.timedOut(after: request.timeout)
                }
                return response
            }
        } catch {
            throw ClientError(transport: error, socket: path, timeout: request.timeout)
        }
    }

    package func follow(
        _ request: ClientRequest, event: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws(ClientError) -> ClientResponse {
        do {
            // The HTTP client's deadline ends with the head; from there on its limit of silence holds.
            let answer = try await http.execute(outgoing(request), deadline: .now() + TimeAmount(request.timeout))
            let isStream = answer.headers.first(name: "Content-Type")?.lowercased().hasPrefix(EventReader.mediaType) == true
            guard isStream else { return try await Self.whole(answer) }
            var reader = EventReader()
            for try await part in answer.body {
                for data in try reader.take(part.readableBytesView) { await event(data) }
            }
            return Self.response(answer, body: [])
        } catch {
            throw ClientError(transport: error, socket: path, timeout: request.timeout)
        }
    }

    private func exchange(_ request: ClientRequest) async throws -> ClientResponse {
        try await Self.whole(try await http.execute(outgoing(request), deadline: .distantFuture))
    }

    private func outgoing(_ request: ClientRequest) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: Self.url(socket: path, path: request.path))
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers = HTTPHeaders(request.headers.fields.map { ($0.name, $0.value) })
        outgoing.headers.replaceOrAdd(name: "Host", value: "localhost")
        if !request.body.isEmpty {
            outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        }
        return outgoing
    }

    private static func whole(_ answer: HTTPClientResponse) async throws -> ClientResponse {
        response(answer, body: Array(try await answer.body.collect(upTo: answerLimit).readableBytesView))
    }

    private static func response(_ answer: HTTPClientResponse, body: [UInt8]) -> ClientResponse {
        var headers = ClientHeaders()
        for field in answer.headers { headers.add(field.name, field.value) }
        return ClientResponse(status: Int(answer.status.code), headers: headers, body: body)
    }

    /// `http+unix://SOCKET/PATH`, the socket's path percent-encoded in the place of the host.
    static func url(socket: String, path: String) -> String {
        "http+unix://" + PercentEncoding.encoded(socket) + path
    }
}
