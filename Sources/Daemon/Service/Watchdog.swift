import Logging
import Pulses
import ServiceLifecycle

/// Looks at regular intervals whether the parts of the daemon make progress, and tells the service manager so long as all of them do.
///
/// A part that does not answer within the interval stops the word to the manager, which then restarts the daemon. Ends when its task is
/// cancelled.
struct Watchdog: Service {
    /// A part, and a look at it that returns once it has really done something.
    struct Probe: Sendable {
        var name: String
        var look: @Sendable () async throws -> Void
    }

    let probes: [Probe]
    let interval: Duration
    let notifier: Notifier?
    /// What the manager shows of this daemon.
    let status: @Sendable () async -> String
    let clock: any WallClock
    let log: Logger

    func run() async {}
}
