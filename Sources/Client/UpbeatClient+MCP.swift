package import StrictJSON
import WireModel

extension UpbeatClient {
    /// Posts a message of the Model Context Protocol that wants an answer.
    ///
    /// - Parameters:
    ///   - headers: of the protocol, and who asks.
    ///   - timeout: up to the answer, or to the first sign of one that comes with others before it.
    ///   - notify: takes what comes before the answer; the next one waits for its return.
    /// - Returns: the message that answers it, be it an error.
    /// - Throws: `problem` where the door did not let it in; `connectionBroken` where the end came before the answer.
    package func post(
        message: JSON, headers: [(name: String, value: String)], timeout: Duration, notify: @escaping @Sendable (JSON) async -> Void
    ) async throws(ClientError) -> JSON {
        var request = ClientRequest(method: "POST", path: WirePath.mcp, timeout: timeout)
        for (name, value) in headers { request.headers.add(name, value) }
        request.headers["Accept"] = "application/json, text/event-stream"
        request.headers["Content-Type"] = "application/json"
        message.appendBytes(to: &request.body)
        let last = LastMessage()
        let response = try await follow(request) { data in
            guard let message = try? JSON(parsing: data) else { return }
            if message["method"] == nil { last.value = message } else { await notify(message) }
        }
        if let answer = last.value { return answer }
        guard !response.body.isEmpty else { throw .connectionBroken("it was closed before the answer") }
        let json: JSON
        do { json = try JSON(parsing: response.body) } catch { throw .unreadable(status: response.status, "\(error)") }
        if json["jsonrpc"] != nil { return json }
        guard let problem = try? Problem(json) else { throw .unreadable(status: response.status, "it is no message of JSON-RPC") }
        throw .problem(problem, status: response.status)
    }
}
