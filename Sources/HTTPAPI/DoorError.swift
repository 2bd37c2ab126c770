import ControlPlane
import StrictJSON
import WireModel

/// Why a request over HTTP got no ordinary answer. Mapped to status and body in ``ErrorAnswer`` alone.
enum DoorError: Error, Sendable {
    case request(RequestError)
    /// Fields of the query, of headers or of the body that are not what they should be.
    case fields([Problem.Field])
    case invalidJSON(JSONSyntaxError)
    /// The request line cannot be read.
    case malformedTarget
    case misdirected(String)
    /// A browser sends it for a page of another origin.
    case foreign(String)
    case noRoute(String)
    case methodNotAllowed([String])
    case tooLarge(limit: Int, rest: Rest)
    case unsupportedMediaType
    /// The body is compressed, or otherwise not what it would be.
    case encodedBody(String)
    /// Of what has so many bytes another part was asked for.
    case rangeNotSatisfiable(size: Int64)
    /// The daemon cannot do its work now.
    case notReady([PartFault])

    /// What is left of a body that was refused.
    enum Rest: Sendable {
        /// All was read.
        case none
        /// Nothing was read yet.
        case unread
        /// There is no end in sight: the connection has to be closed.
        case endless
    }

    init(_ errors: JSONFieldErrors) {
        self = .fields(errors.errors.map { Problem.Field(pointer: $0.pointer, detail: $0.message) })
    }
}
