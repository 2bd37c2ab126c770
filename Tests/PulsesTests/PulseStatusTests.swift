import Testing

@testable import Pulses

@Suite struct PulseStatusTests {
    /// Every legal step; all other pairs are illegal.
    private static let legal: [PulseStatus: [PulseEvent: PulseStatus]] = [
        .blocked: [.cancel: .cancelled, .release: .pending, .miss: .missed],
        .pending: [.claim: .processing, .cancel: .cancelled, .block: .blocked, .miss: .missed],
        .processing: [
            .succeed: .completed, .retryLater: .pending, .giveBack: .pending, .fail: .failed, .cancel: .cancelled,
        ],
        .completed: [:],
        .failed: [.revive: .pending],
        .cancelled: [.revive: .pending],
        .missed: [.revive: .pending],
    ]

    @Test("every pair of status and event has the answer of the table", arguments: PulseStatus.allCases, PulseEvent.allCases)
    func followsTheTable(_ status: PulseStatus, _ event: PulseEvent) {
        #expect(status.after(event) == Self.legal[status]?[event])
    }

    @Test("a pulse is open until it has ended")
    func knowsWhatIsOpen() {
        #expect(PulseStatus.allCases.filter(\.isOpen) == [.blocked, .pending, .processing])
    }

    @Test("names and stored numbers lead back", arguments: PulseStatus.allCases)
    func namesLeadBack(_ status: PulseStatus) {
        #expect(PulseStatus(name: status.name) == status)
        #expect(PulseStatus(rawValue: status.rawValue) == status)
    }

    @Test("stored numbers never change: files hold them")
    func numbersStay() {
        #expect(PulseStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6])
        #expect(PulseStatus.allCases.map(\.name) == ["blocked", "pending", "processing", "completed", "failed", "cancelled", "missed"])
        #expect(Priority.allCases.map(\.name) == ["critical", "high", "normal", "low", "deferred"])
        #expect(Priority.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
        #expect(AttemptOutcome.allCases.map(\.name) == ["succeeded", "failed", "timed_out", "cancelled", "lost"])
        #expect(AttemptOutcome.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    }
}
