import HTTPTypes
import NIOCore
import WireModel

/// What is answered where no request has come whole: bytes that go out as they are, after which the connection is closed.
///
/// Nothing of what came in is in it, so it needs no request id that a log would have; the form is the one of ``ErrorAnswer``.
enum EdgeAnswer {
    case malformed
    case headTooLarge
    case headOverdue
    case bodyOverdue
    case noRoom

    var bytes: ByteBuffer {
        let (status, name, detail) = parts
        let problem = Problem(name: name, title: status.reasonPhrase, status: Int64(status.code), detail: detail).bytes
        var text = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nContent-Type: \(Problem.mediaType)\r\n"
        text += "Content-Length: \(problem.count)\r\nConnection: close\r\n"
        if case .noRoom = self { text += "Retry-After: 1\r\n" }
        var buffer = ByteBuffer(string: text + "\r\n")
        buffer.writeBytes(problem)
        return buffer
    }

    private var parts: (status: HTTPResponse.Status, name: String, detail: String) {
        switch self {
        case .malformed:
            (.badRequest, "malformed-request", "this is no request of HTTP/1.1 that can be read in one way only")
        case .headTooLarge:
            (.requestHeaderFieldsTooLarge, "head-too-large", "a request line and its headers have at most 16 KiB in 100 fields")
        case .headOverdue:
            (.requestTimeout, "head-overdue", "the headers were not here in time")
        case .bodyOverdue:
            (.requestTimeout, "body-overdue", "the body was not here in time")
        case .noRoom:
            (.serviceUnavailable, "too-many-connections", "all connections are in use; try again (http.max_connections)")
        }
    }
}
