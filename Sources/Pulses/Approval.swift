/// Whether the person has to agree to a pulse before it runs. The raw value is what stores keep.
package enum Approval: Int, Sendable {
    /// Nobody has to be asked.
    case unneeded = 0
    case awaited = 1
    case given = 2

    /// Why a pulse is blocked that waits for it.
    package static let reason = "approval"

    /// Why a pulse was cancelled that the person did not agree to, and why a schedule is over.
    package static func denial(_ why: String?) -> String { why.map { "denied: \($0)" } ?? "denied" }
}

/// On what terms something is asked of what is there: the person's own, who may do everything, or those of an agent.
package struct AskingTerms: Hashable, Sendable {
    /// The owner's limits hold.
    package var isLimited: Bool
    /// The person has to agree before anything runs of it.
    package var awaitsApproval: Bool

    package static let free = AskingTerms()

    package init(isLimited: Bool = false, awaitsApproval: Bool = false) {
        self.isLimited = isLimited
        self.awaitsApproval = awaitsApproval
    }
}

/// What became of a word of the person about a pulse.
package enum ApprovalAnswer: Hashable, Sendable {
    /// All that were made with it and waited for that word, it among them.
    case done([Pulse])
    /// It does not wait for approval; nothing was done.
    case refused(Pulse)
    case unknown
}

/// The same about a schedule.
package enum ScheduleApprovalAnswer: Hashable, Sendable {
    case done(Schedule)
    case refused(Schedule)
    case unknown
}
