/// In which run this program was called: the value of the header field `Upbeat-Run`.
package struct RunHeader: Hashable, Sendable {
    /// What a run's processes carry in their environment.
    static let variable = "UPBEAT_RUN"

    package let pulse: Int64
    package let attempt: Int64

    /// Nil outside of runs.
    package init?(environment: [String: String]) {
        guard let text = environment[Self.variable] else { return nil }
        self.init(environmentValue: text)
    }

    /// Reads `<home>/<boot>/<pulse>/<attempt>`; the home may hold slashes. Nil for anything else.
    init?(environmentValue text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, let attempt = Int64(parts[parts.count - 1]), let pulse = Int64(parts[parts.count - 2]), pulse > 0,
            attempt > 0
        else { return nil }
        self.pulse = pulse
        self.attempt = attempt
    }

    var value: String { "\(pulse)/\(attempt)" }
}
