package import Pulses

/// One life of the daemon, as the nemesis that began and ended it noted it.
package struct DaemonLife: Hashable, Sendable {
    package enum Ending: Sendable {
        /// kill -9.
        case killed
        /// It was asked to end.
        case terminated
        /// It ended though nobody did anything to it.
        case unasked
    }

    package struct End: Hashable, Sendable {
        package var how: Ending
        /// Just before the signal was sent; for an end nobody asked for, when it was noticed.
        package var at: BootTime

        package init(how: Ending, at: BootTime) {
            self.how = how
            self.at = at
        }
    }

    /// A while in which it was stopped and could do nothing.
    package struct Pause: Hashable, Sendable {
        package var from: BootTime
        package var to: BootTime

        package init(from: BootTime, to: BootTime) {
            self.from = from
            self.to = to
        }
    }

    /// What it calls itself; nil where it ended before it could be asked.
    package var boot: BootID?
    /// Just before it was started.
    package var startedAt: BootTime
    /// When it first answered; nil where it never did.
    package var readyAt: BootTime?
    /// Nil while it lives.
    package var end: End?
    package var pauses: [Pause]

    package init(boot: BootID?, startedAt: BootTime, readyAt: BootTime?, end: End?, pauses: [Pause] = []) {
        self.boot = boot
        self.startedAt = startedAt
        self.readyAt = readyAt
        self.end = end
        self.pauses = pauses
    }

    /// How long it could work after the moment, until it ended; nil where it lives.
    package func working(after moment: BootTime) -> Duration? {
        guard let end else { return nil }
        let stopped = pauses.map { max(min($0.to, end.at) - max($0.from, moment), .zero) }
        return end.at - moment - stopped.reduce(.zero, +)
    }
}
