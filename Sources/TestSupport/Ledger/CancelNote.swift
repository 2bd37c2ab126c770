package import Pulses

/// What a client noted about one try to call a pulse off.
package struct CancelNote: Hashable, Sendable {
    package enum Answer: Hashable, Sendable {
        /// It has ended, with this status.
        case ended(PulseStatus)
        /// Its run has yet to end, and is being ended.
        case ending
        /// It had ended before.
        case tooLate
        /// There is no such pulse.
        case unknown
        /// Nothing was done.
        case refused
        /// There was none: it may have been called off.
        case none
    }

    /// The client's key of the pulse.
    package var key: String
    package var askedAt: BootTime
    /// When the answer had come, or was given up.
    package var answeredAt: BootTime
    package var answer: Answer

    package init(key: String, askedAt: BootTime, answeredAt: BootTime, answer: Answer) {
        self.key = key
        self.askedAt = askedAt
        self.answeredAt = answeredAt
        self.answer = answer
    }

    /// Whether the pulse may have been called off by it.
    var mayHaveHit: Bool {
        switch answer {
        case .ended(.cancelled), .ending, .none: true
        case .ended, .tooLate, .unknown, .refused: false
        }
    }
}
