package import ControlPlane
package import Hummingbird
import Logging

/// The ways into this one responder.
package enum Entry: String, Hashable, Sendable {
    /// Anybody who can reach the port: wants a token and a known host name.
    case tcp
    /// The user's own socket; who may open it is the user.
    case socket
    /// A command line that answers for itself.
    case inProcess = "in-process"

    var isLocal: Bool { self != .tcp }
}

/// What is known of one request beside the request.
package struct DoorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Named in every answer, so that a person can find it in the log.
    package var requestID = RequestID.next()
    /// The strictest until the responder of a door says otherwise.
    package var entry = Entry.tcp
    package var caller = Caller.stranger
    /// Where a request came from.
    package var place = Place.none
    /// Whether there is a connection that an answer can keep open.
    package var isConnected = false

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// For a request that came over no channel.
    init(logger: Logger) {
        coreContext = CoreRequestContextStorage(source: LoggerSource(logger: logger))
    }

    private struct LoggerSource: RequestContextSource {
        let logger: Logger
    }
}
