#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// TERM, grace, KILL, until nothing is left: the same for a run that is watched and for what a dead daemon left.
struct TreeEnding {
    /// Sends the signal to everything that is left; TERM only to what has not had it.
    let signal: (Int32) -> Void
    let isEmpty: () -> Bool
    /// When the grace is over; it may come forward while we wait.
    let killAt: () -> ContinuousClock.Instant

    /// How long after the first KILL something may still be there before we give up.
    static let patience: Duration = .milliseconds(900)

    /// - Returns: whether all are gone; false after the grace and `patience`.
    func perform(control: RunControl, watcher: Watcher) async -> Bool {
        var killingSince: ContinuousClock.Instant?
        var pause: Duration = .milliseconds(1)
        while !isEmpty() {
            let now = ContinuousClock.now
            if killingSince == nil, killAt() <= now { killingSince = now }
            if let killingSince {
                if now - killingSince >= Self.patience { return false }
                signal(SIGKILL)
            } else {
                signal(SIGTERM)
            }
            let next = now + pause
            await control.wait(until: killingSince == nil ? min(next, killAt()) : next, on: watcher)
            pause = min(pause * 2, .milliseconds(50))
        }
        return true
    }
}
