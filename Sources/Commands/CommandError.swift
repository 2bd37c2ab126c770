package import Client
package import Daemon
import WireModel

/// Why a command ended without doing what it was asked.
package enum CommandError: Error, Sendable {
    /// The command line itself is wrong.
    case usage(String)
    /// What was asked for needs a running daemon.
    case needsDaemon(String)
    case notFound(String)
    /// The daemon said no; what is wrong is said in words of the command line.
    case refused(String, exitCode: Int32)
    /// The thing that was asked for ended badly, or one of several did; the rest has been said.
    case ended(code: Int32)
    /// Nobody reads the output any more. Not an error: `upbeat ls | head -1`.
    case outputClosed
    case outputFailed(String)
    case client(ClientError)
    case daemon(CommandFailure)
}

/// The exit codes of every command; those from 64 on are of sysexits.h.
enum ExitCodes {
    static let ok: Int32 = 0
    static let error: Int32 = 1
    static let notRunning: Int32 = 3
    static let access: Int32 = 4
    static let notFound: Int32 = 5
    static let conflict: Int32 = 6
    static let usage: Int32 = 64
    static let tryLater: Int32 = 75
}

extension CommandError {
    /// One sentence for stderr; empty where there is nothing to say.
    package var message: String {
        switch self {
        case .usage(let text), .needsDaemon(let text), .notFound(let text), .refused(let text, _): text
        case .ended, .outputClosed: ""
        case .outputFailed(let reason): "standard output could not be written: \(reason)"
        case .client(.problem(let problem, _)) where problem.name == "not-found":
            problem.detail
                + (problem.detail.hasPrefix("there is no schedule")
                    ? "; `upbeat ls --schedules` lists the schedules there are" : "; `upbeat ls --all` lists the pulses there are")
        case .client(let error): "\(error)"
        case .daemon(let failure): failure.message
        }
    }

    package var exitCode: Int32 {
        switch self {
        case .usage: ExitCodes.usage
        case .needsDaemon: ExitCodes.notRunning
        case .notFound: ExitCodes.notFound
        case .ended(let code), .refused(_, let code): code
        case .outputClosed: ExitCodes.ok
        case .outputFailed: ExitCodes.error
        case .client(let error): error.exitCode
        case .daemon(let failure): failure.exitCode
        }
    }
}

extension ClientError {
    var exitCode: Int32 {
        switch self {
        case .notRunning: ExitCodes.notRunning
        case .accessDenied: ExitCodes.access
        case .timedOut, .connectionBroken: ExitCodes.tryLater
        case .answerTooLarge, .unreadable, .cancelled: ExitCodes.error
        case .problem(let problem, let status):
            switch status {
            case 401, 403: ExitCodes.access
            case 404: ExitCodes.notFound
            case 409: ExitCodes.conflict
            case 422 where problem.name == "idempotency-key-reused": ExitCodes.conflict
            case 400, 413, 422: ExitCodes.usage
            case 429, 503, 507: ExitCodes.tryLater
            default: ExitCodes.error
            }
        }
    }
}
