/// The mark that a run's child and all its descendants carry in their environment: whose run they are.
///
/// `UPBEAT_RUN=<home>/<boot>/<pulse>/<attempt>`. The home may hold slashes; the boot may not.
package struct RunMarker: Sendable, Hashable {
    package static let variable = "UPBEAT_RUN"

    /// The state folder of the daemon, or another name for it.
    package var home: String
    /// The boot id of the daemon process.
    package var boot: String
    package var pulse: Int64
    package var attempt: Int

    package init(home: String, boot: String, pulse: Int64, attempt: Int) {
        self.home = home
        self.boot = boot
        self.pulse = pulse
        self.attempt = attempt
    }

    /// Reads a value of the variable; nil when it is none of ours.
    package init?(environmentValue text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, let attempt = Int(parts[parts.count - 1]), let pulse = Int64(parts[parts.count - 2]) else { return nil }
        let boot = parts[parts.count - 3]
        let home = parts[..<(parts.count - 3)].joined(separator: "/")
        guard !boot.isEmpty, !home.isEmpty else { return nil }
        self.init(home: home, boot: String(boot), pulse: pulse, attempt: attempt)
    }

    package var environmentValue: String { "\(home)/\(boot)/\(pulse)/\(attempt)" }
}
