import MCPServer
import StrictJSON

/// What a client listens to goes on over the ends of daemons: legacy clients could not even be told that it has ended.
extension Bridge {
    /// Between looks for a daemon, while there is none.
    private static let interval = Duration.seconds(1)

    /// Tells of changes until the task is cancelled, or the house does not let it go on. Where a daemon was away, everything may have
    /// changed, and the client is told so.
    ///
    /// - Throws: what kept it from beginning.
    func listen(_ request: RPCRequest, _ notify: @escaping @Sendable (JSON) async -> Void) async throws(BridgeFailure) -> JSON? {
        let isAcknowledged = Flag()
        while !Task.isCancelled {
            do throws(BridgeFailure) {
                let answer = try await askOnce(request, nil) { message in
                    guard message["method"] == "notifications/subscriptions/acknowledged" else { return await notify(message) }
                    if isAcknowledged.raise() { return await notify(message) }
                    for update in request.updates(ofAll: message) { await notify(update) }
                }
                // A daemon that stops says so in order.
                guard isAcknowledged.isRaised, answer["result"] != nil else { return answer }
            } catch {
                guard isAcknowledged.isRaised, error.mayPass else { throw error }
            }
            do { try await Task.sleep(for: Self.interval) } catch { break }
        }
        return nil
    }
}

extension BridgeFailure {
    /// Whether another try may go better without anybody doing anything about it.
    fileprivate var mayPass: Bool {
        switch self {
        case .noDaemon, .cutOff, .client(.notRunning): true
        case .client(.problem(_, let status)): status == 503 || status == 429
        case .unreachable, .client, .tooManyWait, .cancelled: false
        }
    }
}
