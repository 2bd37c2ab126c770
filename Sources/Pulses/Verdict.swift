package import Recurrence

/// What becomes of a pulse after an attempt: decided here alone, carried out by the store in one transaction.
package enum Disposition: Hashable, Sendable {
    case finish(PulseStatus, reason: String?)
    /// Pending again, due at the instant.
    case again(at: Instant)

    package var event: PulseEvent {
        switch self {
        case .finish(.completed, _): .succeed
        case .finish(.cancelled, _): .cancel
        case .finish: .fail
        case .again: .retryLater
        }
    }
}

/// An ended attempt together with what follows from it.
package struct Verdict: Hashable, Sendable {
    package var disposition: Disposition
    /// The counts as they stand afterwards.
    package var spent: Int
    package var lost: Int

    package init(disposition: Disposition, spent: Int, lost: Int) {
        self.disposition = disposition
        self.spent = spent
        self.lost = lost
    }

    /// Three lost attempts in a row put a pulse aside.
    package static let poisonLimit = 3

    /// Reads an end (DESIGN.md, small decisions): success completes; a cancel is final; what shutdown stopped counts nowhere; lost
    /// attempts do not use up the policy's attempts but three in a row are poison; everything else is retried while the policy lets it.
    /// What counts nowhere and what was lost keeps its due time, and so its place in the order.
    ///
    /// - Parameter luck: uniform in 0..<1, for the spread of the delay.
    package static func after(
        _ end: AttemptEnd, of claim: Claim, now: Instant, luck: Double
    ) -> Verdict {
        let (spent, lost) = (claim.spent, claim.lost)
        switch (end.outcome, end.stopped) {
        case (.succeeded, _):
            return Verdict(disposition: .finish(.completed, reason: nil), spent: spent + 1, lost: 0)
        case (_, .cancelled):
            return Verdict(disposition: .finish(.cancelled, reason: "cancelled"), spent: spent + 1, lost: 0)
        case (.lost, _):
            let row = lost + 1
            let disposition: Disposition =
                if row >= poisonLimit {
                    .finish(.failed, reason: "poison")
                } else if claim.spec.onLost == .fail || end.isFatal {
                    .finish(.failed, reason: "lost")
                } else {
                    .again(at: claim.dueAt)
                }
            return Verdict(disposition: disposition, spent: spent, lost: row)
        case (_, .shutdown):
            return Verdict(disposition: .again(at: claim.dueAt), spent: spent, lost: lost)
        case (.failed, _), (.timedOut, _), (.cancelled, _):
            let used = spent + 1
            let next = claim.spec.retry.next(
                afterFailures: used, scheduledAt: claim.spec.scheduledAt, now: now, atLeast: end.retryAfter, luck: luck)
            guard !end.isFatal, let next else {
                let reason = end.outcome == .failed ? nil : end.outcome.name
                return Verdict(disposition: .finish(.failed, reason: reason), spent: used, lost: 0)
            }
            return Verdict(disposition: .again(at: next), spent: used, lost: 0)
        }
    }
}
