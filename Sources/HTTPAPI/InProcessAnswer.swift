import HTTPTypes
import Hummingbird
import NIOCore

/// What a request in this process was answered.
package struct InProcessAnswer: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// The first value of a header, whatever the case of its name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    static func of(
        _ responder: DoorResponder, _ context: DoorContext, method: String, path: String,
        headers: [(name: String, value: String)], body: [UInt8]
    ) async -> InProcessAnswer {
        var fields = HTTPFields()
        var authority: String?
        for (name, value) in headers {
            if authority == nil, name.lowercased() == "host" {
                authority = value
            } else if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        guard let method = HTTPRequest.Method(method) else { return InProcessAnswer(status: 400, headers: [], body: []) }
        let head = HTTPRequest(method: method, scheme: "http", authority: authority, path: path, headerFields: fields)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        do {
            return await written(try await responder.respond(to: request, context: context))
        } catch {
            // Only reading the body of a connection throws, and here is none.
            return InProcessAnswer(status: 500, headers: [], body: [])
        }
    }

    private static func written(_ response: Response) async -> InProcessAnswer {
        let collector = BodyCollector()
        // A body that was refused ends in an error once it is written.
        try? await response.body.write(collector)
        return InProcessAnswer(
            status: response.status.code, headers: response.headers.map { ($0.name.rawName, $0.value) },
            body: Array(collector.buffer.readableBytesView))
    }
}
