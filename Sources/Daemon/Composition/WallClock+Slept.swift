import Pulses

extension WallClock {
    /// Sleeps, for a duty that goes on until its task is cancelled.
    ///
    /// - Returns: false where it was cancelled.
    func slept(_ duration: Duration) async -> Bool { (try? await sleep(for: duration)) != nil }
}
