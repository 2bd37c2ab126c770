/// Why a store could not do what it was asked.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No room. Nothing was changed; it heals when there is room again.
    case full(String)
    /// Too much waits to be written. Nothing was changed; try again shortly.
    case busy
    /// A write or sync failed, or the file is damaged: nothing more is acknowledged, the daemon must end.
    case broken(String)
    /// The store was closed.
    case closed
    /// One stored row cannot be read; the rest goes on.
    case malformed(String)

    package var description: String {
        switch self {
        case .full(let place): "there is no room left on the disk for \(place); free some and try again"
        case .busy: "too many writes are waiting; try again in a moment"
        case .broken(let what): "the store failed and takes nothing more: \(what)"
        case .closed: "the store is closed because the daemon is stopping; try again in a moment"
        case .malformed(let what): "a stored row cannot be read: \(what)"
        }
    }

    /// The daemon must end.
    package var isFatal: Bool {
        switch self {
        case .broken: true
        case .full, .busy, .closed, .malformed: false
        }
    }
}
