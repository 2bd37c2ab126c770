import Synchronization

/// Goes up once.
package final class Flag: Sendable {
    private let state = Mutex(false)

    package init() {}

    package var isRaised: Bool { state.withLock { $0 } }

    /// - Returns: whether this raised it.
    @discardableResult
    package func raise() -> Bool {
        state.withLock { isRaised in
            defer { isRaised = true }
            return !isRaised
        }
    }
}
