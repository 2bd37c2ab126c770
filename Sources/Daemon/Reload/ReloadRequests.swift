import ControlPlane

/// Wishes to have the configuration read anew, in the order in which they come.
struct ReloadRequests: Sendable {
    struct Request: Sendable {
        /// For the log: `signal HUP`, `upbeat.yaml changed`.
        var why: String
        var isDryRun: Bool
        var answer: @Sendable (Result<Reconfiguration, RequestError>) -> Void
    }

    let stream: AsyncStream<Request>
    private let continuation: AsyncStream<Request>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    /// Asks and does not wait.
    func ask(why: String) { continuation.yield(Request(why: why, isDryRun: false) { _ in }) }

    /// Asks, and waits for the answer.
    func answer(isDryRun: Bool) async throws(RequestError) -> Reconfiguration {
        let result = await withCheckedContinuation { waiting in
            let request = Request(why: "asked for", isDryRun: isDryRun) { waiting.resume(returning: $0) }
            if case .enqueued = continuation.yield(request) { return }
            waiting.resume(returning: .failure(Self.stopping))
        }
        return try result.get()
    }

    /// Nobody answers any more.
    func close() { continuation.finish() }

    private static let stopping = RequestError.unavailable("the daemon is stopping", retryAfter: .seconds(1))
}
