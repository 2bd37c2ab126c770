package import Recurrence

/// How one execution of a pulse ended. The raw value is what the store keeps.
package enum AttemptOutcome: Int, CaseIterable, Sendable {
    case succeeded = 0
    case failed = 1
    case timedOut = 2
    case cancelled = 3
    /// Its end could not be confirmed.
    case lost = 4

    package var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .timedOut: "timed_out"
        case .cancelled: "cancelled"
        case .lost: "lost"
        }
    }
}

/// Why a run is asked to stop before its own end.
package enum StopReason: String, Sendable {
    case cancelled
    case timedOut = "timed_out"
    case shutdown
}

/// How a performer says that a run ended.
package struct AttemptEnd: Hashable, Sendable {
    package var outcome: AttemptOutcome
    /// Set where the run was stopped.
    package var stopped: StopReason?
    /// Trying again would not help: no retry.
    package var isFatal: Bool
    package var exitCode: Int?
    package var signal: Int?
    /// One sentence for a person; nil on success.
    package var error: String?
    /// When the run's leader ended; the store's clock is not asked again.
    package var endedAt: Instant
    /// Bytes the child wrote, kept or not.
    package var outputBytes: Int64
    package var errorBytes: Int64
    /// How long the other side asked to be left alone before the next try. Not kept.
    package var retryAfter: Duration?
    /// Why the schedule that it comes from is to be paused: the other side wants no more of it. Not kept with the attempt.
    package var pauseReason: String?

    package init(
        outcome: AttemptOutcome, stopped: StopReason? = nil, isFatal: Bool = false, exitCode: Int? = nil, signal: Int? = nil,
        error: String? = nil, endedAt: Instant, outputBytes: Int64 = 0, errorBytes: Int64 = 0, retryAfter: Duration? = nil,
        pauseReason: String? = nil
    ) {
        self.outcome = outcome
        self.stopped = stopped
        self.isFatal = isFatal
        self.exitCode = exitCode
        self.signal = signal
        self.error = error
        self.endedAt = endedAt
        self.outputBytes = outputBytes
        self.errorBytes = errorBytes
        self.retryAfter = retryAfter
        self.pauseReason = pauseReason
    }
}

/// One attempt as the history keeps it; without an end while it runs.
package struct Attempt: Hashable, Sendable {
    package var key: RunKey
    package var owner: BootID
    /// When it could have begun.
    package var dueAt: Instant
    package var startedAt: Instant
    package var end: AttemptEnd?
    package var process: ProcessRecord?
    /// What the run said of itself.
    package var report: RunReport?

    package init(
        key: RunKey, owner: BootID, dueAt: Instant, startedAt: Instant, end: AttemptEnd? = nil, process: ProcessRecord? = nil,
        report: RunReport? = nil
    ) {
        self.key = key
        self.owner = owner
        self.dueAt = dueAt
        self.startedAt = startedAt
        self.end = end
        self.process = process
        self.report = report
    }

    /// From due to started; never below zero.
    package var lateness: Duration { max(startedAt - dueAt, .zero) }

    /// From started to ended; nil while it runs; never below zero, even where the wall clock was set back.
    package var duration: Duration? { end.map { max($0.endedAt - startedAt, .zero) } }
}

/// What identifies a child beyond its number, which the system gives out again.
package struct ProcessRecord: Hashable, Sendable {
    package var pid: Int32
    /// The kernel's start time of the process, in its own clock ticks since boot.
    package var startTicks: UInt64
    package var group: Int32

    package init(pid: Int32, startTicks: UInt64, group: Int32) {
        self.pid = pid
        self.startTicks = startTicks
        self.group = group
    }
}
