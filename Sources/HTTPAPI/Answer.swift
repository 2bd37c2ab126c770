import HTTPTypes
import Hummingbird
import WireModel

/// Ordinary answers.
enum Answer {
    static let json = "application/json"

    static func json(_ value: some WireValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: json], body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}

extension HTTPField.Name {
    /// A name of our own; those are all well formed.
    static func own(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .accept }

    static let host = own("Host")
    static let requestID = own(WireHeader.requestID)
    static let secFetchSite = own("Sec-Fetch-Site")
    static let run = own(WireHeader.run)
    static let agent = own(WireHeader.agent)
    static let idempotencyKey = own(WireHeader.idempotencyKey)
    static let idempotentReplayed = own(WireHeader.idempotentReplayed)
    static let accelBuffering = own("X-Accel-Buffering")
    static let lastEventID = own("Last-Event-ID")
    static let attempt = own(WireHeader.attempt)
    static let outputOffset = own(WireHeader.outputOffset)
    static let outputSize = own(WireHeader.outputSize)
    static let outputEnded = own(WireHeader.outputEnded)
}
