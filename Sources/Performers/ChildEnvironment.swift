import Pulses

/// What a child sees of the daemon's environment: a list of names that are let through (DESIGN.md, processes); all else is kept back.
package struct ChildEnvironment: Sendable {
    private let base: [String: String]
    /// The daemon's whole environment; runners name what else they get of it.
    private let whole: [String: String]
    private let added: [String: String]

    private static let common = [
        "HOME", "PATH", "USER", "LOGNAME", "SHELL", "LANG", "LC_*", "TZ", "TERM", "TMPDIR", "XDG_*", "SSH_AUTH_SOCK", "UPBEAT_*",
    ]

    /// Names that match a pattern but are the daemon's own secrets or its own marker.
    private static let withheld: Set<String> = [
        "UPBEAT_HTTP_TOKEN", "UPBEAT_RUN", "UPBEAT_PULSE_ID", "UPBEAT_ATTEMPT", "UPBEAT_STEP", "UPBEAT_PIPELINE",
        "UPBEAT_SOCKET",
    ]

    /// - Parameters:
    ///   - environment: the daemon's own.
    ///   - added: what every child gets beside it, such as the way back to this daemon.
    package init(of environment: [String: String], adding added: [String: String] = [:]) {
        whole = environment
        self.added = added
        base = environment.filter { Self.matches($0.key, Self.common) }
    }

    /// The environment for one run; what the action names comes last and wins.
    func variables(runner: Runner?, action: [String: String], marker: [String: String]) -> [String: String] {
        var variables = base
        if let runner {
            for (name, value) in whole where Self.matches(name, runner.environment) { variables[name] = value }
        }
        variables.merge(added) { $1 }
        variables.merge(action) { $1 }
        variables.merge(marker) { $1 }
        if variables["PATH"] == nil { variables["PATH"] = "/usr/local/bin:/usr/bin:/bin" }
        return variables
    }

    private static func matches(_ name: String, _ patterns: [String]) -> Bool {
        guard !withheld.contains(name), !name.hasPrefix(PipelineVariables.inputFile) else { return false }
        return patterns.contains { pattern in
            pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
        }
    }
}
