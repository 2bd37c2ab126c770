import Client
import HTTPAPI

/// Answers a client's requests in this process, by the same routes as the daemon.
struct DoorTransport: ClientTransport {
    let door: HTTPDoor

    func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
        let answer = await door.respond(
            method: request.method, path: request.path, headers: request.headers.fields.map { ($0.name, $0.value) },
            body: request.body)
        var headers = ClientHeaders()
        for (name, value) in answer.headers { headers.add(name, value) }
        return ClientResponse(status: answer.status, headers: headers, body: answer.body)
    }
}
