/// What a schedule does when things do not go as planned.
package struct SchedulePolicies: Hashable, Sendable {
    package var misfire: MisfirePolicy
    /// How late an occurrence may be and still be on time; nil: the smaller of 60 s and half the way to the next.
    package var tolerance: Duration?
    /// Missed occurrences older than this are not made up for.
    package var catchUpWindow: Duration
    /// How many `run_all` makes up for at most; the oldest are dropped.
    package var maxCatchUp: Int
    package var overlap: OverlapPolicy
    /// How many occurrences wait at most under `buffer_all`.
    package var bufferLimit: Int
    /// After so many failed runs in a row it is paused; 0: never.
    package var pauseAfterFailures: Int

    package init(
        misfire: MisfirePolicy = .runOnce, tolerance: Duration? = nil, catchUpWindow: Duration = .seconds(24 * 3600),
        maxCatchUp: Int = 100, overlap: OverlapPolicy = .skip, bufferLimit: Int = 100, pauseAfterFailures: Int = 10
    ) {
        self.misfire = misfire
        self.tolerance = tolerance
        self.catchUpWindow = catchUpWindow
        self.maxCatchUp = maxCatchUp
        self.overlap = overlap
        self.bufferLimit = bufferLimit
        self.pauseAfterFailures = pauseAfterFailures
    }
}

/// What becomes of occurrences whose time went by (spec/schedules.md, section 6).
package enum MisfirePolicy: String, CaseIterable, Sendable {
    case skip
    /// One run stands for all, with the latest nominal time.
    case runOnce = "run_once"
    /// One run stands for all, with the earliest nominal time inside the catch-up window.
    case runOnceEarliest = "run_once_earliest"
    /// Each runs, the oldest dropped past the limit.
    case runAll = "run_all"
}

/// What becomes of an occurrence that comes while an earlier one is still open (Temporal's six).
package enum OverlapPolicy: String, CaseIterable, Sendable {
    case skip
    /// One waits for the end of what runs; further ones are skipped.
    case bufferOne = "buffer_one"
    /// They wait in a row.
    case bufferAll = "buffer_all"
    /// What runs is ended with its grace; the new one starts afterwards.
    case cancelOther = "cancel_other"
    /// What runs is killed; the new one starts afterwards.
    case terminateOther = "terminate_other"
    case allowAll = "allow_all"
}

/// What becomes of occurrences inside a closed window, a pause or maintenance.
package enum BlockedPolicy: String, CaseIterable, Sendable {
    case skip
    /// One run stands for all when it opens again.
    case `defer`
}
