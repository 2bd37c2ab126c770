import StrictJSON
import Synchronization

/// Tells a client how far a request of its has come, where it asked for that: each time further, and never after its end.
final class Progress: Sendable {
    private let token: JSON
    private let notify: @Sendable (JSON) async -> Void
    private let last = Mutex<Int64>(-1)

    init(token: JSON, notify: @escaping @Sendable (JSON) async -> Void) {
        self.token = token
        self.notify = notify
    }

    /// - Parameters:
    ///   - done: of `total`; what is no further than before is not told.
    ///   - message: one sentence.
    func tell(_ done: Int64, of total: Int64, _ message: String) async {
        let isNew = last.withLock { last in
            guard done > last else { return false }
            last = done
            return true
        }
        guard isNew else { return }
        await notify([
            "jsonrpc": "2.0", "method": "notifications/progress",
            "params": ["progressToken": token, "progress": .integer(done), "total": .integer(total), "message": .string(message)],
        ])
    }
}
