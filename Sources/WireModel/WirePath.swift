/// The paths of `/v1`, as a client writes them.
package enum WirePath {
    package static let pulses = "/v1/pulses"
    package static let schedules = "/v1/schedules"
    package static let preview = "/v1/schedules/preview"
    package static let upcoming = "/v1/upcoming"
    package static let events = "/v1/events"
    package static let pauseAll = "/v1/pause"
    package static let resumeAll = "/v1/resume"
    package static let pools = "/v1/pools"
    package static let hooks = "/v1/hooks"
    package static let status = "/v1/status"
    package static let tokens = "/v1/tokens"
    package static let reload = "/v1/reload"
    package static let health = "/healthz"
    package static let mcp = "/mcp"

    package static func pulse(_ id: Int64) -> String { "\(pulses)/\(id)" }

    package static let pipelines = "/v1/pipelines"

    /// - Parameters:
    ///   - id: of any of its pulses.
    ///   - verb: what follows: `cancel`.
    package static func pipeline(_ id: Int64, _ verb: String? = nil) -> String { "\(pipelines)/\(id)" + (verb.map { "/\($0)" } ?? "") }

    package static let cancelAll = "/v1/pulses/cancel"

    package static func cancel(_ id: Int64) -> String { "\(pulses)/\(id)/cancel" }

    package static func retry(_ id: Int64) -> String { "\(pulses)/\(id)/retry" }

    package static func approve(_ id: Int64) -> String { "\(pulses)/\(id)/approve" }

    package static func deny(_ id: Int64) -> String { "\(pulses)/\(id)/deny" }

    package static func snooze(_ id: Int64) -> String { "\(pulses)/\(id)/snooze" }

    /// - Parameter attempt: a number; nil means the latest.
    package static func report(_ id: Int64, attempt: Int64?) -> String {
        "\(pulses)/\(id)/attempts/\(attempt.map(String.init) ?? "latest")/report"
    }

    /// - Parameters:
    ///   - name: a schedule's; percent-encoded where it has to be.
    ///   - verb: what follows the name: `pause`, `occurrences`.
    package static func schedule(_ name: String, _ verb: String? = nil) -> String {
        "\(schedules)/\(name)" + (verb.map { "/\($0)" } ?? "")
    }

    /// - Parameter attempt: a number; nil means the latest.
    package static func output(_ id: Int64, attempt: Int64?) -> String {
        "\(pulses)/\(id)/attempts/\(attempt.map(String.init) ?? "latest")/output"
    }
}

/// The names of our own header fields.
package enum WireHeader {
    /// The number of the attempt whose output this is.
    package static let attempt = "Upbeat-Attempt"
    /// Where the bytes begin.
    package static let outputOffset = "Upbeat-Output-Offset"
    /// How much is kept in all, so far.
    package static let outputSize = "Upbeat-Output-Size"
    /// `true` when nothing will be added any more.
    package static let outputEnded = "Upbeat-Output-Ended"
    /// `PULSE/ATTEMPT`: the run in which a command line was called. Heard on the socket alone.
    package static let run = "Upbeat-Run"
    /// The name of the agent as which the person acts. Heard on the socket alone.
    package static let agent = "Upbeat-Agent"
    package static let idempotencyKey = "Idempotency-Key"
    /// `true` on an answer that was given before.
    package static let idempotentReplayed = "Idempotent-Replayed"
    package static let requestID = "X-Request-Id"
}
