import Client
import MCPServer

/// Why a request got no answer of the house.
enum BridgeFailure: Error, Sendable {
    /// What waits or listens needs a daemon.
    case noDaemon
    /// Neither a daemon nor the files could be reached.
    case unreachable(CommandFailure)
    /// The house was asked, and something came in between.
    case client(ClientError)
    /// The daemon went, or fell silent, while something was under way.
    case cutOff(ClientError, Loss)
    case tooManyWait(limit: Int)
    case cancelled

    /// What an answer that did not come leaves behind.
    enum Loss: Sendable {
        case nothing
        /// It watched, and what it would have seen is not known.
        case watch
        /// Whether it was done is not known.
        case unknown(String)
    }

    /// One sentence that says what is known and what helps.
    var words: String {
        switch self {
        case .noDaemon: "no daemon runs, so nothing fires and nothing can be waited for; `upbeat start` starts one"
        case .unreachable(let failure):
            // Not at the beginning, where a sentence has a capital: the name of a file stays as it is.
            "nothing was done: \(failure.message)"
                + (failure.message.contains("`upbeat ") ? "" : "; `upbeat doctor` looks for what is wrong")
        case .client(.problem(let problem, _)): problem.detail
        case .client(let error): "\(error); `upbeat doctor` looks for what is wrong"
        case .cutOff(let error, .nothing): "\(Self.event(error)); ask again"
        case .cutOff(let error, .watch):
            "\(Self.event(error)) while this waited; look with pulse_list at what has happened, and wait again if there is more to wait for"
        case .cutOff(let error, .unknown(let what)):
            "\(Self.event(error)), so it is not known whether \(what) was carried out; look with pulse_list before you ask again"
        case .tooManyWait(let limit): "\(limit) requests of this connection wait or listen already; end one of them first"
        case .cancelled: "the request was given up"
        }
    }

    private static func event(_ error: ClientError) -> String {
        switch error {
        case .timedOut(let limit):
            "the daemon gave no answer within \(limit.components.seconds) s (`upbeat doctor` looks why)"
        case .connectionBroken: "the daemon ended, or was restarted, before it had answered"
        default: "\(error)"
        }
    }
}
