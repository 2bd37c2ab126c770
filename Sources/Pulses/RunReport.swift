package import Recurrence

/// What a run says of itself: how it went, and what the person is to be told. Kept with its attempt.
package struct RunReport: Hashable, Sendable {
    /// The raw value is what the store keeps; `name` is part of the API.
    package enum Outcome: Int, CaseIterable, Sendable {
        case done = 0
        case failed = 1
        /// Nobody needs to hear of it.
        case nothingToSay = 2

        package var name: String {
            switch self {
            case .done: "done"
            case .failed: "failed"
            case .nothingToSay: "nothing_to_say"
            }
        }

        package init?(name: String) {
            guard let outcome = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = outcome
        }
    }

    package var outcome: Outcome
    /// For the person; nil: none.
    package var message: String?
    /// The pulse that looks again, where this report or an earlier one of the run asked for one.
    package var nextCheck: PulseID?
    /// When it was given.
    package var at: Instant
    /// It was given after the end of the run was on record, and changed nothing about that end.
    package var isLate: Bool

    package init(outcome: Outcome, message: String? = nil, nextCheck: PulseID? = nil, at: Instant, isLate: Bool = false) {
        self.outcome = outcome
        self.message = message
        self.nextCheck = nextCheck
        self.at = at
        self.isLate = isLate
    }

    /// Why a pulse failed whose run ended well and had reported that it failed.
    package static let reason = "reported"
}

/// A report to be kept.
package struct ReportOrder: Hashable, Sendable {
    package var key: RunKey
    package var outcome: RunReport.Outcome
    package var message: String?
    package var at: Instant
    /// The pulse that is to look again, to be made in the same transaction.
    package var next: PulseOrder?

    package init(key: RunKey, outcome: RunReport.Outcome, message: String? = nil, at: Instant, next: PulseOrder? = nil) {
        self.key = key
        self.outcome = outcome
        self.message = message
        self.at = at
        self.next = next
    }
}

package enum Reported: Hashable, Sendable {
    /// - Parameter next: what became of the pulse that is to look again, where one was asked for.
    case kept(RunReport, next: Made?)
    /// The pulse that was to look again was not made, and nothing was kept.
    case refused(Made)
    /// A later attempt of the pulse has begun; the latest alone can be reported.
    case stale(latest: Int)
    /// There is no such pulse, or it has had no such attempt.
    case unknown
}

extension EndedRun {
    /// An end, and what follows from it: by itself, and where its run is found to have reported that it failed.
    ///
    /// - Parameter luck: see ``Verdict/after(_:of:now:luck:)``.
    package init(_ end: AttemptEnd, of claim: Claim, now: Instant, luck: Double) {
        self.init(key: claim.key, end: end, verdict: Verdict.after(end, of: claim, now: now, luck: luck))
        guard end.outcome == .succeeded else { return }
        var failed = end
        failed.outcome = .failed
        var verdict = Verdict.after(failed, of: claim, now: now, luck: luck)
        if case .finish(.failed, _) = verdict.disposition { verdict.disposition = .finish(.failed, reason: RunReport.reason) }
        verdictIfReportedFailed = verdict
    }

    /// The end as it stands once the report of its run is read. A run that ended well and had reported that it failed has failed, by the
    /// same rules as any other; what ended badly stays as it ended, whatever was reported.
    package func heeding(_ report: RunReport) -> EndedRun {
        guard report.outcome == .failed, let verdict = verdictIfReportedFailed else { return self }
        var heeded = self
        heeded.verdict = verdict
        heeded.verdictIfReportedFailed = nil
        heeded.end.outcome = .failed
        heeded.end.error = "the run reported that it failed" + (report.message.map { ": \($0)" } ?? "")
        return heeded
    }
}

extension Made {
    /// The pulse that is there for the order now; nil where it was refused.
    package var pulse: Pulse? {
        switch self {
        case .created(let pulse), .replaced(let pulse, _), .kept(let pulse), .replayed(let pulse, _): pulse
        case .keyTaken, .refused, .overLimit, .notTried, .fingerprintConflict: nil
        }
    }
}
