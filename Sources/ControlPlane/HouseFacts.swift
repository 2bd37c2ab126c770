package import Pulses
package import Recurrence

/// What the house is, for its status.
package struct HouseFacts: Sendable {
    package var version: String
    /// The state folder.
    package var home: String
    /// Nil where no daemon runs and a command line answers for itself.
    package var daemon: Daemon?
    /// Where it listens, as of now.
    package var listening: @Sendable () -> [String]
    /// How the configuration was last read anew; nil before the first time.
    package var lastReload: @Sendable () -> Reload?

    /// A time at which the configuration was read anew.
    package struct Reload: Hashable, Sendable {
        package var at: Instant
        /// What is wrong with it; it was not taken then, and the one before stays in force.
        package var error: String?

        package init(at: Instant, error: String? = nil) {
            self.at = at
            self.error = error
        }
    }

    /// One life of the daemon.
    package struct Daemon: Sendable {
        package var pid: Int32
        package var boot: BootID
        package var startedAt: Instant
        /// The monotonic clock at the start: uptime is not moved by a step of the wall clock.
        package var startedMonotonic: Duration
        /// How many pulses run at once at most.
        package var slots: Int

        package init(pid: Int32, boot: BootID, startedAt: Instant, startedMonotonic: Duration, slots: Int) {
            self.pid = pid
            self.boot = boot
            self.startedAt = startedAt
            self.startedMonotonic = startedMonotonic
            self.slots = slots
        }
    }

    package init(
        version: String, home: String, daemon: Daemon?, listening: @escaping @Sendable () -> [String] = { [] },
        lastReload: @escaping @Sendable () -> Reload? = { nil }
    ) {
        self.version = version
        self.home = home
        self.daemon = daemon
        self.listening = listening
        self.lastReload = lastReload
    }
}
