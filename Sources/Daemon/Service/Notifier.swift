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

    private let place: UnixDatagramAddress

    /// How often the manager wants to hear `watchdog`, at the latest; nil where it does not watch this process.
    let watchdogTime: Duration?

    /// Nil where no manager listens (`NOTIFY_SOCKET` is not set).
    init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/"), let place = UnixDatagramAddress(path) else { return nil }
        self.place = place
        watchdogTime = nil
    }

    func tell(_ words: Word...) {
        guard words.contains(.ready) else { return }
        let descriptor = UnixDatagramAddress.socket()
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array("READY=1".utf8)
        _ = place.withAddress { sendto(descriptor, text, text.count, 0, $0, $1) }
    }
}
