#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// TERM, grace, KILL, until nothing is left: the same for a run that is watched and for what a dead daemon left.
struct TreeEnding<Found> {
    /// What is left now; nil when nothing was seen. Two such looks in a row are the confirmation, as one can miss a process that
    /// hands over to its child.
    let look: () async -> Found?
    /// Sends the signal to what was found; TERM only to what has not had it.
    let signal: (Int32, Found) -> Void
    /// When the grace is over; it may come forward while we wait.
    let killAt: () -> ContinuousClock.Instant

    /// How long after the first KILL something may still be there before we give up.
    private var patience: Duration { .milliseconds(900) }

    /// - Returns: whether all are gone; false after the grace and the patience.
    func perform(control: RunControl, watcher: Watcher) async -> Bool {
        var killingSince: ContinuousClock.Instant?
        var pause: Duration = .milliseconds(1)
        while true {
            var found = await look()
            if found == nil { found = await look() }
            guard let found else { return true }
            let now = ContinuousClock.now
            if killingSince == nil, killAt() <= now {
                killingSince = now
                pause = .milliseconds(1)
            }
            if let killingSince, now - killingSince >= patience { return false }
            signal(killingSince == nil ? SIGTERM : SIGKILL, found)
            let next = ContinuousClock.now + pause
            await control.wait(until: killingSince == nil ? min(next, killAt()) : next, on: watcher)
            pause = min(pause * 2, .milliseconds(50))
        }
    }
}
