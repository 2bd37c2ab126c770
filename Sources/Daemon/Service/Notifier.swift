import Foundation

/// Tells the service manager how this daemon is, by the protocol of sd_notify(3): one datagram for each call.
///
/// Nothing it does waits or fails: a manager that is gone or full gets no word, and the daemon goes on.
struct Notifier: Sendable {
    enum Word: Hashable, Sendable {
        case ready
        /// With the monotonic clock in microseconds, as systemd wants it.
        case reloading
        case stopping
        /// One line for a person.
        case status(String)
        case watchdog
        /// The stop takes at most so long from now on.
        case extendTimeout(Duration)
    }

    /// How often the manager wants to hear `watchdog`, at the latest; nil where it does not watch this process.
    let watchdogTime: Duration?

    /// Nil where no manager listens (`NOTIFY_SOCKET` is not set).
    init?(environment: [String: String]) { return nil }

    func tell(_ words: Word...) {}
}
