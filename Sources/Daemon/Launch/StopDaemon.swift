import Foundation
import Processes
import Recurrence

/// Ends a daemon by TERM and waits until its process is gone, and with it its lock.
///
/// - Parameters:
///   - isAtOnce: what runs is ended too, without the time it has.
///   - slack: beyond the daemon's own limit for its runs, what it has for closing up, or for its last resort.
///   - waiting: called once, where it takes longer than a moment, with the longest time that it may take.
/// - Throws: exit code 75 where it has not ended in time.
package func stopDaemon(
    _ daemon: RunningDaemon, _ options: DaemonOptions, isAtOnce: Bool, slack: Duration = .seconds(10), waiting: (Duration) -> Void
) async throws(CommandFailure) {
    // A broken file does not keep the daemon from being stopped.
    let settings = try? options.loadSettings(try options.locateHome())
    let limit = (settings?.engine.drainLimit ?? .seconds(30)) + slack
    let clock = ContinuousClock()
    let start = clock.now
    var isToldToWait = false
    var nextSignal = start
    while daemon.identity.isAlive {
        let now = clock.now
        guard now < start + limit else {
            throw CommandFailure(
                message: "the daemon (process \(daemon.pid)) has not ended within \(HumanDuration.format(limit)); "
                    + "`kill -KILL \(daemon.pid)` ends it as a crash would, and loses nothing that was acknowledged",
                exitCode: 75)
        }
        // Two signals that nobody has taken yet are one, so a second one is sent until it tells.
        if now >= nextSignal {
            daemon.identity.signal(SIGTERM)
            nextSignal = isAtOnce ? now + .milliseconds(200) : start + limit
        }
        if !isToldToWait, now > start + .milliseconds(500) {
            isToldToWait = true
            waiting(limit)
        }
        try? await clock.sleep(for: .milliseconds(10))
    }
}
