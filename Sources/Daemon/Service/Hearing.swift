import Logging
import Synchronization

/// Whether the service manager takes what it is told; the log hears of each change.
final class Hearing: Sendable {
    private let socket: String
    private let log: Logger?
    private let isDeaf = Mutex(false)

    /// - Parameter socket: `NOTIFY_SOCKET`.
    init(socket: String, log: Logger?) {
        self.socket = socket
        self.log = log
    }

    func note(_ wasTaken: Bool) {
        let hasChanged = isDeaf.withLock { isDeaf in
            defer { isDeaf = !wasTaken }
            return isDeaf == wasTaken
        }
        guard hasChanged else { return }
        if wasTaken {
            log?.notice("the service manager listens on \(LogText.quoted(socket)) again")
        } else {
            log?.warning(
                "the service manager takes no word on \(LogText.quoted(socket)): its socket is gone or full; the daemon goes on without it")
        }
    }
}
