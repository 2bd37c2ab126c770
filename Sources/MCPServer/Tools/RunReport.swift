package import ControlPlane
package import Pulses

/// How a run says that it ended, kept with its attempt.
package struct RunReport: Hashable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case done
        case failed
        /// Nobody needs to hear of it.
        case nothingToSay = "nothing_to_say"
    }

    package var outcome: Outcome
    /// For the person; nil: none.
    package var message: String?
    /// The pulse that looks again, where the run asked for one.
    package var nextCheck: PulseID?

    package init(outcome: Outcome, message: String? = nil, nextCheck: PulseID? = nil) {
        self.outcome = outcome
        self.message = message
        self.nextCheck = nextCheck
    }
}

/// Keeps what runs report of themselves. A later report of a run takes the place of the one before.
package protocol RunReports: Sendable {
    /// Durable when it returns.
    ///
    /// - Throws: `notFound` for an attempt that is not there.
    func keep(_ report: RunReport, of run: RunKey) async throws(RequestError)
}
