import HummingbirdCore
import NIOCore
import Synchronization

/// Connections of one listener that are accepted and that nobody handles yet.
///
/// A listener that is cancelled takes up no more of them, and NIO ends the process where one that is open is let go of unhandled. So they
/// are held here until they are handled, or closed.
final class UnclaimedConnections: Sendable {
    typealias Value = HTTP1Channel.Value

    private struct State {
        var values: [ObjectIdentifier: Value] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    func add(_ value: Value) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.values[ObjectIdentifier(value.channel)] = value }
            return state.isClosed
        }
        if isClosed { Self.close(value) }
    }

    /// It is handled from now on.
    func claim(_ value: Value) {
        state.withLock { _ = $0.values.removeValue(forKey: ObjectIdentifier(value.channel)) }
    }

    /// None will be handled any more.
    func close() {
        let values = state.withLock { state in
            state.isClosed = true
            defer { state.values = [:] }
            return state.values.values
        }
        for value in values { Self.close(value) }
    }

    private static func close(_ value: Value) {
        value.channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
        value.channel.close(promise: nil)
    }
}
