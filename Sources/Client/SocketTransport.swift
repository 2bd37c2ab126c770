import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The daemon's Unix socket, by HTTP/1.1.
///
/// Owns its HTTP client: call ``close()`` when done with it.
package struct SocketTransport: ClientTransport {
    /// The longest body of an answer, in bytes.
    package static let answerLimit = 64 * 1_048_576

    package let path: String
    private let http: HTTPClient

    /// Opens nothing yet; the first request connects.
    package init(path: String) {
        self.path = path
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
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

    private func exchange(_ request: ClientRequest) async throws -> ClientResponse {
        var outgoing = HTTPClientRequest(url: Self.url(socket: path, path: request.path))
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers = HTTPHeaders(request.headers.fields.map { ($0.name, $0.value) })
        outgoing.headers.replaceOrAdd(name: "Host", value: "localhost")
        if !request.body.isEmpty {
            outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        }
        let answer = try await http.execute(outgoing, deadline: .distantFuture)
        let body = try await answer.body.collect(upTo: Self.answerLimit)
        var headers = ClientHeaders()
        for field in answer.headers { headers.add(field.name, field.value) }
        return ClientResponse(status: Int(answer.status.code), headers: headers, body: Array(body.readableBytesView))
    }

    /// `http+unix://SOCKET/PATH`, the socket's path percent-encoded in the place of the host.
    static func url(socket: String, path: String) -> String {
        "http+unix://" + PercentEncoding.encoded(socket) + path
    }
}
