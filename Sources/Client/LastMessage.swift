import StrictJSON
import Synchronization

/// The message with which a stream ended.
final class LastMessage: Sendable {
    private let state = Mutex<JSON?>(nil)

    var value: JSON? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
