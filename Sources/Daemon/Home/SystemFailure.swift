import Foundation

/// What the system said when a call failed: its number and its own words.
package struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: Int32

    package init(code: Int32) { self.code = code }

    /// The failure of the call that was made last on this thread.
    static var last: SystemFailure { SystemFailure(code: errno) }

    /// The user may not.
    var isOfAccess: Bool { code == EACCES || code == EPERM }

    package var description: String { String(cString: strerror(code)) }
}
