import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import Recurrence
import StrictJSON
import WireModel

/// An error as it goes out: the one mapping of errors to status, body and headers.
struct ErrorAnswer {
    /// The two forms of an error.
    enum Form {
        /// RFC 9457, for everything of ours.
        case problem
        /// `{"detail": ...}`, for the sources' routes.
        case reeve
    }

    var status: HTTPResponse.Status
    var name: String
    var detail: String
    var fields: [Problem.Field] = []
    var headers = HTTPFields()

    init(_ error: DoorError, form: Form) {
        switch error {
        case .request(let error):
            self.init(error, form: form)
        case .fields(let fields):
            self.init(.unprocessableContent, "invalid-request", fields.map(Self.sentence).joined(separator: "; "), fields: fields)
        case .invalidJSON(let error):
            self.init(form == .reeve ? .unprocessableContent : .badRequest, "invalid-json", error.description)
        case .malformedTarget:
            self.init(.badRequest, "malformed-target", "the target of the request is no path with well-formed percent-encoding")
        case .misdirected(let why):
            self.init(.misdirectedRequest, "misdirected", why)
        case .foreign(let why):
            self.init(.forbidden, "foreign-origin", why)
        case .noRoute(let path):
            self.init(.notFound, "no-such-route", "there is nothing at \(path)")
        case .methodNotAllowed(let methods):
            let list = methods.joined(separator: ", ")
            self.init(.methodNotAllowed, "method-not-allowed", "this can be asked by \(list) alone")
            headers[.allow] = list
        case .tooLarge(let limit, _):
            self.init(.contentTooLarge, "body-too-large", "the body has more than \(limit) bytes, which is the limit")
        case .unsupportedMediaType:
            self.init(.unsupportedMediaType, "unsupported-media-type", "the body has to be sent as Content-Type: application/json")
        case .rangeNotSatisfiable(let size):
            self.init(.rangeNotSatisfiable, "range-not-satisfiable", "the range lies outside of the \(size) bytes that there are")
            headers[.contentRange] = "bytes */\(size)"
        case .encodedBody(let encoding):
            self.init(
                .unsupportedMediaType, "unsupported-encoding",
                "a body of Content-Encoding \(JSON.string(String(encoding.prefix(40))).serialized()) is not taken; send it as it is")
        case .notReady(let faults):
            let fields = faults.map { Problem.Field(pointer: $0.part, detail: $0.sentence) }
            let text = faults.map { "the \($0.part) \($0.sentence)" }.joined(separator: "; ")
            self.init(.serviceUnavailable, "not-ready", text, fields: fields)
            headers[.retryAfter] = "1"
        }
    }

    private init(_ error: RequestError, form: Form) {
        let text = error.message
        switch error {
        case .invalid(let errors):
            self.init(.unprocessableContent, "invalid-request", text, fields: errors.map(Self.field))
        case .unknownUnit(let unit, let error):
            if form == .reeve {
                // spec/sources.md R6: 400, and the text names the unit as Reeve's does.
                self.init(.badRequest, "unknown-unit", "Unsupported time unit: \(unit)")
            } else {
                self.init(.unprocessableContent, "invalid-request", text, fields: [Self.field(error)])
            }
        case .notFound: self.init(.notFound, "not-found", text)
        case .conflict: self.init(.conflict, "conflict", text)
        case .inProgress:
            self.init(.conflict, "request-in-progress", text)
            headers[.retryAfter] = "1"
        case .preconditionFailed: self.init(.preconditionFailed, "precondition-failed", text)
        case .idempotencyConflict: self.init(.unprocessableContent, "idempotency-key-reused", text)
        case .unauthorized:
            self.init(.unauthorized, "unauthorized", text)
            headers[.wwwAuthenticate] = "Bearer realm=\"upbeat\""
        case .forbidden: self.init(.forbidden, "forbidden", text)
        case .denied: self.init(.forbidden, "denied", text)
        case .limitReached:
            self.init(.tooManyRequests, "limit-reached", text)
            // Nobody knows when there is room again; that is not to be asked each second.
            headers[.retryAfter] = "60"
        case .tooFast(_, let retryAfter):
            self.init(.tooManyRequests, "too-many-requests", text)
            headers[.retryAfter] = Self.seconds(retryAfter)
        case .storeFull: self.init(.insufficientStorage, "storage-full", text)
        case .unavailable(_, let retryAfter):
            self.init(.serviceUnavailable, "unavailable", text)
            headers[.retryAfter] = Self.seconds(retryAfter)
        case .faulty: self.init(.internalServerError, "internal", text)
        case .unverified: self.init(.forbidden, "unverified", text)
        case .notJSON: self.init(.badRequest, "invalid-json", text)
        }
    }

    private init(_ status: HTTPResponse.Status, _ name: String, _ detail: String, fields: [Problem.Field] = []) {
        self.status = status
        self.name = name
        self.detail = detail
        self.fields = fields
    }

    func response(form: Form, requestID: String) -> Response {
        var headers = headers
        let bytes: [UInt8]
        switch form {
        case .problem:
            headers[.contentType] = Problem.mediaType
            bytes =
                Problem(
                    name: name, title: status.reasonPhrase, status: Int64(status.code), detail: detail, errors: fields,
                    requestID: requestID
                ).bytes
        case .reeve:
            headers[.contentType] = Answer.json
            bytes = ReeveError(detail: detail).bytes
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Whole seconds, at least one (RFC 9110 section 10.2.3).
    private static func seconds(_ wait: Duration) -> String { String(max(1, (wait.milliseconds + 999) / 1000)) }

    private static func field(_ error: FieldError) -> Problem.Field {
        Problem.Field(pointer: error.pointer, detail: error.detail, cause: error.cause.map(Problem.Field.Cause.init))
    }

    private static func sentence(_ field: Problem.Field) -> String {
        field.pointer.isEmpty ? field.detail : "\(field.pointer): \(field.detail)"
    }
}

extension Problem.Field.Cause {
    init(_ error: TimeError) {
        self.init(
            code: error.code.rawValue, message: error.message, value: error.value, field: error.field?.rawValue,
            column: error.column.map(Int64.init), length: error.column.map { _ in Int64(error.length) }, hint: error.hint)
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 section 11.5.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
