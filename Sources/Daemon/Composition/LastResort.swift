import Dispatch
import Foundation
import Logging
import Pulses

/// Ends the process where an orderly end does not come: a hang at shutdown must not keep a service manager waiting. Nothing that was
/// acknowledged is lost by it: it is the end that a crash would be.
enum LastResort {
    static func arm(after limit: Duration, _ log: Logger) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(limit.milliseconds))) {
            log.critical("the daemon did not end within its limit; it ends now, and what ran is recovered at the next start")
            _exit(70)
        }
    }
}
