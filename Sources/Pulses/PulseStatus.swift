/// Where a pulse stands. The raw value is what the store keeps: below `completed` the pulse is open.
package enum PulseStatus: Int, CaseIterable, Sendable {
    case blocked = 0
    case pending = 1
    case processing = 2
    case completed = 3
    case failed = 4
    case cancelled = 5
    case missed = 6

    package var isOpen: Bool { rawValue < PulseStatus.completed.rawValue }

    /// How pulses that belong together ended, all of them: as the worst of them did.
    package static func ofAll(_ ends: Set<PulseStatus>) -> PulseStatus {
        [.failed, .missed, .cancelled].first(where: ends.contains) ?? .completed
    }

    package var name: String {
        switch self {
        case .blocked: "blocked"
        case .pending: "pending"
        case .processing: "processing"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .missed: "missed"
        }
    }

    package init?(name: String) {
        guard let match = PulseStatus.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}

/// What can happen to a pulse.
package enum PulseEvent: CaseIterable, Sendable {
    /// A daemon takes it to run it.
    case claim
    /// Its attempt ended well.
    case succeed
    /// Its attempt ended badly and another one will follow.
    case retryLater
    /// Its attempt ended badly and was the last.
    case fail
    /// A daemon that stops gives its attempt back.
    case giveBack
    /// Somebody, or the failure of what it depended on, calls it off.
    case cancel
    /// Somebody asks for it again after it ended badly.
    case revive
    /// It must wait for something other than its time.
    case block
    /// What it waited for has come.
    case release
    /// Its time went by and its policy says not to run it late.
    case miss
}

extension PulseStatus {
    /// The status after an event, or nil where the event is not legal. Total: every pair has an answer here and nowhere else.
    package func after(_ event: PulseEvent) -> PulseStatus? {
        switch (self, event) {
        case (.pending, .claim): .processing
        case (.processing, .succeed): .completed
        case (.processing, .retryLater), (.processing, .giveBack): .pending
        case (.processing, .fail): .failed
        case (.blocked, .cancel), (.pending, .cancel), (.processing, .cancel): .cancelled
        case (.failed, .revive), (.cancelled, .revive), (.missed, .revive): .pending
        case (.pending, .block): .blocked
        case (.blocked, .release): .pending
        case (.blocked, .miss), (.pending, .miss): .missed
        case (.blocked, .claim), (.blocked, .succeed), (.blocked, .retryLater), (.blocked, .fail), (.blocked, .giveBack),
            (.blocked, .revive), (.blocked, .block):
            nil
        case (.pending, .succeed), (.pending, .retryLater), (.pending, .fail), (.pending, .giveBack), (.pending, .revive),
            (.pending, .release):
            nil
        case (.processing, .claim), (.processing, .revive), (.processing, .block), (.processing, .release), (.processing, .miss):
            nil
        case (.completed, _): nil
        case (.failed, .claim), (.failed, .succeed), (.failed, .retryLater), (.failed, .fail), (.failed, .giveBack),
            (.failed, .cancel), (.failed, .block), (.failed, .release), (.failed, .miss):
            nil
        case (.cancelled, .claim), (.cancelled, .succeed), (.cancelled, .retryLater), (.cancelled, .fail), (.cancelled, .giveBack),
            (.cancelled, .cancel), (.cancelled, .block), (.cancelled, .release), (.cancelled, .miss):
            nil
        case (.missed, .claim), (.missed, .succeed), (.missed, .retryLater), (.missed, .fail), (.missed, .giveBack),
            (.missed, .cancel), (.missed, .block), (.missed, .release), (.missed, .miss):
            nil
        }
    }
}
