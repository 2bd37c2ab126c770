import ControlPlane
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// An answer that goes on while things happen: until its end, until the client goes, or until the daemon stops.
struct LastingAnswer {
    let headers: HTTPFields
    /// Brings it to its end, soon; may be called at any time, and more than once.
    let stop: @Sendable () -> Void
    /// Whether the request's body has been read: that the client goes is noticed by the next part that cannot be written then, else at once.
    var hasReadBody = false
    let write: @concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void

    /// - Throws: `unavailable` where as many last already as may, or where there is no connection to keep open.
    func response(
        to request: Request, _ context: DoorContext, _ streams: OpenStreams, limit: Int
    ) throws(RequestError) -> Response {
        guard context.isConnected else {
            throw .unavailable("following needs the daemon; start it with `upbeat start`", retryAfter: .seconds(1))
        }
        var headers = headers
        headers[.cacheControl] = "no-store"
        // So that a reverse proxy hands on each part at once.
        headers[.accelBuffering] = "no"
        guard request.method != .head else { return Response(status: .ok, headers: headers) }
        let (place, stop, write, hasReadBody) = (try streams.take(of: limit), stop, write, hasReadBody)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { withExtendedLifetime(place) {} }
                try await withGracefulShutdownHandler {
                    // Hummingbird's watch over a connection ends the process where the body's end was read before it began.
                    if hasReadBody { return try await write(&writer) }
                    try await request.body.consumeWithInboundCloseHandler { _ in
                        try await write(&writer)
                    } onInboundClosed: {
                        stop()
                    }
                } onGracefulShutdown: {
                    stop()
                }
                try await writer.finish(nil)
            })
    }
}
