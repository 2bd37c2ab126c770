import Synchronization

/// How far a call has come, for the words of a timeout.
final class CallProgress: Sendable {
    enum Stage {
        case lookingUp(String)
        case connecting(String)
        case waiting(String)
        case reading(String, Int64)
    }

    private let stage: Mutex<Stage>

    init(host: String) { stage = Mutex(.lookingUp(host)) }

    func reach(_ next: Stage) { stage.withLock { $0 = next } }

    /// What it was waiting for.
    var words: String {
        switch stage.withLock({ $0 }) {
        case .lookingUp(let host): "the name \(host) was still being looked up"
        case .connecting(let place): "\(place) had not taken the connection"
        case .waiting(let place): "\(place) had taken the connection, but not answered"
        case .reading(let place, let bytes): "\(place) had sent \(bytes) bytes of its answer, and not the rest"
        }
    }
}
