package import WireModel

/// Why a call to the daemon gave no result.
package enum ClientError: Error, Hashable, Sendable {
    /// Nobody listens on the socket, or there is none.
    case notRunning(socket: String)
    /// The socket belongs to somebody else.
    case accessDenied(socket: String)
    /// No complete answer came in time. Whether the request was carried out is not known.
    case timedOut(after: Duration)
    /// The connection ended before the answer did. Whether the request was carried out is not known.
    case connectionBroken(String)
    /// The answer is longer than this client takes.
    case answerTooLarge(limit: Int)
    /// The answer is none of the daemon's: another program, or a version that does not fit.
    case unreadable(status: Int, String)
    /// The task was cancelled.
    case cancelled
    /// The daemon said no, and why.
    case problem(Problem, status: Int)
}

extension ClientError: CustomStringConvertible {
    /// One sentence that says what happened and what to do.
    package var description: String {
        switch self {
        case .notRunning(let socket):
            "no daemon listens on \(socket); start one with `upbeat run`"
        case .accessDenied(let socket):
            "the socket \(socket) may not be opened by this user; run the command as the user who runs the daemon"
        case .timedOut(let limit):
            "the daemon gave no answer within \(limit.components.seconds) s; see its log, then try again"
        case .connectionBroken(let reason):
            "the connection to the daemon broke (\(reason)); see whether it still runs with `upbeat status`, then try again"
        case .answerTooLarge(let limit):
            "the daemon's answer is longer than \(limit / 1_048_576) MiB; ask for less at once"
        case .unreadable(let status, let reason):
            "the answer (status \(status)) is none of a daemon of this version: \(reason); compare `upbeat version` and `upbeat status`"
        case .cancelled:
            "the request was given up"
        case .problem(let problem, _):
            problem.detail
        }
    }
}
