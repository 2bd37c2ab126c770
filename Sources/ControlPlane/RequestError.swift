package import Recurrence

/// Why a request was not done. Each door maps it once.
package enum RequestError: Error, Hashable, Sendable {
    /// Fields that hold what they may not; never empty.
    case invalid([FieldError])
    /// A time with a unit that does not exist.
    case unknownUnit(String, FieldError)
    case notFound(String)
    /// What was asked does not fit the state the thing is in.
    case conflict(String)
    /// The same request is being carried out at this moment.
    case inProgress(String)
    /// Whoever asks named a state that the thing is not in any more.
    case preconditionFailed(String)
    /// The idempotency key was used for another request.
    case idempotencyConflict(String)
    /// No token was shown.
    case unauthorized
    /// The token is none of ours, or none any more.
    case forbidden
    /// Whoever asks may not do this.
    case denied(String)
    /// One of an agent's limits is reached.
    case limitReached(String)
    /// Whoever asks does so too often; worth another try after the given time.
    case tooFast(String, retryAfter: Duration)
    /// The disk is full; it heals when there is room again.
    case storeFull(String)
    /// Not now; worth another try after the given time.
    case unavailable(String, retryAfter: Duration)
    /// Nothing the caller did or can mend.
    case faulty(String)
    /// Who calls a hook does not show one of its secrets. Why is for the log: the caller is told the same whatever it is, and whether or not
    /// there is such a hook.
    case unverified(why: String)
    /// The body is no JSON.
    case notJSON(String)

    /// One sentence, or one for each field.
    package var message: String {
        switch self {
        case .invalid(let errors): errors.map(\.description).joined(separator: "; ")
        case .unknownUnit(_, let error): error.description
        case .notFound(let text), .conflict(let text), .inProgress(let text), .preconditionFailed(let text), .idempotencyConflict(let text),
            .denied(let text), .limitReached(let text), .storeFull(let text), .unavailable(let text, _), .tooFast(let text, _),
            .faulty(let text), .notJSON(let text):
            text
        case .unverified:
            "there is no such hook, or the call does not carry what the hook asks for (a signature or a token); the daemon's log says why"
        case .unauthorized: "a token is needed: send the header `Authorization: Bearer TOKEN`; `upbeat token show` prints it"
        case .forbidden:
            "the token is not known here, was revoked, or has expired; `upbeat token ls` lists those there are, `upbeat token create` makes one"
        }
    }
}

/// What is wrong with one field.
package struct FieldError: Error, Hashable, Sendable, CustomStringConvertible {
    /// RFC 6901 pointer into the request, or the name of a parameter or header.
    package var pointer: String
    /// What is wrong and what is allowed, as a sentence that names the field.
    package var detail: String
    /// What is wrong with a time, duration, schedule or zone: its code, the place, and what was probably meant.
    package var cause: TimeError?

    package init(_ pointer: String, _ detail: String, cause: TimeError? = nil) {
        self.pointer = pointer
        self.detail = detail
        self.cause = cause
    }

    package var description: String { detail }
}
