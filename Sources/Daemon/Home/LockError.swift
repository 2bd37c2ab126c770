/// Why the state lock was not taken.
package enum LockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else holds it. The holder is nil where it has not yet written who it is.
    case held(path: String, by: LockHolder?)
    /// The lock file cannot be used.
    case unusable(HomeError)
    /// The file system has no working locks.
    case notSupported(path: String, SystemFailure)

    package var description: String {
        switch self {
        case .held(let path, let holder?): "\(path) is held by \(holder)"
        case .held(let path, nil): "\(path) is held by another process that has not written its number yet; try again in a moment"
        case .unusable(let error): error.description
        case .notSupported(let path, let failure):
            "\(path) cannot be locked (\(failure)); the state folder must be on a local disk: set UPBEAT_HOME to one"
        }
    }
}
