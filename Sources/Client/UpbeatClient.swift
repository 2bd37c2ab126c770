import Foundation
import StrictJSON
package import WireModel

/// The daemon's `/v1`, as typed calls.
///
/// Answers that say no are thrown as ``ClientError/problem(_:status:)``. Fields this version does not know are ignored,
/// because the daemon may be newer.
package struct UpbeatClient: Sendable {
    private let transport: any ClientTransport
    /// The run inside which this program works, of the house that is asked; nil outside of runs.
    package let run: RunHeader?

    /// - Parameter environment: where it holds `UPBEAT_RUN`, this program works inside a run, and says so with each request.
    package init(_ transport: any ClientTransport, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.transport = transport
        run = RunHeader(environment: environment)
    }

    /// The daemon's state, its counts, what runs and what is next.
    ///
    /// - Parameter limit: how long to wait for the answer; nil: as long as for any other.
    package func status(within limit: Duration? = nil) async throws(ClientError) -> StatusResponse {
        var request = ClientRequest(method: "GET", path: WirePath.status)
        if let limit { request.timeout = limit }
        return try await value(of: request)
    }

    /// Sends a request and reads the JSON of its answer.
    func value<Value: WireValue>(of request: ClientRequest) async throws(ClientError) -> Value {
        try Self.read(try await answer(to: request))
    }

    /// Sends a request; an answer outside of 2xx is thrown.
    func answer(to request: ClientRequest) async throws(ClientError) -> ClientResponse {
        var request = request
        request.headers["Accept"] = "application/json"
        if let run { request.headers[WireHeader.run] = run.value }
        if !request.body.isEmpty { request.headers["Content-Type"] = "application/json" }
        let response = try await transport.send(request)
        guard !(200..<300).contains(response.status) else { return response }
        guard let problem: Problem = try? Self.read(response) else {
            throw .unreadable(status: response.status, "it is no problem document (RFC 9457)")
        }
        throw .problem(problem, status: response.status)
    }

    /// Sends a request as ``answer(to:)`` does, and hands on what comes before its end; an answer that says no is an answer.
    func follow(
        _ request: ClientRequest, event: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws(ClientError) -> ClientResponse {
        var request = request
        if let run { request.headers[WireHeader.run] = run.value }
        return try await transport.follow(request, event: event)
    }

    private static func read<Value: WireValue>(_ response: ClientResponse) throws(ClientError) -> Value {
        do {
            return try Value(try JSON(parsing: response.body))
        } catch {
            throw .unreadable(status: response.status, "\(error)")
        }
    }
}
