import Processes
import Pulses
import Recurrence

extension EndReason {
    init(_ reason: StopReason) {
        switch reason {
        case .cancelled: self = .cancelled
        case .timedOut: self = .timedOut
        case .shutdown: self = .shutdown
        }
    }
}

extension StopReason {
    init(_ reason: EndReason) {
        switch reason {
        case .cancelled: self = .cancelled
        case .timedOut: self = .timedOut
        case .shutdown: self = .shutdown
        }
    }
}

extension ProcessRecord {
    init(_ identity: ProcessIdentity) {
        self.init(pid: identity.pid, startTicks: identity.startTicks, group: identity.processGroup)
    }
}

extension AttemptEnd {
    /// The end of a run that was stopped before or while it ran.
    static func stopped(_ reason: StopReason, at now: Instant) -> AttemptEnd {
        AttemptEnd(outcome: reason == .timedOut ? .timedOut : .cancelled, stopped: reason, error: words(for: reason), endedAt: now)
    }

    /// Reads how a child ended. Only exit code 0 is success; an end that could not be confirmed is lost, never "ok".
    ///
    /// - Parameters:
    ///   - subject: the runner or program, named in the error.
    ///   - rules: which failures no other attempt will mend.
    init(_ child: ChildEnd, subject: String, timeout: Duration, rules: FailureRules = FailureRules(), now: Instant) {
        let sinceLeader = child.leaderEndedAt.map { ContinuousClock.now - $0 } ?? .zero
        var end = AttemptEnd(
            outcome: .failed, stopped: child.endReason.map(StopReason.init), endedAt: now - max(sinceLeader, .zero),
            outputBytes: Int64(child.standardOutput.total), errorBytes: Int64(child.standardError.total))
        switch child.how {
        case .exited(let code):
            end.exitCode = Int(code)
            if code == 0 && child.endReason == nil {
                end.outcome = .succeeded
            } else {
                end.error = "\(subject) ended with exit code \(code)\(Self.quote(child.standardError.tail))"
                end.isFatal = rules.isFatal(exit: Int(code), text: child.standardError.ends) ?? false
            }
        case .signalled(let number):
            end.signal = Int(number)
            end.error = "\(subject) was ended by signal \(number)\(Self.quote(child.standardError.tail))"
            end.isFatal = rules.isFatal(text: child.standardError.ends) ?? false
        case .couldNotStart(let failure):
            end.error = "\(subject) could not be started: \(failure.description)"
            end.isFatal = failure.isPermanent
        case .notStarted:
            end.outcome = .cancelled
        case .unknown(let what):
            end.outcome = .lost
            end.isFatal = true
            end.error = "how \(subject) ended could not be seen: \(what)"
        }
        if let reason = end.stopped, end.outcome != .lost {
            end.outcome = reason == .timedOut ? .timedOut : .cancelled
            end.error = reason == .timedOut ? "\(subject) was ended after its timeout of \(timeout.secondsText)" : Self.words(for: reason)
        }
        if !child.treeGone {
            end.outcome = .lost
            end.isFatal = true
            end.error = "processes of \(subject) could not be ended; look for UPBEAT_RUN in their environment"
        }
        if let problem = child.outputError {
            end.error = [end.error, "its output is incomplete: \(problem)"].compactMap(\.self).joined(separator: "; ")
        }
        self = end
    }

    private static func words(for reason: StopReason) -> String {
        switch reason {
        case .cancelled: "cancelled while it ran"
        case .timedOut: "timed out"
        case .shutdown: "the daemon stopped while it ran; it runs again"
        }
    }

    /// The end of what the child said, short enough for one line of a log.
    private static func quote(_ tail: String) -> String {
        let text = tail.split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.isEmpty ? "" : ": \(text.suffix(500))"
    }
}

extension SpawnFailure {
    /// Trying again would fail the same way.
    fileprivate var isPermanent: Bool {
        if case .systemLimit = self { return false }
        return true
    }
}

extension Duration {
    fileprivate var secondsText: String {
        let milliseconds = self.milliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(Double(milliseconds) / 1000) s"
    }
}
