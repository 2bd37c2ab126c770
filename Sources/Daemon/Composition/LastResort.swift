import Foundation
import Logging
import Pulses
import Synchronization

/// Ends the process where an orderly end does not come: a hang at shutdown must not keep a service manager waiting. Nothing that was
/// acknowledged is lost by it: it is the end that a crash would be.
enum LastResort {
    private static let isArmed = Atomic<Bool>(false)

    /// - Parameter leave: keeps the reason for the next start.
    /// - Returns: whether it was armed by this call.
    static func arm(after limit: Duration, _ log: Logger, leave: @escaping @Sendable (String) -> Void) -> Bool {
        guard isArmed.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else { return false }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(limit.milliseconds))) {
            leave("it did not end within its limit")
            log.critical("the daemon did not end within its limit; it ends now, and what ran is recovered at the next start")
            _exit(70)
        }
        return true
    }
}
